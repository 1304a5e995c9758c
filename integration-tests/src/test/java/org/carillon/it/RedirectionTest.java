package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.carillon.sim.redirection.RedirectionServer;
import org.carillon.sim.testkit.TestCertificate;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A phone that found no files by DHCP and by its parameters asks EDS, and then RDDS. */
public class RedirectionTest {
    private static final String MAC = "3C28A6200088";

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final TestRule watch = workspace.watch();

    private final TestCertificate authority = TestCertificate.named("Redirection CA").authority().make();
    private Nginx nginx;
    private RedirectionServer service;
    private PhoneProcess phone;

    @Before
    public void serve() throws IOException, GeneralSecurityException {
        nginx = Nginx.start(workspace);
        nginx.put("config.xml", Nginx.settings("Account1Label", "found"));
        service = workspace.owns(new RedirectionServer(InetAddress.getLoopbackAddress(), 0, tls("127.0.0.1")));
    }

    private SSLContext tls(String host) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestCertificate.named("Service").hosts(host).signedBy(authority).make().keyStore("x"), "x".toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void start(String eds, String rdds, String... more) {
        PhoneProcess.Builder builder = PhoneProcess.in(workspace).audio("null").option("--redirection", "eds=" + eds)
                .option("--redirection", "rdds=" + rdds).setting("DeviceNetworkConnectExpiredTime", 2)
                .setting("DeviceProvisionAttemptExpiredTime", 2);
        for (int i = 0; i < more.length; i += 2) {
            builder.option(more[i], more[i + 1]);
        }
        phone = builder.start();
        phone.ctl("trust", nginx.ca().toString());
    }

    private Path file(String name, byte[] content) {
        try {
            return Files.write(workspace.directory().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void trustTheService() {
        phone.ctl("trust", file("authority.pem", authority.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII)).toString());
    }

    private static List<String> tried(Object report) {
        return Json.list(report, "tried").stream().map(tried -> Json.text(tried, "source")).toList();
    }

    /** What the report says of a source that was tried. */
    private static String why(Object report, String source) {
        return Json.list(report, "tried").stream().filter(tried -> Json.text(tried, "source").equals(source))
                .map(tried -> Json.text(tried, "error")).findFirst().orElse("");
    }

    @Test
    public void sourcesAreAskedInTheirOrder() {
        Path lease = file("lease", ("ipv4 address 192.0.2.7\nipv4 66 \"" + nginx.http() + "dhcp/\"\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        start(service.address("127.0.0.1"), nginx.https(), "--dhcp", "file:" + lease, "--provision", nginx.http() + "local/");
        assertThat(why(phone.ctl("provision"), "eds")).contains("TLS: ");
        assertThat(service.requests()).isEmpty();
        trustTheService();
        service.phone(MAC, nginx.https() + "eds/", nginx.https() + "eds-two/");
        nginx.put(MAC, "# a file is a service, too\n" + nginx.https() + "\n");
        Object report = phone.ctl("provision");
        assertThat(Json.text(report, "result")).as(report.toString()).isEqualTo("applied");
        assertThat(Json.text(report, "source")).isEqualTo("rdds");
        assertThat(Json.text(report, "url")).isEqualTo(nginx.https());
        assertThat(tried(report)).isEqualTo(List.of("dhcp", "local", "eds", "eds"));
        assertThat(phone.get("Account1Label")).isEqualTo("found");
        assertThat(service.requests()).containsExactly("/phones/" + MAC + "?model=M8 200");
        assertThat(nginx.targets()).contains("/" + MAC + "?model=M8");
        phone.ctl("certificate", file("phone.p12", TestCertificate.named("Desk seven").signedBy(authority).make().pkcs12("")).toString());
        service.phone(MAC, nginx.https());
        assertThat(Json.text(phone.ctl("provision"), "source")).isEqualTo("eds");
        assertThat(service.requests().getLast()).isEqualTo("/phones/" + MAC + "?model=M8 200 CN=Desk seven");
    }

    @Test
    public void whatAServiceSaysIsReadStrictly() {
        start(nginx.https(), nginx.https() + "loop/");
        phone.set("DeviceSecurityHttpsPeerVerifyEnable", 0);
        assertVoid("http://127.0.0.1/\n", "line 1 of the answer is not usable: https://HOST/");
        assertVoid(nginx.https() + "\n<html>login</html>\n", "line 2 of the answer is not usable");
        assertVoid("{\"url\": \"" + nginx.https() + "\"}", "line 1 of the answer is not usable");
        assertVoid((nginx.https() + "\n").repeat(9), "the answer names 9 URLs");
        assertVoid("# " + "x".repeat(9_000) + "\n" + nginx.https() + "\n", "larger than 8 KiB");
        nginx.remove(MAC);
        Object report = phone.ctl("provision");
        assertThat(tried(report)).isEqualTo(List.of("rdds"));
        assertThat(why(report, "rdds")).isEqualTo("more than 5 redirections");
        assertThat(phone.get("Account1Label")).isNotEqualTo("found");
        phone.ctl("trust", "--remove", nginx.ca().getFileName().toString());
        assertThat(why(phone.ctl("provision"), "eds")).contains("TLS: ");
    }

    private void assertVoid(String answer, String why) {
        nginx.put(MAC, answer);
        assertThat(why(phone.ctl("provision"), "eds")).as(answer).contains(why);
    }

    @Test
    public void aServiceMayBeAnother() throws IOException, GeneralSecurityException {
        RedirectionServer other = workspace.owns(new RedirectionServer(InetAddress.getLoopbackAddress(), 0, tls("other.example")));
        try (ServerSocket mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            start("https://127.0.0.1:" + mute.getLocalPort() + "/", other.address("127.0.0.1"));
            trustTheService();
            long begun = System.nanoTime();
            Object report = phone.ctl("provision");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
            assertThat(why(report, "eds")).contains("within 2 s");
            assertThat(why(report, "rdds")).contains("TLS: ");
            assertThat(other.requests()).isEmpty();
        }
    }
}
