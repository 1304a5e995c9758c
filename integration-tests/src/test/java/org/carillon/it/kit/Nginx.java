package org.carillon.it.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.AssumptionViolatedException;

/**
 * nginx on loopback, serving one directory: {@code /} openly, {@code /basic/} for user {@code phone} with password {@code secret}, both over HTTP
 * and over HTTPS with a certificate of a CA of its own; and everything to phones with a certificate of that CA. {@code /action/} is always
 * answered with 204, {@code /loop} sends back to itself and {@code /open} to {@code /action/open} over HTTP. What asks for {@code /scep} is handed
 * on to {@link #scepPort}.
 */
public final class Nginx implements AutoCloseable {
    private final Path directory;
    private final int httpPort = Ports.free();
    private final int httpsPort = Ports.free();
    private final int mutualPort = Ports.free();
    private final int scepPort = Ports.free();
    private final int hostilePort = Ports.free();
    private final Program program;
    private final ServedFiles files;

    private Nginx(Workspace workspace) {
        directory = workspace.directory("nginx");
        workspace.directory("nginx/files/basic");
        files = new ServedFiles(directory.resolve("files"));
        workspace.directory("nginx/tmp");
        certificates();
        Kamailio.write(directory.resolve("users"), "phone:{PLAIN}secret\n");
        Kamailio.write(directory.resolve("nginx.conf"), configuration());
        program = Program.start("nginx", directory.resolve("nginx.log"), List.of(Peers.path("nginx"), "-p", directory.toString(), "-c",
                directory.resolve("nginx.conf").toString(), "-e", directory.resolve("error.log").toString()));
        Await.until("nginx listens", Duration.ofSeconds(10), () -> {
            program.requireRunning();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpPort)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }, program::tail);
    }

    public static Nginx start(Workspace workspace) {
        Peers.require("nginx", "openssl");
        return workspace.owns(new Nginx(workspace));
    }

    public String http() {
        return "http://127.0.0.1:" + httpPort + "/";
    }

    public String https() {
        return "https://127.0.0.1:" + httpsPort + "/";
    }

    /** The same over IPv6, which the machine must have. */
    public String https6() {
        if (!hasIpv6()) {
            throw new AssumptionViolatedException("no IPv6 on the loopback interface");
        }
        return "https://[::1]:" + httpsPort + "/";
    }

    /** Like {@link #https}, for phones that show a certificate of its CA. */
    public String mutual() {
        return "https://127.0.0.1:" + mutualPort + "/";
    }

    /** Status and subject of the client certificate of each request to {@link #mutual}. */
    public List<String> clients() {
        return lines("clients.log");
    }

    /** Serial number of the client certificate of each request to {@link #mutual}, in hexadecimal digits. */
    public List<String> serials() {
        return lines("serials.log");
    }

    /** Where it expects a server of certificates. */
    public int scepPort() {
        return scepPort;
    }

    /** Where it expects a {@link HostileWeb}, whose answers it passes on as they come. */
    public int hostilePort() {
        return hostilePort;
    }

    /** A PKCS#12 file without a password: key and certificate, of its CA, for a phone. */
    public byte[] clientCertificate(String name) {
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "client.key", "-out", "client.csr", "-subj", "/CN=" + name);
        openssl("x509", "-req", "-in", "client.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-out",
                "client.pem");
        openssl("pkcs12", "-export", "-inkey", "client.key", "-in", "client.pem", "-passout", "pass:", "-out", "client.p12");
        try {
            return Files.readAllBytes(directory.resolve("client.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificate of its CA, PEM. */
    public Path ca() {
        return directory.resolve("ca.pem");
    }

    /** The key of its CA, PEM. */
    public Path caKey() {
        return directory.resolve("ca.key");
    }

    /** Puts a file under {@code /}, with a modification time of its own so that conditional requests see a change. */
    public void put(String name, String content) {
        put(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public void put(String name, byte[] content) {
        files.put(name, content);
    }

    /** For files that do not fit into memory. */
    public OutputStream write(String name) throws IOException {
        return Files.newOutputStream(files.path(name));
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(files.path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings as a configuration file; {@code rows} are ids and values in turn. */
    public static String settings(Object... rows) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n");
        for (int i = 0; i < rows.length; i += 2) {
            text.append("  <setting id=\"").append(rows[i]).append("\" value=\"").append(rows[i + 1]).append("\"/>\n");
        }
        return text.append("</settings>\n").toString();
    }

    /** A file as {@code openssl enc} encrypts it (manual 5.8). */
    public static byte[] encrypted(Workspace workspace, String key, String content) {
        Path directory = workspace.directory("encrypted");
        Kamailio.write(directory.resolve("plain"), content);
        Program run = Program.start("openssl", directory.resolve("openssl.log"), List.of(Peers.path("openssl"), "enc", "-aes-256-cbc",
                "-pbkdf2", "-in", directory.resolve("plain").toString(), "-out", directory.resolve("encrypted").toString(), "-pass",
                "pass:" + key));
        if (run.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError(run.tail());
        }
        try {
            return Files.readAllBytes(directory.resolve("encrypted"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Requests so far: method, path and status. */
    public List<String> requests() {
        return lines("access.log");
    }

    /** Path and query of each request so far, as they came, apart from those to {@link #mutual}. */
    public List<String> targets() {
        return lines("targets.log");
    }

    /** The first line of each request so far, as it came, apart from those to {@link #mutual}. */
    public List<String> requestLines() {
        return lines("lines.log");
    }

    private List<String> lines(String name) {
        try {
            Path log = directory.resolve(name);
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        return """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 64; }
                http {
                    client_body_temp_path %1$s/tmp/body;
                    proxy_temp_path %1$s/tmp/proxy;
                    fastcgi_temp_path %1$s/tmp/fastcgi;
                    uwsgi_temp_path %1$s/tmp/uwsgi;
                    scgi_temp_path %1$s/tmp/scgi;
                    log_format short '$request_method $uri $status $server_port';
                    log_format target '$request_uri';
                    log_format first '$request';
                    log_format serial '$ssl_client_serial';
                    log_format subject '$status $ssl_client_s_dn';
                    access_log %1$s/access.log short;
                    access_log %1$s/targets.log target;
                    access_log %1$s/lines.log first;
                    types { text/xml xml; }
                    default_type application/octet-stream;
                    etag on;
                    server {
                        listen 127.0.0.1:%2$d;
                        listen 127.0.0.1:%3$d ssl;
                        %7$s
                        ssl_certificate %1$s/server.pem;
                        ssl_certificate_key %1$s/server.key;
                        root %1$s/files;
                        location /action/ {
                            return 204;
                        }
                        location /loop {
                            return 302 /loop;
                        }
                        location /open {
                            return 302 http://127.0.0.1:%2$d/action/open;
                        }
                        location /403/ {
                            return 403;
                        }
                        location /404/ {
                            return 404;
                        }
                        location /500/ {
                            return 500;
                        }
                        location ~ ^/(silent|cut|closed|drip|endless|announced)/ {
                            proxy_pass http://127.0.0.1:%6$d;
                            proxy_buffering off;
                        }
                        location /scep {
                            proxy_pass http://127.0.0.1:%5$d;
                        }
                        location /basic/ {
                            auth_basic "phones";
                            auth_basic_user_file %1$s/users;
                        }
                    }
                    server {
                        listen 127.0.0.1:%4$d ssl;
                        ssl_certificate %1$s/server.pem;
                        ssl_certificate_key %1$s/server.key;
                        ssl_client_certificate %1$s/ca.pem;
                        ssl_verify_client on;
                        access_log %1$s/clients.log subject;
                        access_log %1$s/serials.log serial;
                        root %1$s/files;
                    }
                }
                """.formatted(directory, httpPort, httpsPort, mutualPort, scepPort, hostilePort,
                hasIpv6() ? "listen [::1]:" + httpsPort + " ssl;" : "");
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void certificates() {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
                "/CN=Carillon test CA", "-addext", "basicConstraints=critical,CA:TRUE");
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=provisioning");
        Kamailio.write(directory.resolve("san"), "subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost\n");
        openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile",
                "san", "-out", "server.pem");
    }

    private void openssl(String... words) {
        List<String> command = new java.util.ArrayList<>(List.of(Peers.path("openssl")));
        command.addAll(List.of(words));
        Program run = Program.start("openssl", directory.resolve("openssl.log"), command);
        if (run.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError(run.tail());
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
