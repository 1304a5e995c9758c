package org.carillon.core.tls.internal;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What to tell a person about certificates. Nothing that a peer wrote ends a line or fills a screen. */
final class Words {
    private static final int LONGEST_NAME = 200;

    private Words() {}

    static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal());
    }

    private static String name(X500Principal principal) {
        String name = principal.getName().replaceAll("\\p{Cntrl}", "?");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name.isEmpty() ? "an empty name" : name;
    }

    /** Why a server's certificates were refused, and what would help. */
    static String refusal(List<X509Certificate> chain, CertificateException refused, Instant now) {
        X509Certificate first = chain.getFirst();
        Optional<CertPathValidatorException> invalid = cause(refused, CertPathValidatorException.class);
        Optional<Reason> reason = invalid.map(CertPathValidatorException::getReason);
        X509Certificate at = invalid.flatMap(Words::place).orElse(first);
        if (reason.filter(BasicReason.EXPIRED::equals).isPresent()) {
            return expired(at);
        }
        if (reason.filter(BasicReason.NOT_YET_VALID::equals).isPresent()) {
            return notYetValid(at, now);
        }
        if (reason.filter(BasicReason.INVALID_SIGNATURE::equals).isPresent()) {
            return "certificate of " + subject(at) + " is not signed with the key of " + issuer(at) + " among the trusted certificates";
        }
        if (reason.filter(PKIXReason.NO_TRUST_ANCHOR::equals).isPresent() || cause(refused, CertPathBuilderException.class).isPresent()) {
            return noPath(chain);
        }
        return "certificate of " + subject(at) + ": " + root(refused).getMessage();
    }

    static String expired(X509Certificate certificate) {
        return "certificate of " + subject(certificate) + " expired on " + certificate.getNotAfter().toInstant();
    }

    static String notYetValid(X509Certificate certificate, Instant now) {
        return "certificate of " + subject(certificate) + " is valid from " + certificate.getNotBefore().toInstant()
                + " on, and the clock of this phone says " + now;
    }

    private static String noPath(List<X509Certificate> chain) {
        X509Certificate last = chain.getLast();
        if (last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
            return "no certification path: " + (chain.size() == 1 ? subject(last) + " vouches for itself" : "it ends at " + subject(last))
                    + ", which is not among the trusted certificates";
        }
        return "no certification path: the server sent " + chain.size() + (chain.size() == 1 ? " certificate" : " certificates")
                + ", the last one issued by " + issuer(last)
                + ", which is not among the trusted certificates; it is to be added there, or the server sends its certificate too";
    }

    private static Optional<X509Certificate> place(CertPathValidatorException e) {
        if (e.getCertPath() == null || e.getIndex() < 0) {
            return Optional.empty();
        }
        Certificate certificate = e.getCertPath().getCertificates().get(e.getIndex());
        return Optional.of((X509Certificate) certificate);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
