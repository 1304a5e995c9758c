package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.SipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {
    private static final String CONTACT = "Contact: <sip:events@192.0.2.5:5060>\n";

    private final List<String> events = new ArrayList<>();
    private final EventSubscriptions.Listener listener = new EventSubscriptions.Listener() {
        @Override
        public void notified(String contentType, String body, Map<String, String> headers) {
            events.add("notified " + contentType + " " + body.strip() + " " + headers.get("event"));
        }

        @Override
        public void refused(int code, String reason) {
            events.add("refused " + code + " " + reason);
        }
    };
    private Fixture phone;
    private EventSubscriptions.Subscription subscription;
    private int notifies;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.registered();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private Sip subscribe() {
        subscription = phone.core.subscribe(1, "as-feature-event", "application/x-as-feature-event+xml, text/xml", listener);
        return phone.expect("SUBSCRIBE");
    }

    private String notify(Sip subscribe, String remoteTag, String state, String body) {
        notifies++;
        return Sip.text("""
                NOTIFY %s SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKn%d;rport
                Max-Forwards: 70
                From: <sip:1001@192.0.2.5>;tag=%s
                To: <sip:1001@192.0.2.5>;tag=%s
                Call-ID: %s
                CSeq: %d NOTIFY
                %sEvent: as-feature-event
                Subscription-State: %s
                Content-Type: text/xml

                %s
                """.formatted(subscribe.contact(), notifies, remoteTag, subscribe.fromTag(), subscribe.callId(), notifies, CONTACT, state,
                body));
    }

    private Sip active() {
        var subscribe = subscribe();
        phone.reply(subscribe, 202, "Accepted", CONTACT + "Expires: 600");
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "active;expires=600", "<first/>"));
        phone.expect("200 NOTIFY");
        events.clear();
        return subscribe;
    }

    @Test
    void aSubscriptionFromBeginningToEnd() {
        var subscribe = subscribe();
        assertThat(subscribe.uri()).isEqualTo("sip:1001@192.0.2.5");
        assertThat(subscribe.header("Event")).isEqualTo("as-feature-event");
        assertThat(String.join(",", subscribe.all("Accept")).replace(" ", "")).isEqualTo("application/x-as-feature-event+xml,text/xml");
        assertThat(subscribe.header("Expires")).isEqualTo("3600");
        assertThat(subscribe.contact()).startsWith("sip:1001-");
        phone.reply(subscribe, 202, "Accepted", CONTACT + "Expires: 600");
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "active;expires=600", "<on/>"));
        phone.expect("200 NOTIFY");
        assertThat(events).containsExactly("notified text/xml <on/> as-feature-event");

        phone.seconds(509);
        phone.silent();
        phone.seconds(31);
        var refresh = phone.expect("SUBSCRIBE");
        assertThat(refresh.callId()).isEqualTo(subscribe.callId());
        assertThat(refresh.toTag()).isEqualTo("peer");
        assertThat(refresh.uri()).isEqualTo("sip:events@192.0.2.5:5060");
        assertThat(refresh.sequence()).isEqualTo(subscribe.sequence() + 1);
        phone.reply(refresh, 200, "OK", "Expires: 600");

        subscription.close();
        var leave = phone.expect("SUBSCRIBE");
        assertThat(leave.header("Expires")).isEqualTo("0");
        phone.reply(leave, 200, "OK", "Expires: 0");
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "terminated;reason=timeout", ""));
        phone.expect("200 NOTIFY");
        phone.seconds(5_000);
        assertThat(phone.sent).allMatch(sent -> sent.message().method().equals("REGISTER"));
        assertThat(events).hasSize(1);
    }

    @Test
    void aNotifyMayComeBeforeTheAnswer() {
        var subscribe = subscribe();
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "active", "<on/>"));
        phone.expect("200 NOTIFY");
        assertThat(events).hasSize(1);
        phone.reply(subscribe, 200, "OK", CONTACT + "Expires: 600");
        subscription.send("text/xml", "<set/>");
        var set = phone.expect("SUBSCRIBE");
        assertThat(set.toTag()).isEqualTo("peer");
        assertThat(set.sequence()).isEqualTo(subscribe.sequence() + 1);
    }

    @Test
    void aNotifyWithoutStateIsBad() {
        var subscribe = active();
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "active", "<on/>").replace("Subscription-State: active\r\n", ""));
        phone.expect("400 NOTIFY");
        assertThat(events).isEmpty();
    }

    @Test
    void aSecondForkIsRefused() {
        var subscribe = active();
        phone.receive(Fixture.SERVER, notify(subscribe, "other", "active", "<on/>"));
        phone.expect("481 NOTIFY");
        assertThat(events).isEmpty();
    }

    @Test
    void bodiesAreSentOneAtATimeInTheDialog() {
        active();
        subscription.send("text/xml", "<one/>");
        subscription.send("text/xml", "<two/>");
        var one = phone.expect("SUBSCRIBE");
        assertThat(one.body()).isEqualTo("<one/>");
        assertThat(one.header("Content-Type")).isEqualTo("text/xml");
        assertThat(one.toTag()).isEqualTo("peer");
        phone.silent();
        phone.reply(one, 200, "OK", "Expires: 600");
        assertThat(phone.expect("SUBSCRIBE").body()).isEqualTo("<two/>");
    }

    @Test
    void aBodySentTooEarlyWaits() {
        var subscribe = subscribe();
        subscription.send("text/xml", "<one/>");
        phone.silent();
        phone.reply(subscribe, 200, "OK", CONTACT + "Expires: 600");
        assertThat(phone.expect("SUBSCRIBE").body()).isEqualTo("<one/>");
    }

    @Test
    void challengesAreAnswered() {
        phone.reply(subscribe(), 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"r\",nonce=\"n\"");
        var again = phone.expect("SUBSCRIBE");
        assertThat(again.header("Authorization")).contains("nonce=\"n\"", "uri=\"sip:1001@192.0.2.5\"");
    }

    @Test
    void tooBriefIsAskedLonger() {
        phone.reply(subscribe(), 423, "Interval Too Brief", "Min-Expires: 7200");
        assertThat(phone.expect("SUBSCRIBE").header("Expires")).isEqualTo("7200");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405, 406, 489, 501, 603})
    void finalRefusalsAreNotRepeated(int code) {
        phone.reply(subscribe(), code, "No");
        assertThat(events).containsExactly("refused " + code + " No");
        phone.seconds(1_700);
        phone.silent();
    }

    @Test
    void otherRefusalsAreRepeatedWithGrowingIntervals() {
        var longest = 0;
        var subscribe = subscribe();
        for (int attempt = 0; attempt < 12; attempt++) {
            phone.reply(subscribe, 503, "Busy");
            for (int step = 0; phone.sent.isEmpty(); step++) {
                assertThat(step).isLessThan(4 * 901);
                phone.seconds(0.25);
                longest = Math.max(longest, step / 4);
                phone.sent.removeIf(sent -> {
                    if (sent.message().method().equals("REGISTER")) {
                        phone.reply(sent.message(), 200, "OK");
                        return true;
                    }
                    return false;
                });
            }
            var before = subscribe;
            subscribe = phone.expect("SUBSCRIBE");
            assertThat(subscribe.callId()).isNotEqualTo(before.callId());
        }
        assertThat(longest).isGreaterThan(100);
        assertThat(events).hasSize(12).allMatch("refused 503 Busy"::equals);
    }

    @Test
    void aRefreshThatFailsDoesNotEndTheSubscription() {
        var subscribe = active();
        phone.seconds(541);
        phone.reply(phone.expect("SUBSCRIBE"), 503, "Busy");
        phone.sent.clear();
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "active", "<still/>"));
        phone.expect("200 NOTIFY");
        assertThat(events).containsExactly("notified text/xml <still/> as-feature-event");
        phone.seconds(6);
        assertThat(phone.expect("SUBSCRIBE").toTag()).isEqualTo("peer");
    }

    @Test
    void aForgottenSubscriptionIsMadeAnew() {
        var subscribe = active();
        phone.seconds(541);
        phone.reply(phone.expect("SUBSCRIBE"), 481, "Unknown");
        phone.sent.clear();
        phone.seconds(1);
        var anew = phone.expect("SUBSCRIBE");
        assertThat(anew.callId()).isNotEqualTo(subscribe.callId());
        assertThat(anew.toTag()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"deactivated,true", "timeout,true", "probation,true", "giveup,true", "rejected,false", "noresource,false",
            "invariant,false"})
    void howItEnds(String reason, boolean comesBack) {
        var subscribe = active();
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "terminated;reason=" + reason, "<end/>"));
        phone.expect("200 NOTIFY");
        phone.seconds(0.5);
        phone.silent();
        phone.seconds(6);
        assertThat(phone.sent.isEmpty()).isEqualTo(!comesBack);
        assertThat(events).last().asString().startsWith(comesBack ? "notified" : "refused");
    }

    @Test
    void retryAfterIsHonoured() {
        var subscribe = active();
        phone.receive(Fixture.SERVER, notify(subscribe, "peer", "terminated;reason=probation;retry-after=300", "<end/>"));
        phone.expect("200 NOTIFY");
        phone.seconds(299);
        phone.silent();
        phone.seconds(32);
        phone.expect("SUBSCRIBE");
    }

    @Test
    void aSubscriptionWaitsForItsLine() {
        phone.configure(2, Fixture.settings("userName", "1002"));
        var register = phone.expect("REGISTER");
        phone.core.subscribe(2, "dialog", "application/dialog-info+xml", listener);
        phone.silent();
        phone.reply(register, 200, "OK");
        assertThat(phone.expect("SUBSCRIBE").uri()).isEqualTo("sip:1002@192.0.2.5");
    }

    @Test
    void aLineThatComesBackIsSubscribedAnew() {
        active();
        phone.configure(1, Fixture.settings("enable", false));
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        phone.seconds(1_000);
        phone.silent();
        phone.configure(1, Fixture.settings());
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        phone.expect("SUBSCRIBE");
    }

    @Test
    void withoutALineThereIsNone() {
        assertThatThrownBy(() -> phone.core.subscribe(9, "x", "text/plain", listener)).isInstanceOf(SipException.class);
    }

    @Test
    void stoppingUnsubscribes() {
        active();
        phone.core.stop();
        assertThat(phone.expect("SUBSCRIBE").header("Expires")).isEqualTo("0");
        phone.expect("REGISTER");
    }
}
