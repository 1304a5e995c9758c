package org.carillon.core.media.internal.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.media.MediaException;
import org.carillon.sim.testkit.Footprint;
import org.carillon.sim.testkit.Mutator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong descriptions by the hundred thousand: each is refused with a clear word, or answered with one that we could read ourselves. */
class FuzzTest {
    private static final int MESSAGES = 350_000;
    private static final int WARM_UP = 50_000;
    private static final int PER_SESSION = 40;
    private static final long HEAP_BYTES = 2L << 20;
    private static final List<byte[]> SAMPLES = List.of(sample("""
            v=0
            o=bob 1 1 IN IP4 192.0.2.9
            s=call
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 5000 RTP/AVP 0 8 9 18 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """), sample("""
            v=0
            o=- 20518 0 IN IP6 2001:db8::1
            s=-
            t=0 0
            a=group:BUNDLE a v
            m=audio 54609 RTP/AVP 96 111 8 98
            c=IN IP6 2001:db8::1
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1;maxplaybackrate=16000
            a=rtpmap:96 G726-32/8000/1
            a=rtpmap:98 telephone-event/48000
            a=maxptime:60
            a=rtcp:54610 IN IP6 2001:db8::2
            m=video 0 RTP/SAVPF 31 97
            a=inactive
            """), sample("""
            v=0
            o=sipp 53655765 2353687637 IN IP4 127.0.0.1
            s=-
            b=AS:64
            t=3149328700 0
            a=sendonly
            m=image 5002 udptl t38
            c=IN IP4 host.example.com
            m=audio 5004/2 RTP/AVP 97 0 13
            c=IN IP4 0.0.0.0
            a=rtpmap:97 PCMA/8000
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR
            a=recvonly
            a=ptime:30.5
            """), new byte[0]);

    private final Mutator mutator = new Mutator(8866, 18_000);
    private OfferAnswer agent;
    private int answered;

    private static byte[] sample(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private void fuzz(int messages) {
        for (int i = 0; i < messages; i++) {
            if (i % PER_SESSION == 0) {
                var address = InetAddress.ofLiteral(mutator.random().nextInt(4) == 0 ? "2001:db8::7" : "192.0.2.1");
                agent = new OfferAnswer(77, 4000,
                        Stream.of(0, 8, 9).map(Format::assigned).map(format -> new Capability(format, 20, 10, 40)).toList(),
                        mutator.random().nextBoolean(), mutator.random().nextBoolean(), peer -> address);
            }
            var text = new String(mutator.next(SAMPLES), StandardCharsets.UTF_8);
            try {
                use(text);
                answered++;
            } catch (MediaException e) {
                assertThat(e.getMessage()).as(text).isNotBlank().hasSizeLessThan(300);
            } catch (RuntimeException e) {
                throw new AssertionError("on " + text, e);
            }
        }
    }

    private void use(String text) throws MediaException {
        boolean hold = mutator.random().nextBoolean();
        switch (mutator.random().nextInt(4)) {
            case 0 -> {
                agent.offer(hold);
                sound(agent.accept(text));
            }
            case 1 -> {
                agent.rollback();
                SdpParser.parse(text);
            }
            default -> {
                var answer = agent.answer(text, hold);
                sound(answer.streams());
                var ours = SdpParser.parse(answer.text()).media();
                assertThat(ours).as(text).hasSameSizeAs(SdpParser.parse(text).media());
                assertThat(ours.stream().filter(media -> media.port() != 0)).as(answer.text()).singleElement()
                        .matches(media -> media.port() == 4000 && !media.formats().isEmpty());
            }
        }
    }

    private static void sound(Negotiated streams) {
        assertThat(streams.ptime()).isBetween(10, 60);
        assertThat(streams.sendEvents()).matches(events -> events == null || events.clockRate() > 0);
        assertThat(streams.receive()).isNotEmpty();
    }

    @Test
    @Timeout(900)
    void everyDescriptionIsRefusedOrAnswered() {
        fuzz(WARM_UP);
        var before = Footprint.now();
        fuzz(MESSAGES - WARM_UP);
        before.requireNoGrowth(HEAP_BYTES);
        assertThat(answered).as("descriptions that were taken").isGreaterThan(MESSAGES / 20);
    }
}
