package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.G711;
import org.carillon.core.media.internal.rtp.VirtualCall.Network;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long calls over a network that does its worst, from the datagrams to the loudspeaker, on virtual time. */
@Timeout(120)
class HostileNetworkTest {
    private static final int MINUTE = 60_000;
    /** Jitter of more than two packets: they overtake each other all the time. */
    private static final Network HOSTILE = new Network(5, 10, 50, 2);
    private static final double BEFORE_SENDING = 20;

    @ParameterizedTest
    @CsvSource({"100, 1", "-100, 2"})
    void tenMinutesOfLossJitterReorderingDuplicatesAndSkew(int ppm, long seed) {
        VirtualCall call = new VirtualCall(G711.PCMU, seed, Voices.chirp(8000));
        call.senderMinute = 1 + ppm * 1e-6;
        call.network = HOSTILE;
        call.run(10 * MINUTE);
        double gap = call.longestGap(1_000, call.now(), Voices.AMPLITUDE);
        double hostile = call.longestDelay(2_000, call.now(), 10_000);
        long late = call.playout().late();
        double end = call.now();
        call.network = Network.PERFECT;
        call.run(MINUTE);
        double calm = call.longestDelay(end + MINUTE / 2, call.now() - 1_000, 1_000);
        System.out.printf("%d ppm: longest gap %.0f ms, late %d of %d, mouth to ear %.0f ms, %.0f ms when calm%n", ppm, gap, late,
                call.receiver.received(), hostile, calm);
        assertThat(gap).as("longest gap").isLessThanOrEqualTo(60);
        assertThat(late).as("late packets").isLessThan(300);
        assertThat(hostile).as("mouth to ear").isLessThan(160);
        assertThat(calm).as("mouth to ear when calm").isBetween(BEFORE_SENDING, 80.0);
        assertThat(call.playout().late()).as("late when calm").isLessThanOrEqualTo(late + 5);
    }

    /** A clock that differs alone costs nothing: neither packets nor sound. */
    @ParameterizedTest
    @ValueSource(ints = {100, -100, 300, -300})
    void anotherClockIsNotHeard(int ppm) {
        VirtualCall call = new VirtualCall(G711.PCMA, 3, Voices.tone(440, 8000));
        call.senderMinute = 1 + ppm * 1e-6;
        call.run(10 * MINUTE);
        assertThat(call.playout().late()).isZero();
        assertThat(call.playout().concealed()).as("samples concealed").isZero();
        assertThat(call.longestGap(1_000, call.now(), Voices.AMPLITUDE)).isLessThanOrEqualTo(2);
        assertThat(call.playout().delayMillis()).isBetween(15, 60);
        assertThat(call.quietest(1_000, call.now(), 10)).as("least amplitude in 10 ms").isGreaterThan(0.6 * Voices.AMPLITUDE);
    }

    @ParameterizedTest
    @CsvSource({"16000, 16000, 20", "16000, 8000, 20", "48000, 48000, 10"})
    void widebandSurvivesToo(int rate, int clockRate, int ptime) {
        Codec codec = new VirtualCall.Linear(rate, clockRate);
        VirtualCall call = new VirtualCall(codec, 7, Voices.vowel(rate));
        call.ptime = ptime;
        call.network = HOSTILE;
        call.run(MINUTE);
        assertThat(call.longestGap(1_000, call.now(), Voices.AMPLITUDE)).isLessThanOrEqualTo(60);
        assertThat(call.playout().late()).isLessThan(call.receiver.received() / 50);
    }
}
