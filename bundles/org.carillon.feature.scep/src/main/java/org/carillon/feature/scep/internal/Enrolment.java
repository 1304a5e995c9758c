package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.carillon.api.provisioning.ScepSettings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.api.tls.DeviceCertificates.Identity;
import org.carillon.api.tls.DeviceCertificates.Use;
import org.carillon.feature.scep.internal.ScepClient.RefusedException;
import org.carillon.feature.scep.internal.ScepClient.Transport;
import org.carillon.feature.scep.internal.ScepClient.Type;
import org.osgi.service.log.Logger;

/**
 * Sees that the phone has a certificate of the server that the network names, and renews it when a third of its time is left. What fails is
 * tried again after a minute, and then in doubling intervals up to about an hour. A certificate that a person brought is never replaced.
 * Safe for use by any thread.
 */
final class Enrolment {
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;
    /** Clocks are set, and certificates brought, without anybody being told. */
    private static final Duration LOOK_AGAIN = Duration.ofDays(1);

    private final Scope scope;
    private final Scopes time;
    private final DeviceCertificates certificates;
    private final Transport transport;
    private final X500Principal usual;
    private final RandomGenerator random;
    private final Logger log;
    private final Object attempt = new Object();
    private ScepSettings settings;
    private Status status = Status.OFF;
    private boolean refusedRenewal;
    private boolean polling;
    private int fruitless;
    private Timer next;

    /**
     * @param state
     *            {@code off} (no server is known), {@code kept} (somebody else brought the certificate), {@code waiting}, {@code pending} (somebody has
     *            to approve), {@code failed} or {@code enrolled}
     * @param error
     *            why it failed; empty otherwise
     */
    record Status(String state, String error) {
        static final Status OFF = new Status("off", "");
    }

    /**
     * @param usual
     *            subject of the certificate unless the network says another
     */
    Enrolment(Scope scope, Scopes time, DeviceCertificates certificates, Transport transport, X500Principal usual, RandomGenerator random,
            Logger log) {
        this.scope = scope;
        this.time = time;
        this.certificates = certificates;
        this.transport = transport;
        this.usual = usual;
        this.random = random;
        this.log = log;
    }

    synchronized Status status() {
        return status;
    }

    /** What the network says now; null while it says nothing. */
    synchronized void use(ScepSettings now) {
        settings = now;
        fruitless = 0;
        polling = false;
        refusedRenewal = false;
        status = now == null ? Status.OFF : new Status("waiting", "");
        later(null);
        if (now != null) {
            scope.blocking().execute(() -> look(now, false));
        }
    }

    /** Tries now: enrols, renews, or asks about a request. */
    void hurry() {
        ScepSettings now;
        synchronized (this) {
            now = settings;
        }
        if (now != null) {
            look(now, true);
        }
    }

    private synchronized void later(Duration delay) {
        if (next != null) {
            next.cancel();
        }
        ScepSettings now = settings;
        next = delay == null ? null : scope.after(delay, scope.blocking(), () -> look(now, false));
    }

    private synchronized boolean isStill(ScepSettings wanted) {
        return settings == wanted;
    }

    private void look(ScepSettings wanted, boolean hurried) {
        synchronized (attempt) { // one at a time
            if (!isStill(wanted)) {
                return;
            }
            try {
                Optional<Identity> shown = certificates.get(Use.SHOWN);
                if (shown.isPresent() && !shown.get().origin().startsWith("scep ")) {
                    ended(wanted, new Status("kept", ""), LOOK_AGAIN);
                } else if (shown.isPresent() && isFrom(wanted, shown.get()) && !hurried
                        && time.now().isBefore(renewal(shown.get().certificate()))) {
                    enrolled(wanted, shown.get().certificate());
                } else {
                    ask(wanted, shown.filter(identity -> isFrom(wanted, identity) && isValid(identity)));
                }
            } catch (IOException e) {
                failed(wanted, e.getMessage());
            }
        }
    }

    private static String origin(ScepSettings settings) {
        return "scep " + settings.url();
    }

