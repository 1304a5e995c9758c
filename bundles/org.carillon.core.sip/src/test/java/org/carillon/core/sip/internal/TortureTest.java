package org.carillon.core.sip.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.sip.Leg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.service.log.LogLevel;

/** The messages of RFC 4475 to a phone that has lines for the users they call: what {@code docs/rfc4475.md} says is what happens. */
class TortureTest {
    private static final Path TABLE = Path.of("../../docs/rfc4475.md");
    private static final Path VECTORS = Path.of("../../target-platform/jain-sip/src/test/resources/rfc4475");
    private static final List<String> USERS = List.of("user", "t.watson", "remote-target", "UserB", "sips:user@example.com",
            "user;par=u@example.net");
    private static final InetSocketAddress STRANGER = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.66"), 5060);

    private Fixture phone;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        for (var user : USERS) {
            phone.configure(USERS.indexOf(user) + 1, Fixture.settings("userName", user));
            phone.reply(phone.expect("REGISTER"), 200, "OK", "Expires: 3600");
        }
        phone.taker = (leg, invite) -> {
            leg.ring();
            return (Leg.Listener) new Fixture.Story();
        };
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    record Row(String message, String answer) {
        @Override
        public String toString() {
            return message;
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream().map(line -> line.split("\\s*\\|\\s*", -1))
                .filter(cells -> cells.length > 4 && Files.exists(vector(cells[1]))).map(cells -> new Row(cells[1], cells[4]));
    }

    private static Path vector(String name) {
        return VECTORS.resolve(name + ".dat");
    }

    @Test
    void theTableIsComplete() throws IOException {
        try (var files = Files.list(VECTORS)) {
            assertThat(rows().map(row -> vector(row.message))).containsExactlyInAnyOrderElementsOf(files.toList()).hasSize(49);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isAnsweredAsTheTableSays(Row row) throws IOException {
        var message = new String(Files.readAllBytes(vector(row.message)), ISO_8859_1);
        phone.receiveBytes(STRANGER,
                message.replaceFirst("(?i)(\\n(?:v|via)\\s*:\\s*SIP\\s*/\\s*2.0\\s*/\\s*)[A-Z]+", "$1UDP").getBytes(ISO_8859_1));

        var answers = phone.sent.stream().map(sent -> sent.message().code()).filter(code -> code != 100).toList();
        assertThat(answers).as("%s: %s", row.message, phone.sent).containsExactlyElementsOf(expected(row.answer));
        assertThat(phone.sent).allMatch(sent -> sent.to().getAddress().equals(STRANGER.getAddress()));
        assertThat(phone.log.entries()).noneMatch(entry -> entry.level().compareTo(LogLevel.WARN) <= 0);
    }

    private static List<Integer> expected(String cell) {
        return Arrays.stream(cell.split(",? ")).filter(word -> !word.equals("-"))
                .map(word -> word.equals("rings") ? 180 : Integer.parseInt(word))
                .toList();
    }
}
