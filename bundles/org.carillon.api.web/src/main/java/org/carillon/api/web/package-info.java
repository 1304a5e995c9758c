/** What features contribute to the web server of the phone. */
@Export
@Version("1.0.0")
package org.carillon.api.web;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
