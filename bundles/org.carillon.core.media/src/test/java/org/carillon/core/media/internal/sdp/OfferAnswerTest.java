package org.carillon.core.media.internal.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAnswerTest {
    private static final Format PCMU = new Format(0, "PCMU", 8000);
    private static final Format PCMA = new Format(8, "PCMA", 8000);
    private static final Format OPUS = new Format(125, "OPUS", 48000, 2, "maxplaybackrate=16000");

    private final OfferAnswer ours = agent("192.0.2.1", 4000, PCMU, PCMA);
    private final OfferAnswer theirs = agent("192.0.2.2", 6000, PCMA, PCMU);

    private static OfferAnswer agent(String address, int port, Format... codecs) {
        return new OfferAnswer(77, port, capabilities(codecs), true, false, peer -> InetAddress.ofLiteral(address));
    }

    private static List<Capability> capabilities(Format... codecs) {
        return Stream.of(codecs).map(codec -> new Capability(codec, 20, 10, codec.equals(OPUS) ? 20 : 40)).toList();
    }

    private static String sdp(String lines) {
        return ("v=0|o=bob 1 1 IN IP4 192.0.2.9|s=call|c=IN IP4 192.0.2.9|t=0 0|" + lines + "|").replace("|", "\r\n");
    }

    private static List<String> lines(String text) {
        assertThat(text).endsWith("\r\n").doesNotContain("\n\n");
        return List.of(text.split("\r\n"));
    }

    private static String version(String text) {
        return lines(text).get(1).split(" ")[2];
    }

    @Test
    void firstOffer() {
        assertThat(lines(ours.offer(false))).containsExactly("v=0", "o=- 77 77 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0",
                "m=audio 4000 RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000",
                "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv");
    }

    @Test
    void answerTakesTheOfferersFirstThatWeKnow() throws MediaException {
        OfferAnswer.Answer answer = ours.answer(sdp("m=audio 5000 RTP/AVP 9 8 0 96|a=rtpmap:96 telephone-event/8000"), false);
        assertThat(lines(answer.text())).containsExactly("v=0", "o=- 77 77 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0",
                "m=audio 4000 RTP/AVP 8 96", "a=rtpmap:8 PCMA/8000", "a=rtpmap:96 telephone-event/8000", "a=fmtp:96 0-15", "a=ptime:20",
                "a=sendrecv");
        Negotiated streams = answer.streams();
        assertThat(streams.send()).isEqualTo(PCMA);
        assertThat(streams.receive()).containsExactly(PCMA);
        assertThat(streams.sendEvents().payloadType()).isEqualTo(96);
        assertThat(streams.receiveEvents()).containsExactly(Format.events(96, 8000));
        assertThat(streams.rtp()).hasToString("/192.0.2.9:5000");
        assertThat(streams.rtcp()).hasToString("/192.0.2.9:5001");
    }

    @Test
    void bothSidesAgree() throws MediaException {
        OfferAnswer.Answer answer = theirs.answer(ours.offer(false), false);
        Negotiated accepted = ours.accept(answer.text());
        assertThat(accepted.send()).isEqualTo(PCMU);
        assertThat(answer.streams().send()).isEqualTo(PCMU);
        assertThat(accepted.receive()).containsExactly(PCMU, PCMA);
        assertThat(accepted.rtp()).hasToString("/192.0.2.2:6000");
        assertThat(accepted.sends() && accepted.receives() && answer.streams().sends() && answer.streams().receives()).isTrue();
    }

    @Test
    void furtherMediaAreRefusedInTheirPlace() throws MediaException {
        OfferAnswer.Answer answer = ours.answer(sdp("m=video 5002 RTP/AVP 96 97|a=rtpmap:96 H264/90000|m=audio 5004 RTP/SAVP 0|"
                + "m=audio 5000 RTP/AVP 0|m=audio 5006 RTP/AVP 8|m=image 5008 udptl t38|m=application 5010 TCP/MSRP *"), false);
        assertThat(lines(answer.text()).stream().filter(line -> line.startsWith("m="))).containsExactly("m=video 0 RTP/AVP 96 97",
                "m=audio 0 RTP/SAVP 0", "m=audio 4000 RTP/AVP 0", "m=audio 0 RTP/AVP 8", "m=image 0 UDPTL t38",
                "m=application 0 TCP/MSRP *");
        assertThat(answer.streams().rtp().getPort()).isEqualTo(5000);
        assertThat(lines(ours.offer(false)).stream().filter(line -> line.startsWith("m="))).containsExactly("m=video 0 RTP/AVP 96 97",
                "m=audio 0 RTP/SAVP 0", "m=audio 4000 RTP/AVP 0 8 101", "m=audio 0 RTP/AVP 8", "m=image 0 UDPTL t38",
                "m=application 0 TCP/MSRP *");
    }

    @Test
    void dynamicNumbersOfTheOfferAreKept() throws MediaException {
        OfferAnswer.Answer answer = ours
                .answer(sdp("m=audio 5000 RTP/AVP 97 98|a=rtpmap:97 pcma/8000/1|a=rtpmap:98 Telephone-Event/8000"), false);
        assertThat(lines(answer.text())).contains("m=audio 4000 RTP/AVP 97 98", "a=rtpmap:97 PCMA/8000", "a=fmtp:98 0-15");
        assertThat(lines(ours.offer(false))).contains("m=audio 4000 RTP/AVP 0 8 98");
    }

    @Test
    void opusIsOfferedWithItsParametersAndEventsOfItsClock() {
        OfferAnswer wide = agent("192.0.2.1", 4000, OPUS, PCMU);
        assertThat(lines(wide.offer(false))).containsSubsequence("m=audio 4000 RTP/AVP 125 0 96 101", "a=rtpmap:125 opus/48000/2",
                "a=fmtp:125 maxplaybackrate=16000", "a=rtpmap:0 PCMU/8000", "a=rtpmap:96 telephone-event/48000", "a=fmtp:96 0-15",
                "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20");
    }

    /** Columns: their events, those of our answer. Their number stays theirs; the clock of the codec goes before 8 kHz. */
    @ParameterizedTest
    @CsvSource({"a=rtpmap:98 telephone-event/8000, 98", "a=rtpmap:98 telephone-event/8000|a=rtpmap:99 telephone-event/48000, 99",
            "a=rtpmap:98 telephone-event/16000, -1"})
    void opusIsAnsweredWithItsNumberAndEvents(String events, int taken) throws MediaException {
        OfferAnswer wide = agent("192.0.2.1", 4000, PCMU, OPUS);
        OfferAnswer.Answer answer = wide.answer(sdp("m=audio 5000 RTP/AVP 111 98 99 0|a=rtpmap:111 opus/48000/2|"
                + "a=fmtp:111 maxplaybackrate=8000;useinbandfec=1|" + events), false);
        assertThat(lines(answer.text())).contains("m=audio 4000 RTP/AVP 111" + (taken < 0 ? "" : " " + taken), "a=rtpmap:111 opus/48000/2",
                "a=fmtp:111 maxplaybackrate=16000");
        Negotiated streams = answer.streams();
        assertThat(streams.send()).isEqualTo(new Format(111, "OPUS", 48000, 2, "maxplaybackrate=8000;useinbandfec=1"));
        assertThat(streams.receive()).containsExactly(OPUS.at(111));
        assertThat(streams.ours()).isEqualTo(OPUS.at(111));
        assertThat(streams.sendEvents() == null ? -1 : streams.sendEvents().payloadType()).isEqualTo(taken);
        assertThat(streams.receiveEvents()).hasSize(taken < 0 ? 0 : 1);
        assertThat(streams.eventClockRate(98)).isEqualTo(taken == 98 ? 8000 : 0);
        assertThat(streams.eventClockRate(99)).isEqualTo(taken == 99 ? 48000 : 0);
        assertThat(streams.eventClockRate(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus/48000", "opus/48000/1", "opus/16000/2", "opus"})
    void opusHasOneName(String name) {
        OfferAnswer wide = agent("192.0.2.1", 4000, OPUS);
        assertThatThrownBy(() -> wide.answer(sdp("m=audio 5000 RTP/AVP 111|a=rtpmap:111 " + name), false))
                .isInstanceOf(MediaException.class);
    }

    @Test
    void anAnswerMayHaveNumbersOfItsOwn() throws MediaException {
        OfferAnswer wide = agent("192.0.2.1", 4000, OPUS, PCMU);
        wide.offer(false);
        Negotiated streams = wide.accept(sdp("m=audio 5000 RTP/AVP 100|a=rtpmap:100 OPUS/48000/2"));
        assertThat(streams.send().payloadType()).isEqualTo(100);
        assertThat(streams.receive()).containsExactly(OPUS, PCMU);
        assertThat(streams.eventClockRate(96)).isEqualTo(48000);
        assertThat(streams.eventClockRate(101)).isEqualTo(8000);
    }

    /** RFC 3264 8.3.2: a number means the same for the whole session, whoever gave it the meaning. */
    @Test
    void numbersKeepTheirMeaning() throws MediaException {
        Format g726 = new Format(111, "G726-16", 8000);
        OfferAnswer wide = agent("192.0.2.1", 4000, g726, OPUS);
        wide.answer(sdp("m=audio 5000 RTP/AVP 111 101|a=rtpmap:111 opus/48000/2|a=rtpmap:101 PCMA/8000"), false);
        assertThat(lines(wide.offer(false))).contains("m=audio 4000 RTP/AVP 96 111 97 98", "a=rtpmap:96 G726-16/8000",
                "a=rtpmap:111 opus/48000/2", "a=rtpmap:97 telephone-event/8000", "a=rtpmap:98 telephone-event/48000");
    }

    @Test
    void whenAllNumbersAreTakenEventsAreLeftOut() throws MediaException {
        StringBuilder taken = new StringBuilder("m=audio 5000 RTP/AVP 0");
        IntStream.rangeClosed(96, 127).forEach(number -> taken.append(' ').append(number));
        IntStream.rangeClosed(96, 127)
                .forEach(number -> taken.append("|a=rtpmap:").append(number).append(" x").append(number).append("/8000"));
        ours.answer(sdp(taken.toString()), false);
        assertThat(lines(ours.offer(false))).contains("m=audio 4000 RTP/AVP 0 8");
    }

    @Test
    void eventsOfAnotherClockOrAnAssignedNumberAreNotTaken() throws MediaException {
        OfferAnswer.Answer answer = ours.answer(
                sdp("m=audio 5000 RTP/AVP 0 97 18|a=rtpmap:97 telephone-event/48000|a=rtpmap:18 telephone-event/8000"), false);
        assertThat(lines(answer.text())).contains("m=audio 4000 RTP/AVP 0");
        assertThat(answer.streams().sendEvents()).isNull();
    }

    @Test
    void eventsAreNeitherOfferedNorAcceptedWhereTheyAreNotWanted() throws MediaException {
        OfferAnswer without = new OfferAnswer(77, 4000, capabilities(PCMU), false, false, peer -> InetAddress.ofLiteral("192.0.2.1"));
        assertThat(without.offer(false)).contains("RTP/AVP 0\r\n").doesNotContain("telephone-event").doesNotContain("fmtp");
        assertThat(without.accept(sdp("m=audio 5000 RTP/AVP 0 101|a=rtpmap:101 telephone-event/8000")).sendEvents()).isNull();
        OfferAnswer.Answer answer = without.answer(sdp("m=audio 5000 RTP/AVP 0 101|a=rtpmap:101 telephone-event/8000"), false);
        assertThat(answer.text()).contains("RTP/AVP 0\r\n").doesNotContain("telephone-event");
        assertThat(answer.streams().sendEvents()).isNull();
        assertThat(answer.streams().receiveEvents()).isEmpty();
    }

    private static OfferAnswer quiet(Format... codecs) {
        return new OfferAnswer(77, 4000, capabilities(codecs), true, true, peer -> InetAddress.ofLiteral("192.0.2.1"));
    }

    @Test
    void comfortNoiseIsOfferedOnWish() throws MediaException {
        OfferAnswer agent = quiet(PCMU, PCMA);
        assertThat(agent.offer(false)).contains("RTP/AVP 0 8 101 13\r\n", "a=rtpmap:13 CN/8000\r\n");
        assertThat(agent.accept(sdp("m=audio 5000 RTP/AVP 8 13")).noise()).isTrue();
        assertThat(agent.accept(sdp("m=audio 5000 RTP/AVP 8 13|a=rtpmap:13 CN/8000")).noise()).isTrue();
        assertThat(agent.accept(sdp("m=audio 5000 RTP/AVP 8")).noise()).isFalse();
        assertThat(ours.offer(false)).doesNotContain("CN");
        assertThat(ours.accept(sdp("m=audio 5000 RTP/AVP 8 13")).noise()).isFalse();
    }

    @Test
    void comfortNoiseIsAcceptedOnWish() throws MediaException {
        OfferAnswer.Answer answer = quiet(PCMU).answer(sdp("m=audio 5000 RTP/AVP 13 0"), false);
        assertThat(answer.streams().noise()).isTrue();
        assertThat(answer.text()).contains("RTP/AVP 0 13\r\n", "a=rtpmap:13 CN/8000\r\n");
        OfferAnswer.Answer without = quiet(PCMU).answer(sdp("m=audio 5000 RTP/AVP 0"), false);
        assertThat(without.streams().noise()).isFalse();
        assertThat(without.text()).doesNotContain("CN");
        assertThat(ours.answer(sdp("m=audio 5000 RTP/AVP 13 0"), false).text()).doesNotContain("CN");
    }

    @Test
    void comfortNoiseBelongsToCodecsOfItsClock() throws MediaException {
        OfferAnswer agent = quiet(OPUS);
        assertThat(agent.offer(false)).doesNotContain("CN");
        assertThat(agent.answer(sdp("m=audio 5000 RTP/AVP 125 13|a=rtpmap:125 opus/48000/2"), false).streams().noise()).isFalse();
    }

    @Test
    void eventsMayHaveTwoNumbers() throws MediaException {
        ours.offer(false);
        Negotiated streams = ours.accept(sdp("m=audio 5000 RTP/AVP 8 96|a=rtpmap:96 telephone-event/8000"));
        assertThat(streams.sendEvents().payloadType()).isEqualTo(96);
        assertThat(streams.receiveEvents()).containsExactly(Format.events(101, 8000));
        assertThat(lines(ours.offer(false))).contains("m=audio 4000 RTP/AVP 0 8 101");
    }

    @ParameterizedTest
    @CsvSource({"a=x, 20", "a=ptime:10, 10", "a=ptime:60, 40", "a=ptime:35, 30", "a=ptime:5, 10", "a=ptime:200, 40", "a=maxptime:10, 10",
            "a=ptime:40|a=maxptime:30, 30", "a=ptime:20|a=maxptime:150, 20", "a=ptime:19.5, 10"})
    void packetsAreAsLongAsTheOtherSideLikes(String attributes, int ptime) throws MediaException {
        assertThat(ours.answer(sdp("m=audio 5000 RTP/AVP 0|" + attributes), false).streams().ptime()).isEqualTo(ptime);
    }

    /** Columns: what they offer, whether we hold, what we answer, whether we send and receive, whether we are held. */
    @ParameterizedTest
    @CsvSource({"sendrecv, false, sendrecv, true, true, false", "sendrecv, true, sendonly, true, false, false",
            "sendonly, false, recvonly, false, true, true", "sendonly, true, inactive, false, false, true",
            "recvonly, false, sendonly, true, false, false", "recvonly, true, sendonly, true, false, false",
            "inactive, false, inactive, false, false, true", "inactive, true, inactive, false, false, true"})
    void directionsOfAnswers(String offered, boolean hold, String answered, boolean sends, boolean receives, boolean held)
            throws MediaException {
        OfferAnswer.Answer answer = ours.answer(sdp("m=audio 5000 RTP/AVP 0|a=" + offered), hold);
        assertThat(lines(answer.text())).contains("a=" + answered);
        assertThat(answer.streams().sends()).isEqualTo(sends);
        assertThat(answer.streams().receives()).isEqualTo(receives);
        assertThat(answer.streams().heldByPeer()).isEqualTo(held);
        assertThat(answer.streams().hold()).isEqualTo(hold);
    }

    /** Columns: whether we hold, what they answer, whether we send and receive, whether we are held. */
    @ParameterizedTest
    @CsvSource({"false, sendrecv, true, true, false", "false, sendonly, false, true, true", "false, recvonly, true, false, false",
            "false, inactive, false, false, true", "true, recvonly, true, false, false", "true, inactive, false, false, true",
            "true, sendrecv, true, false, false", "true, sendonly, false, false, true"})
    void directionsOfOffers(boolean hold, String answered, boolean sends, boolean receives, boolean held) throws MediaException {
        assertThat(lines(ours.offer(hold))).contains(hold ? "a=sendonly" : "a=sendrecv");
        Negotiated streams = ours.accept(sdp("m=audio 5000 RTP/AVP 0|a=" + answered));
        assertThat(streams.sends()).isEqualTo(sends);
        assertThat(streams.receives()).isEqualTo(receives);
        assertThat(streams.heldByPeer()).isEqualTo(held);
    }

    @Test
    void bothHoldAndResume() throws MediaException {
        ours.accept(theirs.answer(ours.offer(false), false).text());
        assertThat(ours.answer(theirs.offer(true), false).streams().heldByPeer()).isTrue();
        String offer = ours.offer(true);
        assertThat(lines(offer)).contains("a=inactive");
        Negotiated both = ours.accept(theirs.answer(offer, true).text());
        assertThat(both.sends() || both.receives()).isFalse();
        assertThat(both.heldByPeer()).isTrue();
        Negotiated resumed = ours.accept(theirs.answer(ours.offer(false), true).text());
        assertThat(resumed.receives()).isTrue();
        assertThat(resumed.sends()).isFalse();
        assertThat(resumed.heldByPeer()).isTrue();
        assertThat(ours.answer(theirs.offer(false), false).streams().heldByPeer()).isFalse();
    }

    @Test
    void zerosAreHold() throws MediaException {
        OfferAnswer.Answer answer = ours.answer(sdp("m=audio 5000 RTP/AVP 0|c=IN IP4 0.0.0.0"), false);
        assertThat(lines(answer.text())).contains("a=recvonly");
        assertThat(answer.streams().heldByPeer()).isTrue();
        assertThat(answer.streams().rtp()).isNull();
    }

    @Test
    void versionGrowsWithTheContentAlone() throws MediaException {
        String first = ours.offer(false);
        assertThat(ours.offer(false)).isEqualTo(first);
        String hold = ours.offer(true);
        assertThat(version(hold)).isEqualTo("78");
        ours.rollback();
        assertThat(ours.offer(true)).isEqualTo(hold);
        assertThat(version(ours.offer(false))).isEqualTo("79");
    }

    @Test
    void answerRepeatsTheTimeLine() throws MediaException {
        assertThat(lines(ours.answer(sdp("m=audio 5000 RTP/AVP 0").replace("t=0 0", "t=2873397496 2873404696"), false).text()))
                .contains("t=2873397496 2873404696");
    }

    @Test
    void anOfferMayBeAnsweredSeveralTimes() throws MediaException {
        ours.offer(false);
        assertThat(ours.accept(sdp("m=audio 5000 RTP/AVP 0")).rtp().getPort()).isEqualTo(5000);
        assertThat(ours.accept(sdp("m=audio 5002 RTP/AVP 8")).rtp().getPort()).isEqualTo(5002);
        ours.rollback();
        assertThatThrownBy(() -> ours.accept(sdp("m=audio 5000 RTP/AVP 0"))).isInstanceOf(MediaException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=audio 0 RTP/AVP 0", "m=audio 5000 RTP/AVP 9 18", "m=audio 5000 RTP/SAVP 0", "m=video 5000 RTP/AVP 0",
            "m=audio 5000 RTP/AVP 0|a=rtpmap:0 PCMU/16000", "m=audio 5000 RTP/AVP 0|c=IN IP4 example.com",
            "m=audio 5000 RTP/AVP 0|c=IN IP6 2001:db8::1", "b=AS:1"})
    void refusesWhatItCannotUse(String lines) throws MediaException {
        assertThatThrownBy(() -> ours.answer(sdp(lines), false)).isInstanceOf(MediaException.class).hasMessageMatching("[ -~]{10,200}");
        String offer = ours.offer(false);
        assertThatThrownBy(() -> ours.accept(sdp(lines))).isInstanceOf(MediaException.class).hasMessageMatching("[ -~]{10,200}");
        assertThat(ours.offer(false)).isEqualTo(offer);
    }

    @Test
    void speaksIpv6() throws MediaException {
        OfferAnswer six = agent("2001:db8::1", 4000, PCMU);
        assertThat(lines(six.offer(false))).contains("c=IN IP6 2001:db8:0:0:0:0:0:1", "o=- 77 77 IN IP6 2001:db8:0:0:0:0:0:1");
        Negotiated streams = six.accept(sdp("m=audio 5000 RTP/AVP 0|c=IN IP6 2001:db8::2"));
        assertThat(streams.rtp().getPort()).isEqualTo(5000);
        assertThatThrownBy(() -> six.answer(sdp("m=audio 5000 RTP/AVP 0"), false)).hasMessageContaining("IP version");
    }
}
