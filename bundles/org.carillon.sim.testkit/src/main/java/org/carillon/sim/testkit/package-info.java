/** What tests of components need: a clock that stands still and stand-ins for the services of the platform. Needs no test framework. */
@Export
@Version("1.0.0")
package org.carillon.sim.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
