package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.sip.NotifyHandler;
import org.carillon.api.sip.NotifyHandler.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to a NOTIFY outside of any subscription. */
class NotificationTest {
    private static final String EVENT = "ACTION-URI";
    private static final String BODY = "Content-Type: message/sipfrag;version=2.0\n\nkey=OK\n";

    private final List<Notification> taken = new ArrayList<>();
    private Fixture phone;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.handlers.put(EVENT, notification -> {
            taken.add(notification);
            return 200;
        });
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private static String notify(String uri, int number, String event) {
        return Fixture.request("NOTIFY", uri, "n" + number, 1, "n" + number, null, "Event: " + event + "\n" + BODY);
    }

    private int answer(InetSocketAddress from, String uri, String event) {
        sent++;
        phone.receive(from, notify(uri, sent, event));
        return phone.next().code();
    }

    private int answer(InetSocketAddress from) {
        return answer(from, "sip:1001@192.0.2.1", EVENT);
    }

    @Test
    void theServersNotificationsAreTaken() {
        phone.registered();
        assertThat(answer(Fixture.SERVER)).isEqualTo(200);
        assertThat(taken).containsExactly(new Notification(1, InetAddress.ofLiteral("192.0.2.5"), "message/sipfrag", "key=OK\r\n"));
    }

    @Test
    void parametersOfTheEventAreTold() {
        phone.registered();
        assertThat(answer(Fixture.SERVER, "sip:1001@192.0.2.1", EVENT + ";Reboot=true;now")).isEqualTo(200);
        assertThat(taken.getFirst().parameters()).isEqualTo(Map.of("reboot", "true", "now", ""));
    }

    @Test
    void theServerMaySendFromAnyPort() {
        phone.registered();
        assertThat(answer(new InetSocketAddress("192.0.2.5", 40_000))).isEqualTo(200);
    }

    @Test
    void nobodyElsesAre() {
        phone.registered();
        int before = phone.core.load();
        assertThat(answer(Fixture.PEER)).isEqualTo(403);
        assertThat(taken).isEmpty();
        assertThat(phone.core.load()).isEqualTo(before);
    }

    @Test
    void theOutboundProxyIsAServerToo() {
        phone.registered("outboundProxy1Address", "192.0.2.9");
        assertThat(answer(Fixture.PEER)).isEqualTo(200);
        assertThat(answer(Fixture.SERVER)).isEqualTo(200);
        assertThat(answer(new InetSocketAddress("192.0.2.10", 5060))).isEqualTo(403);
    }

    @Test
    void serversAreFoundByTheirNames() {
        phone.names.put("pbx.example.com", "192.0.2.5");
        phone.registered("server1Address", "pbx.example.com");
        assertThat(answer(Fixture.SERVER)).isEqualTo(200);
        assertThat(answer(Fixture.PEER)).isEqualTo(403);
    }

    /** Who can forge the source of a datagram cannot be the server of a line over TLS. */
    @Test
    void aDatagramIsNotFromAServerWithConnections() {
        phone.configure(1, Fixture.settings("server1Transport", 2));
        phone.sent.clear();
        assertThat(answer(Fixture.SERVER)).isEqualTo(403);
    }

    @Test
    void theLineMustExist() {
        phone.registered();
        assertThat(answer(Fixture.SERVER, "sip:nobody@192.0.2.1", EVENT)).isEqualTo(404);
        phone.configure(1, Fixture.settings("enable", false));
        phone.sent.clear();
        assertThat(answer(Fixture.SERVER)).isEqualTo(404);
        assertThat(taken).isEmpty();
    }

    @Test
    void repetitionsAreAnsweredAndNotTakenAgain() {
        phone.registered();
        var notify = notify("sip:1001@192.0.2.1", 1, EVENT);
        phone.receive(Fixture.SERVER, notify);
        phone.expect("200 NOTIFY");
        phone.receive(Fixture.SERVER, notify);
        phone.expect("200 NOTIFY");
        assertThat(taken).hasSize(1);
        phone.seconds(40);
        assertThat(phone.core.load()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {489, 403, 480})
    void theHandlerSaysTheAnswer(int code) {
        phone.registered();
        phone.handlers.put(EVENT, notification -> code);
        assertThat(answer(Fixture.SERVER)).isEqualTo(code);
    }

    @Test
    void aHandlerThatFailsIs500() {
        phone.registered();
        phone.handlers.put(EVENT, notification -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(answer(Fixture.SERVER)).isEqualTo(500);
    }

    @Test
    void otherEventsAndDialogsHaveNoSubscription() {
        phone.registered();
        assertThat(answer(Fixture.SERVER, "sip:1001@192.0.2.1", "other")).isEqualTo(481);
        phone.receive(Fixture.SERVER,
                Fixture.request("NOTIFY", "sip:1001@192.0.2.1", "d", 1, "d", "ours", "Event: " + EVENT + "\n" + BODY));
        phone.expect("481 NOTIFY");
        assertThat(taken).isEmpty();
    }

    @Test
    void handlersComeAndGo() {
        var handlers = new NotifyHandlers();
        NotifyHandler handler = notification -> 200;
        handlers.bindHandler(handler, Map.of(NotifyHandler.EVENT, EVENT));
        assertThat(handlers.of("action-uri")).contains(handler);
        assertThat(handlers.of("check-sync")).isEmpty();
        handlers.unbindHandler(handler);
        assertThat(handlers.of(EVENT)).isEmpty();
    }
}
