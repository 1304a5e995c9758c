package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.ScepSettings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.api.tls.DeviceCertificates.Identity;
import org.carillon.api.tls.DeviceCertificates.Use;
import org.carillon.api.tls.TlsContexts;
import org.carillon.feature.scep.internal.Enrolment.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Has the phone's certificate issued by the server that the network names (RFC 8894, manual 5.4.3). {@code ctl scep}: how that stands. */
@Component(immediate = true, property = {Command.NAME + "=scep", Command.USAGE + "=[--now]"})
public final class ScepEnrolment implements Command {
    private final Scope scope;
    private final DeviceCertificates certificates;
    private final Enrolment enrolment;
    private volatile ScepSettings settings;

    @Activate
    public ScepEnrolment(@Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "certificates") DeviceCertificates certificates, @Reference(name = "tls") TlsContexts tls,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.scope = scopes.open("feature.scep");
        this.certificates = certificates;
        this.enrolment = new Enrolment(scope, scopes, certificates, new Web(tls, scope, Web.SECONDS),
                new X500Principal("CN=" + phone.mac()),
                new SecureRandom(), log);
    }

    @Reference(name = "settings", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindSettings(ScepSettings now) {
        settings = now;
        enrolment.use(now);
    }

    void unbindSettings(ScepSettings gone) {
        if (settings == gone) {
            settings = null;
            enrolment.use(null);
        }
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--now"))) {
            throw new CommandException("scep takes no argument, or --now to enrol or renew at once");
        }
        if (!arguments.isEmpty()) {
            enrolment.hurry();
        }
        Status status = enrolment.status();
        ScepSettings now = settings;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", status.state());
        answer.put("server", now == null ? "" : now.url().toString());
        answer.put("error", status.error());
        answer.put("certificate", shown().map(ScepEnrolment::words).orElse(null));
        return answer;
    }

    private Optional<Identity> shown() {
        try {
            return certificates.get(Use.SHOWN).filter(identity -> identity.origin().startsWith("scep "));
        } catch (IOException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static Map<String, Object> words(Identity identity) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("subject", identity.toString());
        words.put("issuer", identity.certificate().getIssuerX500Principal().getName());
        words.put("until", identity.certificate().getNotAfter().toInstant().toString());
        words.put("renewal", Enrolment.renewal(identity.certificate()).toString());
        return words;
    }
}
