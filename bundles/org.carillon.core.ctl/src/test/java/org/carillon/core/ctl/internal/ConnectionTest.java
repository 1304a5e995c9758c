package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.carillon.api.ctl.Command;
import org.carillon.api.scope.Scope;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private final SharedScopes scopes = new SharedScopes(log.logger());
    private final Scope scope = scopes.open("client");
    private final CountDownLatch served = new CountDownLatch(1);
    private SocketChannel client;
    private SocketChannel channel;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            client = SocketChannel.open(address);
            channel = server.accept();
            scope.onClose(channel);
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        scope.close();
    }

    private void serve(Connection.Patience patience) {
        CommandTable commands = new CommandTable();
        commands.add((name, arguments, out) -> {
            while (true) {
                out.accept("x".repeat(100_000));
            }
        }, Map.of(Command.NAME, "flood"));
        Connection connection = new Connection(channel, scope, commands, patience, log.logger());
        scopes.open("serving").blocking().execute(() -> {
            connection.run();
            served.countDown();
        });
    }

    @Test
    void aSilentClientIsCut() throws Exception {
        serve(new Connection.Patience(SHORT, LONG));
        assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        served.await();
        assertThat(scope.isClosed()).isTrue();
    }

    @Test
    void aClientThatDripsIsCut() throws Exception {
        serve(new Connection.Patience(SHORT, LONG));
        client.write(StandardCharsets.UTF_8.encode("[\"fl"));
        assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(-1);
        served.await();
    }

    @Test
    void aClientThatDoesNotTakeItsAnswerIsCut() throws Exception {
        serve(new Connection.Patience(LONG, SHORT));
        client.write(StandardCharsets.UTF_8.encode("[\"flood\"]\n"));
        served.await();
        assertThat(scope.isClosed()).isTrue();
    }
}
