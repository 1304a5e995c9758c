/** What provisioning did: reports. */
@Export
@Version("1.2.0")
package org.carillon.api.provisioning;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
