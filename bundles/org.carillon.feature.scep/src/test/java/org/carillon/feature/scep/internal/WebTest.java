package org.carillon.feature.scep.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.carillon.api.scope.Scope;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that does with a connection what a test says. */
@Timeout(60)
class WebTest {
    private final SharedScopes scopes = new SharedScopes(new RecordingLog().logger());
    private final Scope scope = scopes.open("test");
    private ServerSocket server;

    /** What is done with a request. */
    @FunctionalInterface
    private interface Answer {
        void to(InputStream in, OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        scope.close();
    }

    private void answer(Answer answer) {
        scope.dedicated("server", false, () -> {
            try (Socket socket = server.accept()) {
                answer.to(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                // the other side has gone
            }
        });
    }

    private byte[] ask(byte[] message, int seconds) throws IOException {
        return new Web(verify -> context(verify), scope, seconds)
                .ask(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/scep?operation=PKIOperation"), message);
    }

    private static SSLContext context(boolean verify) {
        assertThat(verify).isTrue();
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String request(InputStream in) throws IOException {
        byte[] buffer = new byte[4096];
        return new String(buffer, 0, in.read(buffer), StandardCharsets.US_ASCII);
    }

    @Test
    void postsAMessage() throws IOException {
        answer((in, out) -> {
            String request = request(in);
            boolean right = request.startsWith("POST /scep?operation=PKIOperation HTTP/1.1")
                    && request.contains("application/x-pki-message");
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + (right ? "yes" : "no!"));
        });
        assertThat(ask(new byte[]{1}, 20)).isEqualTo("yes".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void followsNobodyElsewhere() {
        answer((in, out) -> say(out, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
        assertThatThrownBy(() -> ask(new byte[0], 20)).hasMessage("HTTP status 302");
    }

    @Test
    void takesNoMoreThanAMegabyte() {
        answer((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                out.write(new byte[1 << 16]);
            }
        });
        assertThatThrownBy(() -> ask(new byte[0], 20)).isInstanceOf(IOException.class).hasMessageContaining("1048576");
    }

    @Test
    void waitsForNobody() {
        answer((in, out) -> request(in).chars().forEach(c -> sleep()));
        assertThatThrownBy(() -> ask(new byte[0], 1)).hasMessage("not finished within 1 s");
        answer((in, out) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while (true) {
                say(out, " ");
                sleep();
            }
        });
        assertThatThrownBy(() -> ask(new byte[0], 1)).hasMessage("not finished within 1 s");
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhyNobodyAnswers() throws IOException {
        server.close();
        assertThatThrownBy(() -> ask(new byte[0], 20)).hasMessage("no connection to 127.0.0.1: refused, or no way there");
    }
}
