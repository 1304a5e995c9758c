package org.carillon.core.tls.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where certificates come from (manual 5.4.4). */
@ObjectClassDefinition(name = "Certificates")
@interface CertificateConfig {
    String PID = "org.carillon.core.tls";

    @Parameter(id = "SIPCertificateUrl", format = "url", web = "Maintenance > Certificate Management > Customer CA Upload")
    @AttributeDefinition(name = "Trusted certificate", description = "File with certificates to trust, PEM or DER, on a web server.",
            max = "512")
    String trustedUrl() default "";

    @Parameter(id = "DeviceSecurityClientCertUrl", format = "url", web = "Maintenance > Certificate Management > Certificate Upload")
    @AttributeDefinition(name = "Client certificate",
            description = "PKCS#12 file without a password on a web server, with the phone's own certificate and its key.", max = "512")
    String clientUrl() default "";
}
