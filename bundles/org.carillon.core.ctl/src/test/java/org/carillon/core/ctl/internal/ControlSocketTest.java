package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogLevel;

@Timeout(30)
class ControlSocketTest {
    @TempDir
    Path home;

    private final RecordingLog log = new RecordingLog();
    private final SharedScopes scopes = new SharedScopes(log.logger());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ControlSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = new ControlSocket(scopes, new FakePhone(home), log.logger());
        bind("echo", (name, arguments, more) -> arguments);
        bind("lines", (name, arguments, more) -> {
            more.accept(1);
            more.accept(Map.of("two", 2));
            return null;
        });
        bind("text", (name, arguments, more) -> new Text(String.join("\n", arguments)));
        bind("refuse", (name, arguments, more) -> {
            throw new CommandException("no such thing: " + arguments);
        });
        bind("break", (name, arguments, more) -> {
            throw new IllegalStateException("broken");
        });
        socket.listen();
    }

    @AfterEach
    void close() {
        socket.close();
        assertThat(home.resolve("control.sock")).doesNotExist();
    }

    private void bind(String name, Command command) {
        socket.bindCommand(command, Map.of(Command.NAME, name));
    }

    private int ctl(String... words) {
        out.reset();
        err.reset();
        List<String> arguments = new ArrayList<>(List.of(home.toString()));
        arguments.addAll(List.of(words));
        return Client.run(arguments.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("control.sock")));
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String receive(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }

    private String exchange(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, request);
            return receive(channel);
        }
    }

    @Test
    void answersInJsonWithAnEnvelope() throws IOException {
        assertThat(exchange("[\"echo\",\"a\",\"\u00e4\\n\"]\n")).isEqualTo("[\"a\",\"\u00e4\\n\"]\n{\"exit\":0}\n");
        assertThat(exchange("[\"lines\"]\n")).isEqualTo("1\n{\"two\":2}\nnull\n{\"exit\":0}\n");
        assertThat(exchange("[\"text\",\"<a>\",\"</a>\\n\"]\n")).isEqualTo("<a>\n</a>\n{\"exit\":0}\n");
        assertThat(exchange("[\"text\"]\n")).isEqualTo("{\"exit\":0}\n");
        assertThat(exchange("[\"refuse\",\"x\"]\n")).isEqualTo("{\"error\":\"no such thing: [x]\"}\n{\"exit\":1}\n");
        assertThat(exchange("nonsense\n")).isEqualTo("{\"error\":\"the request is no JSON\"}\n{\"exit\":1}\n");
    }

    @Test
    void theClientPrintsAnswersAndPassesOnTheStatus() {
        assertThat(ctl("echo", "a \"b\"", "\\", "\u00e4\u20ac", "\t")).isZero();
        assertThat(printed()).isEqualTo("[\"a \\\"b\\\"\",\"\\\\\",\"\u00e4\u20ac\",\"\\t\"]\n");
        assertThat(ctl("text", "{\"exit\":5}", "x", "{\"exit\":1}")).isZero();
        assertThat(printed()).isEqualTo("{\"exit\":5}\nx\n{\"exit\":1}\n");
        assertThat(ctl("unheard-of")).isOne();
        assertThat(printed()).isEqualTo("{\"error\":\"unknown command unheard-of; there are: break echo help lines refuse text\"}\n");
        assertThat(err.size()).isZero();
        assertThat(ctl()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage:");
    }

    @Test
    void theClientSaysWhenNobodyIsThere() {
        socket.close();
        assertThat(ctl("status")).isOne();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("no phone runs with home " + home);
        assertThat(printed()).isEmpty();
    }

    @Test
    void theClientNoticesThatTheConnectionWasCut() {
        CountDownLatch begun = new CountDownLatch(1);
        bind("hang", (name, arguments, more) -> {
            more.accept("first");
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new CommandException("interrupted");
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(() -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            socket.close();
        });
        assertThat(ctl("hang")).isOne();
        assertThat(printed()).isEqualTo("\"first\"\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("the phone cut the connection");
    }

    @Test
    void aCommandThatBreaksIsLoggedWithoutItsArguments() {
        assertThat(ctl("break", "secret")).isOne();
        assertThat(printed()).isEqualTo("{\"error\":\"broken\"}\n");
        assertThat(log.messages(LogLevel.WARN)).containsExactly("The command break failed");
    }

    @Test
    void isOpenToItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("control.sock")))).isEqualTo("rw-------");
    }

    @Test
    void requestsAreBounded() throws IOException {
        String fits = "x".repeat(Connection.MAX_REQUEST - 11);
        assertThat(exchange("[\"echo\",\"" + fits + "\"]\n")).startsWith("[\"xxx").endsWith("{\"exit\":0}\n");
        try (SocketChannel channel = connect()) {
            send(channel, "x".repeat(Connection.MAX_REQUEST + 1));
            assertThat(receive(channel)).isEqualTo("{\"error\":\"the request is longer than 65536 bytes\"}\n{\"exit\":1}\n");
        }
    }

    @Test
    void aRequestMayComeInPiecesAndWithoutItsLineEnd() throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, "[\"ec");
            send(channel, "ho\"]");
            channel.shutdownOutput();
            assertThat(receive(channel)).isEqualTo("[]\n{\"exit\":0}\n");
        }
        try (SocketChannel channel = connect()) {
            channel.shutdownOutput();
            assertThat(receive(channel)).isEmpty();
        }
    }

    @Test
    void slowAndSilentClientsHoldUpNobody() throws IOException {
        bind("flood", (name, arguments, more) -> {
            while (true) {
                more.accept("x".repeat(10_000));
            }
        });
        try (SocketChannel silent = connect(); SocketChannel slow = connect()) {
            send(slow, "[\"flood\"]\n");
            assertThat(ctl("echo", "still there")).isZero();
            assertThat(silent.isConnected()).isTrue();
        }
        assertThat(ctl("echo")).isZero();
    }

    @Test
    void clientsAreBoundedAndTheirPlacesComeBack() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < ControlSocket.MAX_CLIENTS; i++) {
            silent.add(connect());
        }
        String refusal = exchange("");
        assertThat(refusal).isEqualTo("{\"error\":\"too many clients: 32 are connected\"}\n{\"exit\":1}\n");
        for (SocketChannel channel : silent) {
            channel.close();
        }
        int status = ctl("echo");
        while (status != 0 && printed().contains("too many")) {
            status = ctl("echo");
        }
        assertThat(status).isZero();
    }

    @Test
    void manyAtOnce() {
        List<String> answers = IntStream.range(0, 200).parallel().mapToObj(i -> {
            try {
                return exchange("[\"echo\",\"" + i + "\"]\n");
            } catch (IOException e) {
                return e.toString();
            }
        }).collect(Collectors.toList());
        assertThat(answers).allMatch(answer -> answer.matches("\\[\"\\d+\"\\]\\n\\{\"exit\":0\\}\\n"));
    }

    @Test
    void eventsEndWhenTheClientGoes() throws Exception {
        EventsCommand events = new EventsCommand(scopes);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        bind("events", (name, arguments, more) -> {
            begun.countDown();
            Object last = events.run(name, arguments, more);
            ended.countDown();
            return last;
        });
        try (SocketChannel channel = connect()) {
            send(channel, "[\"events\"]\n");
            begun.await();
        }
        ended.await();
        assertThat(exchange("[\"events\",\"--for\",\"0\"]\n")).isEqualTo("{\"exit\":0}\n");
    }

    @Test
    void takesOverTheSocketOfADeadPhoneButNotOfALivingOne() throws IOException {
        ControlSocket second = new ControlSocket(scopes, new FakePhone(home), log.logger());
        assertThatThrownBy(second::listen).isInstanceOf(IOException.class)
                .hasMessage("another phone listens on " + home.resolve("control.sock"));
        assertThat(ctl("echo")).isZero();
        socket.close();

        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(home.resolve("control.sock")));
        }
        assertThat(home.resolve("control.sock")).exists();
        listen();
        assertThat(ctl("echo")).isZero();
    }

    @Test
    void leavesAFileAloneThatIsNoSocket() throws IOException {
        socket.close();
        Path file = Files.writeString(home.resolve("control.sock"), "mine");
        assertThatThrownBy(this::listen).hasMessage(file + " is in the way: it is no socket");
        assertThat(file).hasContent("mine");
        Files.delete(file);
    }

    @Test
    void aPathIsAsLongAsASocketTakes() throws IOException {
        int room = SocketFile.MAX_BYTES - home.toString().length() - 1 - "/control.sock".length();
        Path fits = Files.createDirectory(home.resolve("d".repeat(room)));
        ControlSocket one = new ControlSocket(scopes, new FakePhone(fits), log.logger());
        one.listen();
        one.close();
        Path tooLong = Files.createDirectory(home.resolve("d".repeat(room + 1)));
        ControlSocket two = new ControlSocket(scopes, new FakePhone(tooLong), log.logger());
        assertThatThrownBy(two::listen)
                .hasMessage("the path " + tooLong.resolve("control.sock") + " has 107 bytes; a socket's path may have 106");
    }
}
