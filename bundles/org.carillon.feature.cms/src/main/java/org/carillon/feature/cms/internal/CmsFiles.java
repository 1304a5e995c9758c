package org.carillon.feature.cms.internal;

import java.io.IOException;
import org.carillon.api.provisioning.FileOpener;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.api.tls.DeviceCertificates.Identity;
import org.carillon.api.tls.DeviceCertificates.Use;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens configuration files in CMS (RFC 5652) that are encrypted for the certificate of this phone and signed by whom it trusts with that. */
@Component
public final class CmsFiles implements FileOpener {
    private final DeviceCertificates certificates;
    private final Scopes scopes;

    @Activate
    public CmsFiles(@Reference(name = "certificates") DeviceCertificates certificates, @Reference(name = "scopes") Scopes scopes) {
        this.certificates = certificates;
        this.scopes = scopes;
    }

    @Override
    public boolean recognizes(byte[] content) {
        return Wrapping.isCms(content);
    }

    @Override
    public byte[] open(byte[] content) throws IOException {
        if (content.length > Envelope.MAX_BYTES) {
            throw new IOException("the encrypted file is larger than " + (Envelope.MAX_BYTES >> 20) + " MiB");
        }
        Identity own = certificates.get(Use.SHOWN)
                .orElseThrow(() -> new IOException("the file is encrypted for a certificate, and this phone has none"));
        return Envelope.open(content, own, new Signers(certificates.added(), scopes.now()));
    }
}
