package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our digits in INFO. */
class InformingTest {
    private static final String CONTACT = "Contact: <sip:bob@192.0.2.9:5060>\n";
    private static final Duration LENGTH = Duration.ofMillis(160);

    private final Fixture.Story story = new Fixture.Story();
    private Fixture phone;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.registered();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private Leg talking() {
        return talking("");
    }

    private Leg talking(String more) {
        var leg = phone.core.invite(1, "1002", Fixture.OUR_SDP, story);
        phone.reply(phone.expect("INVITE"), 200, "OK", more + CONTACT + Fixture.offer());
        phone.expect("ACK");
        story.events.clear();
        return leg;
    }

    @Test
    void aDigitIsABodyOfItsOwn() {
        var leg = talking();
        leg.dtmf('#', LENGTH);
        var info = phone.expect("INFO");
        assertThat(info.uri()).isEqualTo("sip:bob@192.0.2.9:5060");
        assertThat(info.toTag()).isEqualTo("peer");
        assertThat(info.header("Content-Type")).isEqualTo("application/dtmf-relay");
        assertThat(info.body()).isEqualTo("Signal=#\r\nDuration=160\r\n");
        phone.reply(info, 200, "OK");
        assertThat(story.events).isEmpty();
        leg.end();
        assertThat(phone.expect("BYE").sequence()).isEqualTo(info.sequence() + 1);
    }

    @Test
    void digitsWaitForEachOther() {
        var leg = talking();
        "12".chars().forEach(digit -> leg.dtmf((char) digit, LENGTH));
        var first = phone.expect("INFO");
        phone.silent();
        phone.reply(first, 100, "Trying");
        phone.silent();
        phone.reply(first, 200, "OK");
        assertThat(phone.expect("INFO").body()).startsWith("Signal=2");
    }

    @Test
    void refusalsAreToldAndTheNextDigitFollows() {
        var leg = talking();
        "12".chars().forEach(digit -> leg.dtmf((char) digit, LENGTH));
        phone.reply(phone.expect("INFO"), 415, "Unsupported Media Type");
        assertThat(story.events).containsExactly("dtmfRefused 1 415 Unsupported Media Type");
        phone.expect("INFO");
        phone.seconds(33);
        assertThat(story.events).last().isEqualTo("dtmfRefused 2 408 no answer");
        phone.sent.clear();
        leg.end();
        phone.expect("BYE");
    }

    @Test
    void aChallengeIsAnswered() {
        var leg = talking("Record-Route: <sip:192.0.2.5;lr>\n");
        leg.dtmf('1', LENGTH);
        var info = phone.expect("INFO");
        phone.reply(info, 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\",nonce=\"n1\"");
        var again = phone.expect("INFO");
        assertThat(again.header("Proxy-Authorization")).contains("nonce=\"n1\"");
        assertThat(again.body()).startsWith("Signal=1");
    }

    @Test
    void whoDoesNotKnowTheCallEndsIt() {
        var leg = talking();
        leg.dtmf('1', LENGTH);
        phone.reply(phone.expect("INFO"), 481, "Call/Transaction Does Not Exist");
        assertThat(story.events).hasSize(1).first().asString().startsWith("ended 481");
        phone.expect("BYE");
    }

    @Test
    void tooManyAreRefused() {
        var leg = talking();
        for (int i = 0; i < 130; i++) {
            leg.dtmf('1', LENGTH);
        }
        phone.settle();
        assertThat(story.events).containsExactly("dtmfRefused 1 503 too many digits are waiting");
        leg.end();
        phone.expect("INFO");
        phone.expect("BYE");
        phone.seconds(40);
        assertThat(phone.sent).noneMatch(datagram -> datagram.message().sequence() > 4);
        phone.sent.clear();
    }

    @Test
    void aCalledPartyWaitsForTheAck() {
        var taken = new Leg[1];
        phone.taker = new IncomingLegs() {
            @Override
            public Leg.Listener incoming(Leg leg, Invite invite) {
                taken[0] = leg;
                return story;
            }
        };
        phone.receive(Fixture.PEER, Fixture.invite("in1", Fixture.offer()));
        phone.expect("100 INVITE");
        taken[0].accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        taken[0].dtmf('1', LENGTH);
        phone.silent();
        phone.receive(Fixture.PEER, Fixture.request("ACK", "sip:1001@192.0.2.1", "in1", 1, "in1ack", success.toTag(), ""));
        assertThat(phone.expect("INFO").body()).startsWith("Signal=1");
    }
}
