/** Media sessions: SDP offer and answer, RTP, DTMF; tones of the phone itself, and how loud it is. */
@Export
@Version("1.0.0")
package org.carillon.api.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
