package org.carillon.feature.actionuri.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.api.sip.NotifyHandler.Notification;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Keypad;
import org.carillon.api.ui.Screen;
import org.carillon.api.web.WebResource.Request;
import org.carillon.api.web.WebResource.Response;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;

class RemoteControlTest {
    private static final String ALICE = "192.0.2.1";
    private static final String BOB = "192.0.2.2";

    private final ManualScopes scopes = new ManualScopes();
    private final Keys keys = new Keys();
    private final Paper face = new Paper();
    private final RecordingLog log = new RecordingLog();
    private final Map<String, Object> settings = new HashMap<>(
            Map.of("enable", true, "promptEnable", false, "limitIp", new String[]{"192.0.2.*"}));
    private RemoteControl control;

    /** Writes down what is pressed; knows any key but {@code NONE}, and {@code HOLD} does not work now. */
    private static final class Keys implements Keypad {
        final List<String> pressed = new ArrayList<>();

        @Override
        public void press(String name) {
            if (name.equals("NONE")) {
                throw new IllegalArgumentException("there is no key NONE, only OK");
            }
            if (name.equals("HOLD")) {
                throw new IllegalStateException("there is no call");
            }
            pressed.add(name);
        }

        @Override
        public void hold(String name) {
            press(name);
            pressed.set(pressed.size() - 1, "long " + name);
        }
    }

    /** A screen on which a test answers. */
    private static final class Paper implements Face {
        final List<Consumer<Boolean>> questions = new ArrayList<>();
        int asked;

        @Override
        public Screen screen() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] png() {
            return "picture".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void refresh() {}

        @Override
        public Question ask(String text, Consumer<Boolean> answered) {
            assertThat(text).isEqualTo("Allow remote control?");
            asked++;
            questions.add(answered);
            return () -> questions.remove(answered);
        }
    }

    @BeforeEach
    void start() {
        control = new RemoteControl(config(), keys, face, scopes, log.logger());
    }

    @AfterEach
    void stop() {
        control.deactivate();
        scopes.settle();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(face.questions).isEmpty();
    }

    private ActionUriConfig config() {
        return Configs.of(ActionUriConfig.class, settings);
    }

    private void configure(String name, Object value) {
        settings.put(name, value);
        control.modified(config());
        scopes.settle();
    }

    private Response get(String client, String path, String query) {
        Response response = control
                .answer(new Request("GET", path, query, Map.of(), Map.of(), Map.of(), InetAddress.ofLiteral(client), false,
                        Optional.empty(), ""));
        scopes.settle();
        return response;
    }

    private int get(String client, String values) {
        return get(client, "/servlet", "key=" + values).status();
    }

    private int notify(String server, String type, String body) {
        int status = control.notified(new Notification(1, InetAddress.ofLiteral(server), type, body));
        scopes.settle();
        return status;
    }

    private int notify(String body) {
        return notify(BOB, "message/sipfrag", body);
    }

