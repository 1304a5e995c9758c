/**
 * JAIN-SIP as a library without threads, sockets or clocks of its own: {@link org.carillon.lib.jainsip.SipEngine} is the way in, the
 * {@code javax.sip} packages are used as ever from there on.
 */
@Version("1.0.0")
package org.carillon.lib.jainsip;

import org.osgi.annotation.versioning.Version;
