package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.G711;
import org.carillon.core.media.internal.rtp.VirtualCall.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the receiving half of a session makes of what senders and networks do, on virtual time. */
class PlayoutTest {
    /** From mouth to ear without a jitter buffer: the packet is filled, and on its way. */
    private static final int WAY = 30;
    private static final int EVENTS = 101;

    private final VirtualCall call = new VirtualCall(G711.PCMU, 1, Voices.chirp(8000));

    private void use(boolean adaptive, int min, int normal, int max) {
        call.playout().use(new JitterSettings(adaptive, min, normal, max));
    }

    private void begin(boolean adaptive, int min, int normal, int max) {
        use(adaptive, min, normal, max);
        call.playout().reset();
    }

    /** Mouth to ear now. */
    private double delay() {
        return call.delay(call.now() - 200, 1_000);
    }

    private double gap(double from) {
        return call.longestGap(from, call.now(), Voices.AMPLITUDE);
    }

    private void requireSound() {
        double from = call.now();
        call.run(1_000);
        assertThat(gap(from)).as("gap in the second after it").isLessThanOrEqualTo(2);
        assertThat(delay()).as("mouth to ear").isLessThan(WAY + 120);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 100, 400, 600})
    void aStaticDelayIsTheNormalOne(int normal) {
        begin(false, 0, normal, 0);
        call.run(3_000);
        assertThat(delay()).isBetween(WAY + normal - 6.0, WAY + normal + 36.0);
        call.network = new Network(0, 10, 10, 0);
        call.run(5_000);
        assertThat(delay()).isBetween(WAY + normal - 6.0, WAY + normal + 36.0);
        assertThat(call.playout().delayMillis()).isBetween(normal - 6, normal + 36);
    }

    @Test
    void anAdaptiveDelayBeginsWithTheNormalOneAndFallsToTheLeast() {
        begin(true, 60, 200, 300);
        call.run(1_000);
        assertThat(delay()).isBetween(WAY + 195.0, WAY + 236.0);
        call.run(30_000);
        assertThat(delay()).isBetween(WAY + 55.0, WAY + 96.0);
        assertThat(gap(500)).isLessThanOrEqualTo(2);
        assertThat(call.playout().concealed()).isZero();
        assertThat(call.playout().late()).isZero();
    }

    @Test
    void itFollowsTheNetworkUpQuicklyAndNoFurtherThanPermitted() {
        begin(true, 20, 20, 150);
        call.run(5_000);
        assertThat(delay()).isLessThan(WAY + 45);
        call.network = new Network(0, 10, 120, 0);
        call.run(2_000);
        assertThat(delay()).isGreaterThan(WAY + 100);
        long late = call.playout().late();
        call.run(10_000);
        assertThat(call.playout().late() - late).as("late of 500").isLessThan(15);
        call.network = new Network(0, 10, 400, 0);
        call.run(10_000);
        assertThat(call.playout().delayMillis()).isBetween(130, 190);
    }

    @Test
    void newSettingsActOnARunningCall() {
        begin(true, 20, 20, 250);
        call.run(2_000);
        assertThat(delay()).isLessThan(WAY + 45);
        use(false, 0, 300, 0);
        call.run(6_000);
        assertThat(delay()).isBetween(WAY + 290.0, WAY + 336.0);
        use(true, 20, 50, 100);
        call.run(6_000);
        assertThat(delay()).isLessThan(WAY + 136);
        use(true, 150, 150, 250);
        call.run(3_000);
        assertThat(delay()).isBetween(WAY + 140.0, WAY + 186.0);
        assertThat(gap(1_000)).isLessThanOrEqualTo(2);
        assertThat(call.playout().late()).isZero();
    }

    @Test
    void reorderingAndDuplicatesWithinTheDelayAreNotHeard() {
        begin(false, 0, 80, 0);
        call.network = new Network(0, 10, 75, 30);
        call.run(60_000);
        assertThat(call.playout().late()).isZero();
        assertThat(call.playout().concealed()).isZero();
        assertThat(gap(1_000)).isLessThanOrEqualTo(2);
    }

    @Test
    void packetsThatComeTooLateAreCountedAndConcealed() {
        begin(false, 0, 20, 0);
        call.run(1_000);
        call.network = new Network(0, 10, 100, 0);
        call.run(2_000);
        assertThat(call.playout().late()).isPositive();
        assertThat(call.playout().concealed()).isPositive();
        assertThat(call.receiver.lost()).isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"60", "200", "400"})
    void aLongerRouteIsFollowedThereAndBack(int further) {
        call.run(20_000);
        call.network = new Network(0, 10 + further, 0, 0);
        double from = call.now();
        call.run(3_000);
        assertThat(gap(from)).isLessThanOrEqualTo(further);
        assertThat(delay()).isBetween(WAY + further + 10.0, WAY + further + 250.0);
        call.run(40_000);
        assertThat(delay()).as("settled").isLessThan(WAY + further + 60.0);
        call.network = Network.PERFECT;
        from = call.now();
        call.run(1_000);
        assertThat(gap(from)).isLessThanOrEqualTo(2);
        call.run(40_000);
        assertThat(delay()).as("back").isLessThan(WAY + 60);
    }

    /** The network holds everything back for a while and delivers it at once. */
    @ParameterizedTest
    @ValueSource(ints = {100, 300, 1_500})
    void whatWasStalledIsPlayedAsFarAsTheGreatestDelayPermits(int millis) {
        call.run(20_000);
        call.hold(millis);
        double from = call.now();
        call.run(millis + 500);
        assertThat(gap(from)).isLessThanOrEqualTo(millis);
        assertThat(call.playout().delayMillis()).isLessThanOrEqualTo(250 + 50);
        assertThat(call.playout().late()).isLessThanOrEqualTo(millis / 20);
        call.run(25_000);
        assertThat(delay()).isLessThan(WAY + 60);
        requireSound();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1, 5_000, -5_000, 1_000_000_000})
    void aJumpOfTheTimeStampIsNotHeard(int seconds) {
        call.run(5_000);
        double from = call.now();
        call.timestamp += seconds * 8000;
        call.run(1_000);
        assertThat(gap(from)).isLessThanOrEqualTo(2);
        assertThat(call.playout().late()).isZero();
        requireSound();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aPauseOfTheSenderIsSilenceAndThenSoundAgain(boolean frozen) {
        call.run(5_000);
        call.paused = true;
        call.frozen = frozen;
        double from = call.now();
        call.run(3_000);
        assertThat(call.quietest(from + 200, from + 3_000, 2_500)).isZero();
        call.paused = false;
        call.frozen = false;
        call.marker = true;
        call.run(300);
        requireSound();
        assertThat(call.playout().late()).isZero();
    }

    @Test
    void aFrozenPauseWithoutAMarkIsFollowedToo() {
        call.run(5_000);
        call.paused = true;
        call.frozen = true;
        call.run(2_000);
        call.paused = false;
        call.frozen = false;
        call.run(3_000);
        requireSound();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 40, 60})
    void packetLengthsMayChange(int ptime) {
        call.run(5_000);
        double from = call.now();
        call.ptime = ptime;
        call.run(5_000);
        call.ptime = 20;
        call.run(5_000);
        assertThat(gap(from)).isLessThanOrEqualTo(2);
        assertThat(delay()).isLessThan(WAY + 60);
    }

    @Test
    void anotherSourceBeginsAnew() {
        call.run(5_000);
        call.ssrc++;
        call.sequence = 7;
        call.timestamp = 12_345;
        call.run(300);
        requireSound();
        assertThat(call.playout().late()).isZero();
    }

    /** Telephone events take the place of audio, all with the time stamp of their beginning (RFC 4733 2.5.1.1). */
    @Test
    void eventsAreSilence() {
        call.run(5_000);
        call.paused = true;
        call.frozen = true;
        double from = call.now();
        for (int i = 0; i < 8; i++) {
            call.send(new byte[]{1, 10, 0, (byte) (i * 20)}, EVENTS);
            call.run(20);
        }
        call.timestamp += 8 * 160;
        call.paused = false;
        call.frozen = false;
        call.run(500);
        assertThat(call.quietest(from + 60, from + 180, 60)).as("nothing while it is pressed").isZero();
        assertThat(call.playout().late()).isZero();
        requireSound();
    }

    @Test
    void junkFromTheSenderItselfDoesNotTakeThePlaceOfSound() {
        call.run(3_000);
        double from = call.now();
        int timestamp = call.timestamp;
        for (int i = 0; i < 200; i++) {
            call.timestamp = i * 12_345_678;
            call.send(ByteBuffer.allocate(10).array(), EVENTS);
            call.timestamp = timestamp + i * 160;
            call.run(20);
        }
        assertThat(gap(from)).isLessThanOrEqualTo(2);
        requireSound();
    }

    @Test
    void aJumpOfTheSequenceNumberIsNotHeard() {
        call.run(3_000);
        for (int i = 0; i < 100; i++) {
            call.run(100);
            call.sequence += 500;
        }
        assertThat(gap(1_000)).isLessThanOrEqualTo(2);
    }

    /** What a codec makes up itself is taken as it is, and goes over into what comes without a seam. */
    @Test
    void aCodecMayConcealByItsOwnMeans() {
        Codec linear = new VirtualCall.Linear(8000, 8000);
        Codec.Coder[] coders = new Codec.Coder[128];
        coders[96] = new Codec.Coder() {
            @Override
            public int encode(short[] pcm, int samples, byte[] out) {
                return 0;
            }

            @Override
            public int decode(byte[] packet, int offset, int length, short[] pcm) {
                return linear.open().decode(packet, offset, length, pcm);
            }

            @Override
            public int conceal(short[] pcm, int samples) {
                assertThat(samples).isBetween(1, 160);
                Arrays.fill(pcm, 0, samples, (short) -77);
                return samples;
            }
        };
        VirtualCall own = new VirtualCall(linear, 1, sample -> 5000);
        int[] rates = new int[coders.length];
        Arrays.fill(rates, 8000);
        own.playout().use(coders, rates, 8000);
        own.run(2_000);
        own.network = new Network(100, 10, 0, 0);
        own.run(40);
        own.network = Network.PERFECT;
        own.run(1_000);
        int made = 0;
        for (short sample : own.heard(1_000, own.now())) {
            assertThat(sample).isIn((short) 5000, (short) -77);
            made += sample == -77 ? 1 : 0;
        }
        assertThat(made).isBetween(280, 360);
    }

    @Test
    void nothingComesOfNothing() {
        call.paused = true;
        call.run(1_000);
        assertThat(call.quietest(0, 1_000, 1_000)).isZero();
        assertThat(call.playout().delayMillis()).isZero();
        assertThat(call.playout().concealed()).isZero();
    }
}
