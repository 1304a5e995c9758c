/** HTTP and SIP digest authentication (RFC 7616, RFC 8760). */
@Export
@Version("1.0.0")
package org.carillon.api.digest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
