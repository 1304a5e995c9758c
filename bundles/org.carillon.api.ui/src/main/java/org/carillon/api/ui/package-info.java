/** What features contribute to the face of the phone: key functions, actions, indicators. */
@Export
@Version("1.1.0")
package org.carillon.api.ui;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
