package org.carillon.api.tls;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The phone's own key with its certificate, and whom its owner has it trust (manual 5.4.3). What is put here is durable when the call returns,
 * encrypted under the key of the device, and counts for the next connection. Safe for use by any thread.
 */
@ProviderType
public interface DeviceCertificates {
    /** What a key with its certificate is for. */
    enum Use {
        /** It is shown to servers that ask. */
        SHOWN,
        /** A certificate for this key has been requested; until then it has one that is signed by itself. */
        REQUESTED
    }

    /**
     * @param origin
     *            one line that says who brought it, to be compared without regard to case; {@value #FILE} for a file that a person or a parameter
     *            named
     * @param chain
     *            the own certificate first
     */
    record Identity(String origin, PrivateKey key, List<X509Certificate> chain) {
        public static final String FILE = "phone";

        public X509Certificate certificate() {
            return chain.getFirst();
        }

        /** Without the key. */
        @Override
        public String toString() {
            return certificate().getSubjectX500Principal().getName();
        }
    }

    /**
     * Empty when there is none.
     *
     * @throws IOException
     *             when it cannot be read, with the file's name
     */
    Optional<Identity> get(Use use) throws IOException;

    /** Replaces the one of this use. */
    void put(Use use, Identity identity) throws IOException;

    /** Forgets the one of this use, if there is one. */
    void remove(Use use) throws IOException;

    /**
     * The certificates that were added to those of the Java runtime, in order of their files.
     *
     * @throws IOException
     *             when one cannot be read, with the file's name
     */
    List<X509Certificate> added() throws IOException;
}
