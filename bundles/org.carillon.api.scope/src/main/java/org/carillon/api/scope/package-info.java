/** Time and concurrency: the only source of threads, timers and clocks. */
@Export
@Version("1.0.0")
package org.carillon.api.scope;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
