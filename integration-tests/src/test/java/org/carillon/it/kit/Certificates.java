package org.carillon.it.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An authority of a test's own and what it signs, made by openssl. */
public final class Certificates {
    private final Path directory;

    /** What a server, or a client, shows. */
    public record Identity(Path key, Path certificate) {}

    private Certificates(Path directory) {
        this.directory = directory;
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
                "/CN=Carillon test CA", "-addext", "basicConstraints=critical,CA:TRUE");
    }

    public static Certificates in(Workspace workspace) {
        Peers.require("openssl");
        return new Certificates(workspace.directory("certificates"));
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    /**
     * Signed by the authority.
     *
     * @param alternatives
     *            such as {@code IP:127.0.0.1,DNS:localhost}
     */
    public Identity signed(String name, String alternatives) {
        request(name, alternatives);
        openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "san", "-days",
                "30", "-out", name + ".pem");
        return new Identity(directory.resolve(name + ".key"), directory.resolve(name + ".pem"));
    }

    /** The same, years too old. */
    public Identity expired(String name, String alternatives) {
        request(name, alternatives);
        Kamailio.write(directory.resolve("ca.cnf"), """
                [ca]
                default_ca = own
                [own]
                database = index.txt
                new_certs_dir = .
                certificate = ca.pem
                private_key = ca.key
                default_md = sha256
                rand_serial = yes
                policy = any
                [any]
                commonName = supplied
                """);
        Kamailio.write(directory.resolve("index.txt"), "");
        openssl("ca", "-batch", "-config", "ca.cnf", "-in", name + ".csr", "-out", name + ".pem", "-notext", "-extfile", "san",
                "-startdate", "200101000000Z", "-enddate", "200102000000Z");
        return new Identity(directory.resolve(name + ".key"), directory.resolve(name + ".pem"));
    }

    private void request(String name, String alternatives) {
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name);
        Kamailio.write(directory.resolve("san"), "subjectAltName=" + alternatives + "\n");
    }

    /** Signed by nobody else. */
    public Identity selfSigned(String name, String alternatives) {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key", "-out", name + ".pem", "-days", "30", "-subj",
                "/CN=" + name, "-addext", "subjectAltName=" + alternatives);
        return new Identity(directory.resolve(name + ".key"), directory.resolve(name + ".pem"));
    }

    /** As one file with its key, without a password. */
    public Path pkcs12(String name) {
        return pkcs12(name, signed(name, "DNS:" + name + ".example"));
    }

    /** The same of one that there is. */
    Path pkcs12(String name, Identity identity) {
        openssl("pkcs12", "-export", "-inkey", identity.key().toString(), "-in", identity.certificate().toString(), "-passout", "pass:",
                "-out", name + ".p12");
        return directory.resolve(name + ".p12");
    }

    private void openssl(String... words) {
        List<String> command = new ArrayList<>(List.of(Peers.path("openssl")));
        command.addAll(List.of(words));
        Program run = Program.start("openssl", directory.resolve("openssl.log"), command);
        if (run.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError(run.tail());
        }
    }
}
