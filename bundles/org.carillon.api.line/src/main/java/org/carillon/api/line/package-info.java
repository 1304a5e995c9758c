/** Lines: accounts and their registration. */
@Export
@Version("1.0.0")
package org.carillon.api.line;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
