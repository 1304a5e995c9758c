/** What the phone is made of: identity, hardware facts, audio, networks. */
@Export
@Version("1.0.0")
package org.carillon.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