    private void answer(boolean allowed) {
        face.questions.getFirst().accept(allowed);
        scopes.settle();
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void keysArePressedInOrder() {
        Response response = get(ALICE, "/servlet", "key=OFFHOOK;1;F_MUTE_LONGPRESS;DND_ON");
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("OK");
        assertThat(keys.pressed).containsExactly("OFFHOOK", "1", "long MUTE", "DND_ON");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            key=1;NONE;2 | 400 | NONE: there is no key NONE, only OK
            key=1;HOLD;2 | 409 | HOLD: there is no call
            key=1&x=2    | 400 | only number= takes &outgoing_uri=
            command=x    | 400 | an action URI is key=VALUE[;VALUE...]
            ''           | 400 | an action URI is key=VALUE[;VALUE...]
            """)
    void whatCannotBeDoneIsSaid(String query, int status, String text) {
        Response response = get(ALICE, "/servlet", query);
        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).isEqualTo(text);
        assertThat(keys.pressed).isEqualTo(query.contains(";") ? List.of("1") : List.of());
    }

    @Test
    void nothingIsPressedWhenAPartCannotBeRead() {
        assertThat(get(ALICE, "1;%zz")).isEqualTo(400);
        assertThat(keys.pressed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.3.1", "::1"})
    void othersAreNotHeard(String client) {
        assertThat(get(client, "OK")).isEqualTo(403);
        assertThat(get(client, "/screencapture", "").status()).isEqualTo(403);
        assertThat(keys.pressed).isEmpty();
    }

    @Test
    void nobodyIsHeardByDefault() {
        settings.clear();
        control.modified(config());
        assertThat(get(ALICE, "OK")).isEqualTo(403);
        assertThat(notify("key=OK")).isEqualTo(489);
        configure("enable", true);
        assertThat(get(ALICE, "OK")).isEqualTo(403);
        configure("limitIp", new String[]{"Any"});
        assertThat(get(ALICE, "OK")).isEqualTo(202);
    }

    @Test
    void theScreenIsAPicture() {
        for (String query : List.of("/screencapture", "/servlet?command=screencapture", "/screencapture/download")) {
            String[] parts = query.split("\\?");
            Response response = get(ALICE, parts[0], parts.length == 1 ? "" : parts[1]);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.type()).isEqualTo("image/png");
            assertThat(text(response)).isEqualTo("picture");
            assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
            assertThat(response.headers().containsKey("Content-Disposition")).isEqualTo(query.endsWith("download"));
        }
    }

    @Test
    void aPersonAllowsASender() {
        configure("promptEnable", true);
        assertThat(get(ALICE, "1;2")).isEqualTo(202);
        assertThat(keys.pressed).isEmpty();
        answer(true);
        assertThat(keys.pressed).containsExactly("1", "2");
        assertThat(get(ALICE, "3")).isEqualTo(200);
        assertThat(face.asked).isOne();
        assertThat(get(BOB, "4")).isEqualTo(202);
        assertThat(face.asked).isEqualTo(2);
    }

    @Test
    void aPersonRefusesASender() {
        configure("promptEnable", true);
        assertThat(get(ALICE, "1")).isEqualTo(202);
        answer(false);
        assertThat(get(ALICE, "1")).isEqualTo(403);
        assertThat(get(ALICE, "/screencapture", "").status()).isEqualTo(403);
        scopes.advance(Duration.ofDays(100));
        assertThat(get(ALICE, "1")).isEqualTo(403);
        assertThat(face.asked).isOne();
        assertThat(keys.pressed).isEmpty();
    }

    @Test
    void oneQuestionIsAskedAtATime() {
        configure("promptEnable", true);
        get(ALICE, "1");
        Response busy = get(BOB, "/servlet", "key=2");
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.headers()).containsKey("Retry-After");
        assertThat(get(ALICE, "3")).isEqualTo(503);
        assertThat(notify("key=4")).isEqualTo(480);
        assertThat(face.questions).hasSize(1);
        answer(true);
        assertThat(keys.pressed).containsExactly("1");
    }

    @Test
    void aQuestionWithoutAnswerGoesAndMayBeAskedAgain() {
        configure("promptEnable", true);
        get(ALICE, "1");
        Consumer<Boolean> late = face.questions.getFirst();
        scopes.advance(Consent.PATIENCE.minusMillis(1));
        assertThat(face.questions).hasSize(1);
        scopes.advance(Duration.ofMillis(1));
        assertThat(face.questions).isEmpty();
        late.accept(true);
        scopes.settle();
        assertThat(keys.pressed).isEmpty();
        assertThat(get(ALICE, "2")).isEqualTo(202);
        assertThat(face.asked).isEqualTo(2);
    }

    @Test
    void aPictureWaitsForConsent() {
        configure("promptEnable", true);
        Response response = get(ALICE, "/screencapture", "");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsKey("Retry-After");
        answer(true);
        assertThat(get(ALICE, "/screencapture", "").status()).isEqualTo(200);
    }

    @Test
    void switchingOffForgetsWhoWasAllowed() {
        configure("promptEnable", true);
        get(ALICE, "1");
        answer(true);
        get(BOB, "2");
        configure("enable", false);
        assertThat(face.questions).isEmpty();
        configure("enable", true);
        assertThat(get(ALICE, "3")).isEqualTo(202);
    }

    @Test
    void whatIsRememberedHasABound() {
        configure("promptEnable", true);
        configure("limitIp", new String[]{"Any"});
        for (int i = 0; i < 300; i++) {
            get("10.0." + i / 250 + "." + i % 250, "1");
            answer(false);
        }
        assertThat(get("10.0.1.49", "1")).isEqualTo(403);
        assertThat(get("10.0.0.0", "1")).isEqualTo(202);
    }

    @Test
    void serversAskByNotify() {
        configure("limitIp", new String[]{});
        assertThat(notify("key=1;F_MUTE_LONGPRESS\r\n")).isEqualTo(200);
        assertThat(keys.pressed).containsExactly("1", "long MUTE");
        assertThat(notify("key=\r\nkey=1")).isEqualTo(400);
        assertThat(notify(BOB, "text/plain", "key=1")).isEqualTo(415);
        assertThat(notify("key=NONE")).isEqualTo(200);
        assertThat(log.messages(LogLevel.WARN)).anyMatch(line -> line.contains("there is no key NONE"));
        assertThat(keys.pressed).hasSize(2);
    }

    @Test
    void aPersonAllowsAServer() {
        configure("promptEnable", true);
        assertThat(notify("key=1")).isEqualTo(200);
        assertThat(keys.pressed).isEmpty();
        answer(true);
        assertThat(keys.pressed).containsExactly("1");
        assertThat(notify("key=2")).isEqualTo(200);
        assertThat(keys.pressed).containsExactly("1", "2");
    }

    @Test
    void aPersonRefusesAServer() {
        configure("promptEnable", true);
        notify("key=1");
        answer(false);
        assertThat(notify("key=2")).isEqualTo(403);
        assertThat(keys.pressed).isEmpty();
    }

    @Test
    void whatWaitsHasABound() {
        int taken = 0;
        while (control.notified(new Notification(1, InetAddress.ofLiteral(BOB), "message/sipfrag", "key=" + taken % 10)) == 200) {
            taken++;
        }
        assertThat(taken).isEqualTo(16);
        scopes.settle();
        assertThat(String.join("", keys.pressed)).isEqualTo("0123456789012345");
    }

    @Test
    void nothingHappensAfterTheEnd() {
        configure("promptEnable", true);
        get(ALICE, "1");
        Consumer<Boolean> late = face.questions.getFirst();
        control.deactivate();
        late.accept(true);
        scopes.settle();
        assertThat(keys.pressed).isEmpty();
    }
}
