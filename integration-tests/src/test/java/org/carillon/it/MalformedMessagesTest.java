package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.carillon.it.kit.Direct;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What no SIP program sends: broken headers, wrong lengths, noise. The phone answers 4xx or nothing, says nothing of its inside, and goes on. */
public class MalformedMessagesTest {
    private static final Duration SILENCE = Duration.ofMillis(400);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Direct direct;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private RawSip raw;

    @BeforeClass
    public static void start() {
        direct = Direct.start(WORKSPACE);
    }

    @Before
    public void open() {
        raw = direct.raw();
    }

    @After
    public void thePhoneGoesOn() {
        raw.close();
        direct.requireSound();
    }

    private String options() {
        return raw.request("OPTIONS", Direct.USER, "");
    }

    private String without(String header) {
        return options().replaceFirst("(?m)^" + header + ":.*\r\n", "");
    }

    private void isRefused(String message, int... statuses) {
        raw.send(message);
        String response = raw.response();
        assertThat(statuses).as(response).contains(RawSip.status(response));
        isDiscreet(response);
    }

    private static void isDiscreet(String response) {
        assertThat(response).doesNotContainIgnoringCase("exception").doesNotContain("gov.nist", "javax.sip", "java.", "org.carillon");
        assertThat(response.substring(0, response.indexOf("\r\n\r\n")).replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    /** Either nothing at all or a refusal. */
    private void isIgnoredOrRefused(byte[] message) {
        raw.send(message);
        Optional<String> response = raw.receive(SILENCE);
        response.ifPresent(text -> {
            assertThat(RawSip.status(text)).isBetween(400, 599);
            isDiscreet(text);
        });
    }

    @Test
    public void aSequenceThatIsNoNumberIsRefused() {
        isRefused(options().replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"), 400);
    }

    @Test
    public void aSequenceBeyond32BitsIsRefused() {
        isRefused(options().replace("CSeq: 1 OPTIONS", "CSeq: 36893488147419103232 OPTIONS"), 400);
    }

    @Test
    public void aSequenceOfAnotherMethodIsRefused() {
        isRefused(options().replace("CSeq: 1 OPTIONS", "CSeq: 1 INVITE"), 400);
    }

    @Test
    public void aMissingHeaderIsRefusedWhereTheAnswerHasAWayBack() {
        for (String header : new String[]{"From", "To", "Call-ID", "CSeq"}) {
            isIgnoredOrRefused(without(header).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    public void aMissingViaIsNotAnswered() {
        isIgnoredOrRefused(without("Via").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void aMissingMaxForwardsIsNoFault() {
        raw.send(without("Max-Forwards"));
        assertThat(raw.status()).isEqualTo(200);
    }

    @Test
    public void aContentLengthBeyondTheDatagramIsRefused() {
        isRefused(options().replace("Content-Length: 0", "Content-Length: 9999"), 400);
    }

    @Test
    public void aNegativeContentLengthIsRefused() {
        isRefused(options().replace("Content-Length: 0", "Content-Length: -999"), 400);
    }

    @Test
    public void whatFollowsTheBodyIsCutOff() {
        raw.send(options() + "INVITE sip:nobody@nowhere SIP/2.0\r\nVia: SIP/2.0/UDP nowhere\r\n\r\n");
        assertThat(raw.status()).isEqualTo(200);
        assertThat(raw.receive(SILENCE)).isEmpty();
    }

    @Test
    public void anotherVersionIsRefused() {
        isRefused(options().replaceFirst("SIP/2.0\r\n", "SIP/7.0\r\n"), 400, 505);
    }

    @Test
    public void aRequestUriInBracketsIsRefused() {
        isRefused(options().replaceFirst("OPTIONS (\\S+) ", "OPTIONS <$1> "), 400, 416);
    }

    @Test
    public void blanksInTheRequestUriAreRefused() {
        isRefused(options().replaceFirst("OPTIONS (\\S+) ", "OPTIONS $1; lr "), 400);
    }

    @Test
    public void anOverlongHeaderIsRefused() {
        isRefused(raw.request("OPTIONS", Direct.USER, "X-Long: " + "a".repeat(40_000) + "\r\n"), 400, 413, 431, 513);
    }

    @Test
    public void thousandsOfHeadersAreRefused() {
        isRefused(raw.request("OPTIONS", Direct.USER, "X-Many: 1\r\n".repeat(2000)), 400, 413, 431, 513);
    }

    @Test
    public void anotherHeadersFaultsAreOverlooked() {
        raw.send(raw.request("OPTIONS", Direct.USER, "Date: the day after tomorrow\r\nAccept: ///\r\nX-Odd: \u00e4\u0001\r\n"));
        assertThat(raw.status()).isBetween(200, 400);
    }

    @Test
    public void foldedCompactAndOddlyCasedHeadersAreRead() {
        String id = RawSip.unique();
        raw.send("OPTIONS sip:1001@127.0.0.1:" + raw.target() + " SIP/2.0\r\nv :\r\n  SIP / 2.0 / UDP 127.0.0.1:" + raw.port()
                + " ;branch=z9hG4bK" + id + "\r\nf: \"Raw \\\" quoted\" <sip:raw@127.0.0.1>;tag=" + id
                + "\r\nt: <sip:1001@127.0.0.1>\r\ni: "
                + id + "\r\ncSEQ: 0001 OPTIONS\r\nMAX-FORWARDS: 0068\r\nl: 0\r\n\r\n");
        assertThat(raw.status()).isEqualTo(200);
    }

    @Test
    public void bareLineFeedsAreIgnoredOrRefused() {
        raw.send(options().replace("\r\n", "\n"));
        raw.receive(SILENCE).ifPresent(MalformedMessagesTest::isDiscreet);
    }

    @Test
    public void aResponseToNothingIsDropped() {
        raw.send("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:" + raw.target() + ";branch=z9hG4bKnothing\r\nFrom: <sip:a@b>;tag=1\r\n"
                + "To: <sip:c@d>;tag=2\r\nCall-ID: nothing\r\nCSeq: 1 INVITE\r\nContact: <sip:x@127.0.0.1:" + raw.port()
                + ">\r\nContent-Length: 0\r\n\r\n");
        assertThat(raw.receive(SILENCE)).isEmpty();
    }

    @Test
    public void keepAlivesAreNotAnsweredWithSip() {
        raw.send("\r\n\r\n");
        raw.receive(SILENCE).ifPresent(pong -> assertThat(pong).isBlank());
        raw.send(new byte[]{0});
        assertThat(raw.receive(SILENCE)).isEmpty();
    }

    @Test
    public void noiseIsIgnored() {
        Random random = new Random(20261);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(1, 2000)];
            random.nextBytes(noise);
            raw.send(noise);
        }
        isIgnoredOrRefused(new byte[65_000]);
    }

    @Test
    public void anyPrefixOfAnInviteIsIgnoredOrRefused() {
        byte[] invite = raw.request("INVITE", Direct.USER, "Require: nothing-we-have\r\n").getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < invite.length - 1; length += 7) {
            raw.send(Arrays.copyOf(invite, length));
        }
        for (Optional<String> response = raw.receive(SILENCE); response.isPresent(); response = raw.receive(SILENCE)) {
            assertThat(RawSip.status(response.get())).isBetween(400, 599);
            isDiscreet(response.get());
        }
    }

    @Test
    public void aFloodOfOptionsLeavesRoomForTheNextOne() {
        String first = options();
        for (int i = 0; i < 3000; i++) {
            raw.send(first.replaceAll("branch=z9hG4bK\\w+", "branch=z9hG4bKflood" + i).replaceAll("Call-ID: \\w+", "Call-ID: flood" + i));
        }
        int answers = 0;
        while (raw.receive(SILENCE).isPresent()) {
            answers++;
        }
        assertThat(answers).isPositive();
    }
}
