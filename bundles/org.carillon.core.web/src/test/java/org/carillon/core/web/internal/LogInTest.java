package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.carillon.api.scope.Scope;
import org.carillon.core.web.internal.Exchange.BadRequest;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeSettings;
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

/** Many connections of one client that log in at once. */
@Timeout(30)
class LogInTest {
    private static final int MANY = 32;
    private static final String COOKIE = "session";
    private static final String PASSWORD = "correct horse";

    private final ManualScopes scopes = new ManualScopes();
    private final Scope scope = scopes.open("web");
    private final Sessions sessions = new Sessions(scopes::nanoTime, () -> {});
    private final LogIn logIn = new LogIn(sessions, new LockOut(scopes::nanoTime), new Pages(), new FakeSettings(), "M8",
            Configs.of(WebConfig.class, Map.of("_adminPassword", PASSWORD)));
    private final CyclicBarrier together = new CyclicBarrier(MANY);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                together.await();
                try {
                    return logIn.answer(new Exchange(request, response, callback, false, COOKIE, scope));
                } catch (BadRequest e) {
                    throw new IOException(e);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String status(String password) throws IOException {
        String form = "token=" + sessions.token("a") + "&name=admin&password=" + password;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            socket.getOutputStream().write(("POST /login HTTP/1.1\r\nHost: phone\r\nConnection: close\r\nCookie: " + COOKIE + "=a\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n" + form)
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[1];
        }
    }

    private List<String> allAtOnce(Callable<String> attempt) throws Exception {
        List<String> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
            for (Future<String> status : threads.invokeAll(Collections.nCopies(MANY, attempt))) {
                statuses.add(status.get());
            }
        }
        return statuses;
    }

    @Test
    void guessesSideBySideAreSlowedDownLikeThoseInARow() throws Exception {
        List<String> statuses = allAtOnce(() -> status("guess"));
        assertThat(Collections.frequency(statuses, "401")).as(statuses.toString()).isEqualTo(LockOut.FREE);
        assertThat(Collections.frequency(statuses, "429")).isEqualTo(MANY - LockOut.FREE);
    }
}
