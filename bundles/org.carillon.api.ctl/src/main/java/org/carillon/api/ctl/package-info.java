/** Commands of the control socket. */
@Export
@Version("1.0.0")
package org.carillon.api.ctl;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
