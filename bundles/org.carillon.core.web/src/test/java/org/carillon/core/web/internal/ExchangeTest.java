package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.carillon.core.web.internal.Exchange.BadRequest;
import org.carillon.core.web.internal.Exchange.Form;
import org.carillon.api.scope.Scope;
import org.carillon.sim.testkit.ManualScopes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Forms in the body of requests over a real connection, in time of the test's own. */
@Timeout(20)
class ExchangeTest {
    private static final String HEAD = """
            POST /form HTTP/1.1
            Host: phone
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 20

            """.replace("\n", "\r\n");

    private final ManualScopes scopes = new ManualScopes();
    private final Scope scope = scopes.open("web");
    private final BlockingQueue<Object> forms = new LinkedBlockingQueue<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Exchange exchange = new Exchange(request, response, callback, false, "", scope);
                try {
                    forms.add(exchange.path().equals("/file") ? exchange.form(1_000) : exchange.form());
                    exchange.text(200, "thanks");
                } catch (IOException | BadRequest e) {
                    forms.add(e);
                    callback.failed(e);
                }
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        assertThat(scopes.waitingTimers()).isZero();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        write(socket, HEAD);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void awaitReading() {
        scopes.settleUntil(() -> scopes.waitingTimers() == 1, Duration.ofSeconds(10));
    }

    @Test
    void aBodyThatDripsIsCutOffAfterTenSeconds() throws Exception {
        try (Socket socket = connect()) {
            awaitReading();
            for (int second = 1; second < 10; second++) {
                write(socket, "a");
                scopes.advance(Duration.ofSeconds(1));
            }
            assertThat(forms).as("there is still time").isEmpty();
            scopes.advance(Duration.ofSeconds(1));
            assertThat(forms.poll(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(socket.getInputStream().read()).as("the connection ends").isNegative();
        }
    }

    @Test
    void aBodyThatComesInTimeIsRead() throws Exception {
        try (Socket socket = connect()) {
            awaitReading();
            write(socket, "name=admin");
            scopes.advance(Duration.ofSeconds(9));
            write(socket, "&x=1+2%2F3");
            assertThat(forms.poll(10, TimeUnit.SECONDS)).isEqualTo(Map.of("name", List.of("admin"), "x", List.of("1 2/3")));
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
            scopes.advance(Duration.ofSeconds(2));
        }
    }

    /** What the form of a browser comes to that sends these bytes as parts with the boundary "edge". */
    private Object parts(String type, String body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            write(socket, "POST /file?a=1 HTTP/1.1\r\nHost: phone\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            return forms.poll(10, TimeUnit.SECONDS);
        }
    }

    private static String part(String disposition, String content) {
        return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    @Test
    void aFileComesWithTheFieldsBesideIt() throws Exception {
        Object form = parts("multipart/form-data; boundary=edge",
                part("name=\"token\"", "t") + part("name=\"file\"; filename=\"../etc/a.xml\"", "<a/>")
                        + part("name=\"none\"; filename=\"\"", "") + "--edge--\r\n");
        assertThat(form).isInstanceOfSatisfying(Form.class, read -> {
            assertThat(read.fields()).isEqualTo(Map.of("a", List.of("1"), "token", List.of("t")));
            assertThat(read.files()).containsOnlyKeys("file", "none");
            assertThat(read.files().get("file").name()).isEqualTo("a.xml");
            assertThat(read.files().get("file").content()).asString().isEqualTo("<a/>");
            assertThat(read.files().get("none").content()).isEmpty();
        });
    }

    @Test
    void partsThatAreNoneAreRefused() throws Exception {
        String type = "multipart/form-data; boundary=edge";
        String whole = part("name=\"file\"; filename=\"a\"", "<a/>") + "--edge--\r\n";
        for (int length = 0; length < whole.length() - "--\r\n".length(); length++) {
            assertThat(parts(type, whole.substring(0, length))).as(whole.substring(0, length)).isInstanceOf(BadRequest.class);
        }
        assertThat(parts("multipart/form-data", whole)).isInstanceOf(BadRequest.class);
        assertThat(parts("multipart/form-data; boundary=", whole)).isInstanceOf(BadRequest.class);
        assertThat(parts("multipart/form-data; boundary=other", whole)).isInstanceOf(BadRequest.class);
        assertThat(parts(type, "--edge\r\n" + "X: y\r\n".repeat(50) + "\r\n\r\n--edge--\r\n")).isInstanceOf(BadRequest.class);
        assertThat(parts(type, part("name=\"file\"; filename=\"a\"", "a".repeat(1_000)) + "--edge--\r\n"))
                .isInstanceOfSatisfying(BadRequest.class, e -> assertThat(e.status()).isEqualTo(413));
    }
}