    private static boolean isFrom(ScepSettings settings, Identity identity) {
        return identity.origin().equalsIgnoreCase(origin(settings));
    }

    private boolean isValid(Identity identity) {
        return time.now().isBefore(identity.certificate().getNotAfter().toInstant());
    }

    /** When a third of its time is left, or up to a twelfth later: certificates of a fleet that were issued together are not renewed together. */
    static Instant renewal(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration lasts = Duration.between(from, certificate.getNotAfter().toInstant());
        long spread = Math.floorMod(Arrays.hashCode(certificate.getPublicKey().getEncoded()), 1000);
        return from.plus(lasts.multipliedBy(2).dividedBy(3)).plus(lasts.dividedBy(12).multipliedBy(spread).dividedBy(1000));
    }

    private void ask(ScepSettings wanted, Optional<Identity> old) throws IOException {
        Identity request = request(wanted);
        ScepClient client = new ScepClient(transport, wanted.url(), certificates.added(), time.now());
        boolean renewing = old.isPresent() && client.renews() && !refusedRenewal;
        Optional<List<X509Certificate>> chain;
        try {
            chain = client.send(polling ? Type.POLL : renewing ? Type.RENEWAL : Type.ENROLMENT, renewing ? old.get() : request, request,
                    wanted.challenge());
        } catch (RefusedException e) {
            polling = false;
            refusedRenewal = renewing;
            certificates.remove(Use.REQUESTED);
            throw e;
        }
        polling = chain.isEmpty();
        if (polling) {
            pending(wanted);
        } else if (isStill(wanted)) {
            certificates.put(Use.SHOWN, new Identity(origin(wanted), request.key(), chain.get()));
            certificates.remove(Use.REQUESTED);
            refusedRenewal = false;
            X509Certificate issued = chain.get().getFirst();
            log.info("certificate {}: {}, until {}", old.isPresent() ? "renewed" : "issued", issued.getSubjectX500Principal().getName(),
                    issued.getNotAfter().toInstant());
            enrolled(wanted, issued);
        }
    }

    /** The one that was begun, also before a restart, or else a new one. */
    private Identity request(ScepSettings wanted) throws IOException {
        X500Principal subject = wanted.subject().orElse(usual);
        Optional<Identity> begun = certificates.get(Use.REQUESTED)
                .filter(identity -> isFrom(wanted, identity) && isValid(identity)
                        && identity.certificate().getSubjectX500Principal().equals(subject));
        if (begun.isPresent()) {
            return begun.get();
        }
        polling = false;
        Identity request = Requests.create(origin(wanted), subject, time.now());
        certificates.put(Use.REQUESTED, request);
        return request;
    }

    private void enrolled(ScepSettings wanted, X509Certificate certificate) {
        Duration left = Duration.between(time.now(), renewal(certificate));
        Duration shortest = Duration.ofMinutes(1); // a certificate that is old when it comes
        Duration delay = left.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : left.compareTo(shortest) < 0 ? shortest : left;
        ended(wanted, new Status("enrolled", ""), delay);
    }

    private synchronized void ended(ScepSettings wanted, Status now, Duration delay) {
        if (settings == wanted) {
            fruitless = 0;
            status = now;
            later(delay);
        }
    }

    private synchronized void pending(ScepSettings wanted) {
        if (settings != wanted) {
            return;
        }
        if (!status.state().equals("pending")) {
            fruitless = 0;
            log.info("the certificate is requested from {}, and waits for approval", wanted.url());
        }
        status = new Status("pending", "");
        later(backOff());
    }

    /** Told once for each cause. */
    private synchronized void failed(ScepSettings wanted, String problem) {
        if (settings != wanted) {
            return;
        }
        if (!status.error().equals(problem)) {
            log.warn("no certificate from {}: {}; tried again, from a minute up to an hour apart", wanted.url(), problem);
        }
        status = new Status("failed", problem);
        later(backOff());
    }

    private Duration backOff() {
        long bound = FIRST_RETRY.toMillis() << Math.min(fruitless++, DOUBLINGS);
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
