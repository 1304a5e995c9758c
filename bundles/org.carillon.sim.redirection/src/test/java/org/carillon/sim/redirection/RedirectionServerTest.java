package org.carillon.sim.redirection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.carillon.sim.testkit.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedirectionServerTest {
    private static final String MAC = "3C28A6200088";

    private RedirectionServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        TestCertificate certificate = TestCertificate.named("Service").hosts("127.0.0.1").make();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(certificate.keyStore("x"), "x".toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("it", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server = new RedirectionServer(InetAddress.getLoopbackAddress(), 0, context);
        SSLContext plain = SSLContext.getInstance("TLS");
        plain.init(null, trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(plain).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<String> ask(String method, String question) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(server.address("127.0.0.1") + question))
                .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aPhoneIsKnownByItsAddress() throws Exception {
        server.phone(MAC, "https://one.example/", "https://two.example/");
        HttpResponse<String> answer = ask("GET", MAC + "?model=M8");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/uri-list");
        assertThat(answer.body()).isEqualTo("https://one.example/\r\nhttps://two.example/\r\n");
        server.phone(MAC);
        assertThat(ask("GET", MAC + "?model=M8").statusCode()).isEqualTo(404);
        assertThat(server.requests()).containsExactly("/phones/" + MAC + "?model=M8 200", "/phones/" + MAC + "?model=M8 404");
    }

    @Test
    void othersAreKnownByTheirModel() throws Exception {
        server.model("M7s Pro", "https://model.example/");
        assertThat(ask("GET", MAC + "?model=M7s%20Pro").body()).isEqualTo("https://model.example/\r\n");
        assertThat(ask("GET", MAC + "?model=M8").statusCode()).isEqualTo(404);
        assertThat(ask("GET", MAC).statusCode()).isEqualTo(404);
    }

    @Test
    void itIsOnlyAsked() throws Exception {
        server.phone(MAC, "https://one.example/");
        assertThat(ask("POST", MAC + "?model=M8").statusCode()).isEqualTo(405);
    }
}
