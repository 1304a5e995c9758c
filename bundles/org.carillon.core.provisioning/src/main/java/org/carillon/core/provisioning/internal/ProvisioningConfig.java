package org.carillon.core.provisioning.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Where configuration files come from (manual 3.6, 3.8.3, 5.7, 5.8). */
@ObjectClassDefinition(name = "Provisioning")
@interface ProvisioningConfig {
    String PID = "org.carillon.core.provisioning";

    @Parameter(id = "DeviceProvisionServerUrl", format = "url", web = "Provision > Auto Provision > DM URL",
            phone = "Menu > Advanced Setting > Auto Provision > URL")
    @AttributeDefinition(name = "Provisioning URL", description = "Directory or file on a web server.", max = "512")
    String serverUrl() default "";

    @Parameter(id = "DeviceProvisionBackupServerUrl", format = "url", web = "Provision > Auto Provision > Backup DM URL",
            phone = "Menu > Advanced Setting > Auto Provision > URL BAK")
    @AttributeDefinition(name = "Backup URL", description = "Asked where the provisioning URL has no file.", max = "512")
    String backupServerUrl() default "";

    @Parameter(id = "DeviceProvisionServerUsername", web = "Provision > Auto Provision > Username",
            phone = "Menu > Advanced Setting > Auto Provision > Username")
    @AttributeDefinition(name = "User name", description = "For servers that ask for one.", max = "64")
    String username() default "";

    @Parameter(id = "DeviceProvisionServerPassword", secret = true, web = "Provision > Auto Provision > Password",
            phone = "Menu > Advanced Setting > Auto Provision > Password")
    @AttributeDefinition(name = "Password", description = "For servers that ask for one.", max = "64")
    String _password() default "";

    @Parameter(id = "DeviceProvisionFileFirst")
    @AttributeDefinition(name = "First file", description = "Fills the layer common; $model and $mac are replaced.", max = "512")
    String fileFirst() default "config.xml";

    @Parameter(id = "DeviceProvisionFileSecond")
    @AttributeDefinition(name = "Second file", description = "Fills the layer device.", max = "512")
    String fileSecond() default "config.$model.xml";

    @Parameter(id = "DeviceProvisionFileThird")
    @AttributeDefinition(name = "Third file", description = "Fills the layer mac.", max = "512")
    String fileThird() default "config.$mac.xml";

    @Parameter(id = "DeviceNetworkConnectExpiredTime")
    @AttributeDefinition(name = "Connect time", description = "Seconds to open a connection.", min = "1", max = "20")
    int connectSeconds() default 10;

    @Parameter(id = "DeviceProvisionAttemptExpiredTime")
    @AttributeDefinition(name = "Download time", description = "Seconds to download a file.", min = "1", max = "300")
    int attemptSeconds() default 20;

    @Parameter(id = "DeviceProvisionImmediateUpdateTimes")
    @AttributeDefinition(name = "URLs followed",
            description = "How often a URL that a file brings is asked at once, and once more; 0 for never.",
            min = "0", max = "20")
    int immediateUpdateTimes() default 0;

    @Parameter(id = "DeviceSecurityEncryptionAesKey", secret = true, phone = "Menu > Advanced Setting > Auto Provision > AES Key")
    @AttributeDefinition(name = "AES key", description = "The passphrase that configuration files are encrypted with.")
    String _encryptionKey() default "";

    @Parameter(id = "DeviceSecurityHttpsPeerVerifyEnable", web = "Maintenance > Certificate Management > HTTPS Peer Verify")
    @AttributeDefinition(name = "Verify servers", description = "Check certificate and host name of HTTPS servers.",
            options = {@Option(value = "0", label = "disable"), @Option(value = "1", label = "enable")})
    int verifyPeer() default 1;

    @Parameter(id = "DevicePostUriAbsolutePathEnable")
    @AttributeDefinition(name = "Absolute URI",
            description = "POST requests over HTTP carry the whole URI in their first line (RFC 9112 3.2.2).")
    boolean absoluteUri() default false;
}
