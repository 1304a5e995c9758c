package org.carillon.core.sip.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What all lines share (manual 2.9.1, 5.4.4). */
@ObjectClassDefinition(name = "SIP")
@interface SipConfig {
    String PID = "org.carillon.core.sip";

    @Parameter(id = "SIPDscp")
    @AttributeDefinition(name = "SIP DSCP", description = "Differentiated services code point of SIP packets.", min = "0", max = "63")
    int dscp() default 40;

    @Parameter(id = "Setting8021pUserPriority")
    @AttributeDefinition(name = "SIP 802.1p priority", description = "Priority of SIP frames that carry a VLAN tag.", min = "0", max = "7")
    int priority() default 5;

    @Parameter(id = "SIPTlsVersion")
    @AttributeDefinition(name = "TLS Version", description = "What is offered to servers over TLS; all that is safe by default.",
            options = {@Option(value = "0", label = "All"), @Option(value = "2", label = "TLS 1.2")})
    int tlsVersion() default 0;

    @Parameter(id = "SIPTlsPeerVerify", web = "Features > Sip > SIP Peer Verify")
    @AttributeDefinition(name = "SIP Peer Verify", description = "Refuse servers whose certificate is not trusted or for another name.")
    boolean tlsPeerVerify() default true;
}
