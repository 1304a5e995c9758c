package org.carillon.core.web.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the web server listens, and who may log in (manual 3.1.3, 5.1.1). */
@ObjectClassDefinition(name = "Web server")
@interface WebConfig {
    String PID = "org.carillon.core.web";
    /** What every phone leaves the factory with; it admits to nothing but choosing another one. */
    String FACTORY_PASSWORD = "123456";

    @Parameter(id = "DeviceNetworkHttpEnable", web = "Network > Web Server", phone = "Menu > Advanced Setting > Network > Web Server")
    @AttributeDefinition(name = "HTTP", description = "Listen for HTTP, to redirect to HTTPS and to answer action URIs.")
    boolean httpEnable() default true;

    @Parameter(id = "DeviceNetworkHttpPort", web = "Network > Web Server", phone = "Menu > Advanced Setting > Network > Web Server")
    @AttributeDefinition(name = "HTTP port", description = "Port for HTTP.", min = "1", max = "65535")
    int httpPort() default 80;

    @Parameter(id = "DeviceNetworkHttpsEnable", web = "Network > Web Server", phone = "Menu > Advanced Setting > Network > Web Server")
    @AttributeDefinition(name = "HTTPS", description = "Serve the web interface by HTTPS.")
    boolean httpsEnable() default true;

    @Parameter(id = "DeviceNetworkHttpsPort", web = "Network > Web Server", phone = "Menu > Advanced Setting > Network > Web Server")
    @AttributeDefinition(name = "HTTPS port", description = "Port for HTTPS.", min = "1", max = "65535")
    int httpsPort() default 443;

    @Parameter(id = "DeviceSecurityAdminName")
    @AttributeDefinition(name = "Administrator", description = "Name under which an administrator logs in.", max = "32")
    String adminName() default "admin";

    @Parameter(id = "DeviceSecurityAdminPwd", secret = true, web = "Maintenance > Change Password",
            phone = "Menu > Advanced Setting > Change Password")
    @AttributeDefinition(name = "Password", description = "Password of the administrator.", min = "4", max = "32")
    String _adminPassword() default FACTORY_PASSWORD;
}
