package org.carillon.core.sip.internal;

import org.carillon.api.parameter.Indexed;
import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** An account (manual 8.1, 2.6.1). */
@Indexed(indexedBy = "accounts")
@ObjectClassDefinition(name = "SIP account")
@interface AccountConfig {
    String PID = "org.carillon.core.sip.account";

    @Parameter(id = "Account{account}Enable", web = "Account > Basic > Account Active",
            phone = "Menu > Advanced Setting > Account > AccountX > Account Enable")
    @AttributeDefinition(name = "Account Active", description = "Register this account and take calls for it.")
    boolean enable() default true;

    @Parameter(id = "Account{account}Label", web = "Account > Basic > SIP Label Name",
            phone = "Menu > Advanced Setting > Account > AccountX > Account Label")
    @AttributeDefinition(name = "Label", description = "What the line key shows; the user name when empty.", max = "64")
    String label() default "";

    @Parameter(id = "Account{account}DisplayName", web = "Account > Basic > Display Name",
            phone = "Menu > Advanced Setting > Account > AccountX > Display name")
    @AttributeDefinition(name = "Display Name", description = "Caller name sent out.", max = "64")
    String displayName() default "";

    @Parameter(id = "Account{account}RegName", web = "Account > Basic > Register Name",
            phone = "Menu > Advanced Setting > Account > AccountX > Register name")
    @AttributeDefinition(name = "Register Name", description = "Name for authentication; the user name when empty.", max = "64")
    String regName() default "";

    @Parameter(id = "Account{account}Password", secret = true, web = "Account > Basic > Password",
            phone = "Menu > Advanced Setting > Account > AccountX > Password")
    @AttributeDefinition(name = "Password", description = "Password for authentication.", max = "64")
    String _password() default "";

    @Parameter(id = "Account{account}UserName", web = "Account > Basic > User Name",
            phone = "Menu > Advanced Setting > Account > AccountX > User name")
    @AttributeDefinition(name = "User Name", description = "User part of the address of record.", max = "64")
    String userName() default "";

    @Parameter(id = "Account{account}Server1Address", format = "host", web = "Account > Basic > SIP Server",
            phone = "Menu > Advanced Setting > Account > AccountX > SIP Server1")
    @AttributeDefinition(name = "SIP Server", description = "Address or domain of the SIP server.", max = "256")
    String server1Address() default "";

    @Parameter(id = "Account{account}Server1Port", web = "Account > Basic > SIP Server Port",
            phone = "Menu > Advanced Setting > Account > AccountX > SIP Port1")
    @AttributeDefinition(name = "SIP Server Port", description = "Port of the SIP server; 0 for the standard one.", min = "0",
            max = "65535")
    int server1Port() default 5060;

    @Parameter(id = "Account{account}Server1Transport", web = "Account > Basic > Transport Mode",
            phone = "Menu > Advanced Setting > Account > AccountX > Transport Mode1")
    @AttributeDefinition(name = "Transport Mode", description = "How the SIP server and the outbound proxy are reached.",
            options = {@Option(value = "0", label = "UDP"), @Option(value = "1", label = "TCP"), @Option(value = "2", label = "TLS")})
    int server1Transport() default 0;

    @Parameter(id = "Account{account}OutboundProxy1Address", format = "host", web = "Account > Basic > OutBound Proxy Address",
            phone = "Menu > Advanced Setting > Account > AccountX > Outbound proxy1")
    @AttributeDefinition(name = "Outbound Proxy", description = "Address or domain that all requests go through.", max = "256")
    String outboundProxy1Address() default "";

    @Parameter(id = "Account{account}OutboundProxy1Port", web = "Account > Basic > OutBound Proxy Port",
            phone = "Menu > Advanced Setting > Account > AccountX > Proxy Port1")
    @AttributeDefinition(name = "Outbound Proxy Port", description = "Port of the outbound proxy; 0 for the standard one.", min = "0",
            max = "65535")
    int outboundProxy1Port() default 5060;

    @Parameter(id = "Account{account}Server1Expire", web = "Account > Basic > Register Expire Time")
    @AttributeDefinition(name = "Register Expire Time", description = "Lifetime asked of the server, in seconds.", min = "60")
    int server1Expire() default 3600;

    @Parameter(id = "Account{account}SendUserPhoneEnable", web = "Account > Advance > Send User=Phone")
    @AttributeDefinition(name = "Send User=Phone", description = "Mark dialed numbers as phone numbers.")
    boolean sendUserPhoneEnable() default false;

    @Parameter(id = "Account{account}ServerType", web = "Account > Advanced > Server Type")
    @AttributeDefinition(name = "Server Type", description = "Kind of call server.",
            options = {@Option(value = "0", label = "Default"), @Option(value = "1", label = "OXE"), @Option(value = "2", label = "OXO"),
                    @Option(value = "6", label = "Broadsoft"), @Option(value = "10", label = "Metaswitch")})
    int serverType() default 0;

    @Parameter(id = "Account{account}RedirectMessageProcessingPriority", list = ";")
    @AttributeDefinition(name = "Redirect Priority", description = "Transports for redirected calls, best first; UDP;TCP;TLS when empty.",
            options = {@Option(value = "UDP", label = "UDP"), @Option(value = "TCP", label = "TCP"), @Option(value = "TLS", label = "TLS")})
    String[] redirectMessageProcessingPriority() default {};

    @Parameter(id = "Account{account}RegisterRenewalIntervalProportion")
    @AttributeDefinition(name = "Renewal Interval", description = "Percentage of the lifetime after which to register again.", min = "1",
            max = "99")
    int registerRenewalIntervalProportion() default 50;

    @Parameter(id = "Account{account}RportEnable", web = "Account > Advanced > Rport")
    @AttributeDefinition(name = "Rport", description = "Ask servers to answer to the source port (RFC 3581).")
    boolean rportEnable() default false;
}
