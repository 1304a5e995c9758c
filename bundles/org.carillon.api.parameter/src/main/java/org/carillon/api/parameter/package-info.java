/** Declaring, reading and changing parameters. */
@Export
@Version("1.0.0")
package org.carillon.api.parameter;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
