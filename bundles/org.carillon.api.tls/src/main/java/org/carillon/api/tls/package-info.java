/** TLS connections that the phone opens, and its certificates (manual 5.4). */
@Export
@Version("1.1.0")
package org.carillon.api.tls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
