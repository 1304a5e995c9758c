package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakePhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole sessions in the codecs of other rates and packings than G.711's. */
@Timeout(30)
class CodecCallsTest {
    private static final int WINDOW = 3200;

    private final FakeConfigurations accounts = new FakeConfigurations(20);
    private final MediaService alice = Calls.service(new FakePhone(Path.of(".")), accounts);
    private final MediaService bob = Calls.service(new FakePhone(Path.of(".")), accounts);

    @AfterEach
    void end() {
        alice.deactivate();
        bob.deactivate();
    }

    private void codecs(String... payloadTypes) {
        accounts.put(AccountConfig.PID, 1, Map.of("audioCodecs", payloadTypes));
    }

    private static boolean hears(ToneDevice ear, double hertz) {
        return ear.count() > WINDOW && ear.level(hertz, WINDOW) > 0.85 * ToneDevice.AMPLITUDE;
    }

    @ParameterizedTest
    @CsvSource({"9, G722, 10, 6100, 1000", "9, G722, 20, 6100, 5300", "9, G722, 30, 440, 6900", "9, G722, 40, 6100, 5300",
            "111, G726-16, 20, 440, 1000", "112, G726-24, 10, 440, 1000", "113, G726-32, 30, 440, 1000", "114, G726-40, 20, 440, 1000"})
    void audioGoesBothWays(String payloadType, String codec, int ptime, int first, int second) throws MediaException, InterruptedException {
        codecs(payloadType);
        ToneDevice aliceAudio = new ToneDevice(first);
        ToneDevice bobAudio = new ToneDevice(second);
        alice.bindAudio(aliceAudio);
        bob.bindAudio(bobAudio);
        MediaSession a = alice.open(1, (digit, millis) -> {});
        MediaSession b = bob.open(1, (digit, millis) -> {});
        String offer = a.offer(false);
        assertThat(offer).contains("RTP/AVP " + payloadType + " 101").contains("a=rtpmap:" + payloadType + " " + codec + "/8000");
        a.accept(b.answer(offer, false).replace("a=ptime:20", "a=ptime:" + ptime));
        assertThat(a.statistics().codec()).isEqualTo(codec);
        assertThat(a.statistics().ptime()).isEqualTo(ptime);
        assertThat(Calls.soon(() -> hears(aliceAudio, second) && hears(bobAudio, first))).isTrue();
        assertThat(a.statistics().lost() + b.statistics().lost()).isZero();
        assertThat(a.statistics().jitterMillis()).isLessThan(15);
    }

    @Test
    void aCallMayChangeToAnotherRateAndBack() throws MediaException, InterruptedException {
        codecs("0", "9");
        ToneDevice aliceAudio = new ToneDevice(440);
        ToneDevice bobAudio = new ToneDevice(1000);
        alice.bindAudio(aliceAudio);
        bob.bindAudio(bobAudio);
        MediaSession a = alice.open(1, (digit, millis) -> {});
        MediaSession b = bob.open(1, (digit, millis) -> {});
        for (String order : new String[]{"0 9", "9 0", "0 9"}) {
            String offer = a.offer(false).replaceFirst("RTP/AVP 0 9", "RTP/AVP " + order);
            a.accept(b.answer(offer, false));
            assertThat(a.statistics().codec()).isEqualTo(order.startsWith("9") ? "G722" : "PCMU");
            int aliceBefore = aliceAudio.count();
            int bobBefore = bobAudio.count();
            assertThat(Calls.soon(() -> aliceAudio.count() - aliceBefore > 2 * WINDOW && bobAudio.count() - bobBefore > 2 * WINDOW
                    && hears(aliceAudio, 1000) && hears(bobAudio, 440))).as(order).isTrue();
        }
        assertThat(aliceAudio.opened).hasValue(3);
    }

    /** Numbers above 95 mean what the other side's rtpmap says. */
    @Test
    void theOtherSideChoosesTheNumbers() throws MediaException, InterruptedException {
        codecs("113", "114");
        ToneDevice bobAudio = new ToneDevice(1000);
        bob.bindAudio(bobAudio);
        alice.bindAudio(new ToneDevice(440));
        MediaSession a = alice.open(1, (digit, millis) -> {});
        MediaSession b = bob.open(1, (digit, millis) -> {});
        String offer = a.offer(false).replaceAll("\\b114\\b", "98").replaceAll("\\b113\\b", "114");
        String answer = b.answer(offer, false);
        assertThat(answer).contains("RTP/AVP 114 101").contains("a=rtpmap:114 G726-32/8000");
        a.accept(answer.replaceAll("\\b114\\b", "113"));
        assertThat(a.statistics().codec()).isEqualTo("G726-32");
        assertThat(b.statistics().codec()).isEqualTo("G726-32");
        a.accept(answer);
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
    }
}
