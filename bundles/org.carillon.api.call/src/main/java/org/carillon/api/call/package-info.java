/** The call model: calls, screenings, stages, events. */
@Export
@Version("1.0.0")
package org.carillon.api.call;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
