package org.carillon.feature.dhcp.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the phone says by DHCP, and where it looks for its provisioning server (manual 2.2.8, 3.8.2). */
@ObjectClassDefinition(name = "DHCP")
@interface DhcpConfig {
    String PID = "org.carillon.feature.dhcp";

    @Parameter(id = "DeviceNetworkVciValue")
    @AttributeDefinition(name = "Vendor class", description = "What the phone calls itself in option 60; nothing when it is blank.",
            max = "64")
    String vciValue() default "aledevice";

    @Parameter(id = "DeviceProvisionDHCPEnable", web = "Provision > Auto Provision > DHCP Provision")
    @AttributeDefinition(name = "DHCP provision", description = "Look for the provisioning server in DHCP options.")
    boolean enable() default true;

    @Parameter(id = "DeviceProvisionDHCPCustomOption", web = "Provision > Auto Provision > IPv4 Custom Option", list = ";",
            format = "integer", min = "128", max = "254")
    @AttributeDefinition(name = "IPv4 custom option", description = "Options that may name the server, the best first.")
    String[] customOption() default {};

    @Parameter(id = "DeviceProvisionDHCPCustomOptionIPv6", web = "Provision > Auto Provision > IPv6 Custom Option", list = ";",
            format = "integer", min = "135", max = "65535")
    @AttributeDefinition(name = "IPv6 custom option", description = "The same for DHCPv6; 143 is none of them.")
    String[] customOptionIPv6() default {};
}
