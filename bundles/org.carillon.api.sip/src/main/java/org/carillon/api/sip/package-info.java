/** SIP signalling below the call model: legs, event subscriptions and notifications. */
@Export
@Version("1.0.0")
package org.carillon.api.sip;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
