package org.carillon.core.media.internal.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.carillon.api.media.MediaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {
    private static final String START = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    private static Media media(String lines) throws MediaException {
        return SdpParser.parse(START + lines.replace("|", "\r\n")).media().getFirst();
    }

    @Test
    void readsWhatAPhoneNeeds() throws MediaException {
        Media media = media(
                "m=audio 4000 RTP/AVP 0 101 97 13|a=rtpmap:101 telephone-event/8000|a=rtpmap:97 opus/48000/2|a=fmtp:101 0-15|a=fmtp:97  maxplaybackrate=16000; stereo=0"
                        + "|a=ptime:30|a=maxptime:40|a=sendonly|a=rtcp:4009 IN IP4 192.0.2.7");
        assertThat(media.formats()).containsExactly(new Format(0, "PCMU", 8000), Format.events(101, 8000),
                new Format(97, "OPUS", 48000, 2, "maxplaybackrate=16000; stereo=0"), new Format(13, "CN", 8000));
        assertThat(media.ptime()).isEqualTo(30);
        assertThat(media.maxPtime()).isEqualTo(40);
        assertThat(media.direction()).isEqualTo(Direction.SENDONLY);
        assertThat(media.rtpAddress()).hasToString("/192.0.2.1:4000");
        assertThat(media.rtcpAddress()).hasToString("/192.0.2.7:4009");
    }

    @Test
    void rtpmapMayStandBeforeAnythingElseOfItsSection() throws MediaException {
        Description description = SdpParser
                .parse(START + "m=video 5000 RTP/AVP 97\r\na=rtpmap:97 PCMA/8000\r\nm=audio 4000 RTP/AVP 97\r\na=rtpmap:97 PCMU/8000\r\n");
        assertThat(description.media().get(1).formats()).containsExactly(new Format(97, "PCMU", 8000));
    }

    @Test
    void mediaOutranksSession() throws MediaException {
        Description description = SdpParser.parse(START + "a=recvonly\r\na=ptime:40\r\nm=audio 4000 RTP/AVP 0\r\n"
                + "m=audio 4002 RTP/AVP 0\r\nc=IN IP6 2001:db8::7\r\na=inactive\r\na=ptime:10\r\n");
        Media first = description.media().get(0);
        Media second = description.media().get(1);
        assertThat(first.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(first.ptime()).isEqualTo(40);
        assertThat(second.direction()).isEqualTo(Direction.INACTIVE);
        assertThat(second.ptime()).isEqualTo(10);
        assertThat(second.rtpAddress().getAddress().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(second.rtcpAddress().getPort()).isEqualTo(4003);
    }

    @ParameterizedTest
    @CsvSource({"a=sendrecv, SENDONLY", "a=recvonly, INACTIVE", "a=sendonly, SENDONLY"})
    void zerosAreHold(String attribute, Direction direction) throws MediaException {
        Media media = media("m=audio 4000 RTP/AVP 0|c=IN IP4 0.0.0.0|" + attribute);
        assertThat(media.direction()).isEqualTo(direction);
        assertThat(media.rtpAddress()).isNull();
        assertThat(media.rtcpAddress()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=audio 4000 RTP/AVP 0|c=IN IP4 phone.example.com", "m=audio 4000 RTP/AVP 0|c=IN IP4 192.0.2.256",
            "m=audio 4000 RTP/AVP 0|c=IN IP6 fe80::1%eth0"})
    void namesAreNotLookedUp(String lines) throws MediaException {
        assertThat(media(lines).address()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a=rtpmap:0", "a=rtpmap:x PCMU/8000", "a=rtpmap:128 PCMU/8000", "a=rtpmap:0 PCMU", "a=rtpmap:0 PCMU/", "a=rtpmap:",
                    "a=rtpmap:0 PCMU/99999999999999999999", "a=rtpmap:0 PCMA/8000/0", "a=rtpmap:0 PCMA/8000/x",
                    "a=fmtp:0", "a=fmtp:", "a=fmtp:128 x", "a=fmtp:9 x", "a=ptime:", "a=ptime:-20", "a=ptime:99999999999", "a=rtcp:",
                    "a=rtcp:0",
                    "a=rtcp:70000 IN IP4 1", "a=rtcp:4001 IN IP4 example.com x y z", "a=", "b=AS:64", "k=clear:x", "x=unknown", "t=1 2 3"})
    void whatMakesNoSenseInALineOfNoConsequenceIsPassedOver(String line) throws MediaException {
        Media media = media("m=audio 4000 RTP/AVP 0|" + line);
        assertThat(media.formats()).containsExactly(new Format(0, "PCMU", 8000));
        assertThat(media.ptime()).isZero();
        assertThat(media.rtcpAddress()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v=1", "v=0", "hello", "v=0\r\ns=-\r\nt=0 0\r\n", "v=0|o=- 1 1 IN IP4 192.0.2.1|no line",
            "v=0|o=x|m=audio 4000 RTP/AVP", "v=0|o=x|m=audio 70000 RTP/AVP 0", "v=0|o=x|m=audio -1 RTP/AVP 0",
            "v=0|o=x|m=audio x RTP/AVP 0",
            "v=0|o=x|c=IN IP4 224.2.1.1/127", "v=0|o=x|c=IN IP9 1", "v=0|o=x|c=IN IP4", "v=0|o=x\u0000y", "v=0|o=x|s=\u0007",
            "v=0|o=x|m=au\u00e4dio 4000 RTP/AVP 0"})
    void refuses(String text) {
        assertThatThrownBy(() -> SdpParser.parse(text.replace("|", "\r\n"))).isInstanceOf(MediaException.class)
                .hasMessageMatching("[ -~]{5,120}");
    }

    @Test
    void isBounded() {
        for (String huge : new String[]{START + "a=x\r\n".repeat(1_000_000), START + "a=" + "x".repeat(5000), START + "a=x\n".repeat(500),
                START + "m=audio 4000 RTP/AVP 0\r\n".repeat(17), START + "m=audio 4000 RTP/AVP" + " 0".repeat(65)}) {
            assertThatThrownBy(() -> SdpParser.parse(huge)).isInstanceOf(MediaException.class).hasMessageMatching("[ -~]{5,120}");
        }
    }

    @Test
    void damageIsRefusedOrPassedOverButNeverMore() {
        Random random = new Random(8866);
        String good = START
                + "a=ptime:20\r\nm=audio 4000/2 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=rtcp:4001 IN IP4 1.2.3.4\r\n";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int k = random.nextInt(6); k >= 0; k--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(300));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(9)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
                }
            }
            try {
                SdpParser.parse(text.toString()).media().forEach(Media::rtcpAddress);
            } catch (MediaException e) {
                assertThat(e.getMessage()).matches("[ -~]{5,120}");
            }
        }
    }
}
