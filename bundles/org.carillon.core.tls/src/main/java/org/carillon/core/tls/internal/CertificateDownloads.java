package org.carillon.core.tls.internal;

import java.security.SecureRandom;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.core.tls.internal.CertificateDownload.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Downloads certificates from where the parameters say (manual 5.4.4). Apart from {@link Certificates}, which downloads themselves need: what
 * downloads comes and goes, and a phone without it lacks these parameters' effect only.
 */
@Component(service = CertificateDownloads.class, immediate = true, configurationPid = CertificateConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CertificateConfig.class)
public final class CertificateDownloads {
    /** The name under which a downloaded file is trusted: the next one takes its place. */
    static final String TRUSTED = "SIPCertificateUrl";
    private static final char[] NO_PASSWORD = {};

    private final Scope scope;
    private final CertificateDownload trusted;
    private final CertificateDownload own;

    @Activate
    public CertificateDownloads(CertificateConfig config, @Reference(name = "certificates") Certificates certificates,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        SecureRandom random = new SecureRandom();
        scope = scopes.open("core.tls");
        trusted = new CertificateDownload(TRUSTED, (content, origin) -> certificates.trust(TRUSTED, content, origin), scope, random, log);
        own = new CertificateDownload("DeviceSecurityClientCertUrl", (content, origin) -> certificates.own(content, NO_PASSWORD, origin),
                scope, random, log);
        modified(config);
    }

    @Modified
    void modified(CertificateConfig config) {
        trusted.from(config.trustedUrl());
        own.from(config.clientUrl());
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Reference(name = "downloads", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindDownloads(Downloads downloads) {
        trusted.through(downloads);
        own.through(downloads);
    }

    void unbindDownloads(Downloads downloads) {
        trusted.through(null);
        own.through(null);
    }

    Status trusted() {
        return trusted.status();
    }

    Status own() {
        return own.status();
    }
}
