package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.media.Tone;
import org.carillon.api.media.Tones;
import org.carillon.api.media.Volume;
import org.carillon.core.media.internal.rtp.TonePlayer;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.log.LogLevel;

/** Whole sessions over the loopback interface. */
@Timeout(30)
class MediaServiceTest {
    /** 200 ms. */
    private static final int WINDOW = 1600;

    private final FakeConfigurations accounts = new FakeConfigurations(20);
    private final Volumes aliceVolume = new Volumes(new FakePhone(Path.of(".")), new ManualScopes(), Calls.LOG.logger());
    private final MediaService alice = Calls.service(new FakePhone(Path.of(".")), accounts, local -> false, aliceVolume);
    private final MediaService bob = Calls.service();
    private final ToneDevice aliceAudio = new ToneDevice(440);
    private final ToneDevice bobAudio = new ToneDevice(1000);
    private final Queue<String> aliceHeard = new ConcurrentLinkedQueue<>();
    private final Queue<String> bobHeard = new ConcurrentLinkedQueue<>();
    private MediaSession a;
    private MediaSession b;

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        alice.deactivate();
        bob.deactivate();
        assertThat(Calls.soon(() -> threads().isEmpty())).as("%s", threads()).isTrue();
        assertThat(aliceAudio.closed).hasValue(aliceAudio.opened.get());
        assertThat(bobAudio.closed).hasValue(bobAudio.opened.get());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("core.media")).toList();
    }

    private void open() throws MediaException {
        alice.bindAudio(aliceAudio);
        bob.bindAudio(bobAudio);
        a = alice.open(1, (digit, millis) -> aliceHeard.add(digit + " " + millis));
        b = bob.open(1, (digit, millis) -> bobHeard.add(digit + " " + millis));
    }

    private void talk() throws MediaException {
        open();
        a.accept(b.answer(a.offer(false), false));
    }

    private static boolean hears(ToneDevice ear, double hertz) {
        return ear.count() > WINDOW && ear.level(hertz, WINDOW) > 0.9 * ToneDevice.AMPLITUDE;
    }

    private static boolean hearsNothing(ToneDevice ear) {
        return ear.count() > WINDOW && ear.isSilent(WINDOW);
    }

    @ParameterizedTest
    @CsvSource({"0;8;18;9;98, PCMU", "18;8;0, PCMA"})
    void audioGoesBothWays(String codecs, String codec) throws MediaException, InterruptedException {
        accounts.put(AccountConfig.PID, 1, Map.of("audioCodecs", codecs.split(";")));
        talk();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        assertThat(aliceAudio.level(440, WINDOW)).isLessThan(100);
        assertThat(bobAudio.level(1000, WINDOW)).isLessThan(100);
        for (MediaSession session : List.of(a, b)) {
            MediaSession.Statistics statistics = session.statistics();
            assertThat(statistics.codec()).isEqualTo(codec);
            assertThat(statistics.ptime()).isEqualTo(20);
            assertThat(statistics.sent()).isGreaterThan(10);
            assertThat(statistics.received()).isGreaterThan(10);
            assertThat(statistics.lost()).isZero();
            assertThat(statistics.late()).as("late on a busy machine").isLessThan(5);
            assertThat(statistics.jitterMillis()).isLessThan(15);
        }
    }

    @ParameterizedTest
    @CsvSource({"10", "30", "40"})
    void otherPacketLengthsWork(int ptime) throws MediaException, InterruptedException {
        open();
        a.accept(b.answer(a.offer(false), false).replace("a=ptime:20", "a=ptime:" + ptime));
        assertThat(a.statistics().ptime()).isEqualTo(ptime);
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
    }

    @Test
    void beforeTheAnswerThereIsNothing() throws MediaException {
        open();
        a.offer(false);
        assertThat(a.statistics()).isEqualTo(new MediaSession.Statistics("", 0, false, 0, 0, 0, 0, 0, 0));
        assertThat(aliceAudio.opened).hasValue(0);
    }

    @Test
    void holdAndResume() throws MediaException, InterruptedException {
        talk();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        String offer = a.offer(true);
        assertThat(b.statistics().heldByPeer()).isFalse();
        a.accept(b.answer(offer, false));
        assertThat(b.statistics().heldByPeer()).isTrue();
        assertThat(a.statistics().heldByPeer()).isFalse();
        assertThat(Calls.soon(() -> hearsNothing(aliceAudio) && hearsNothing(bobAudio))).isTrue();
        long sentByA = a.statistics().sent();
        long sentByB = b.statistics().sent();
        Thread.sleep(200);
        assertThat(a.statistics().sent()).isGreaterThan(sentByA);
        assertThat(b.statistics().sent()).isEqualTo(sentByB);
        assertThatThrownBy(() -> b.dtmf("1", true)).isInstanceOf(MediaException.class).hasMessageContaining("holds");
        a.accept(b.answer(a.offer(false), false));
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        assertThat(a.statistics().lost() + b.statistics().lost()).isZero();
    }

    @Test
    void aRefusedHoldChangesNothing() throws MediaException, InterruptedException {
        talk();
        a.offer(true);
        a.rollback();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        assertThatThrownBy(() -> a.answer("v=0", false)).isInstanceOf(MediaException.class);
        Thread.sleep(250);
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
    }

    @Test
    void muteSaysNothingButGoesOnSending() throws MediaException, InterruptedException {
        talk();
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
        a.mute(true);
        assertThat(Calls.soon(() -> hearsNothing(bobAudio))).isTrue();
        long sent = a.statistics().sent();
        Thread.sleep(100);
        assertThat(a.statistics().sent()).isGreaterThan(sent);
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000))).isTrue();
        a.mute(false);
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
    }

    @Test
    void digitsGoBothWays() throws MediaException, InterruptedException {
        talk();
        assertThat(a.dtmf("1d", true)).isEmpty();
        assertThat(b.dtmf("#*", true)).isEmpty();
        assertThat(Calls.soon(() -> aliceHeard.size() == 2 && bobHeard.size() == 2)).isTrue();
        // 100 ms each, but on a busy machine the end of a digit may come after the patience for it
        assertThat(String.join(" ", bobHeard)).matches("1 \\d+ D \\d+");
        assertThat(String.join(" ", aliceHeard)).matches("# \\d+ \\* \\d+");
        assertThatThrownBy(() -> a.dtmf("1x", true)).isInstanceOf(MediaException.class);
        assertThat(a.statistics().lost() + b.statistics().lost()).isZero();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
    }

    private void mode(int mode) {
        accounts.put(AccountConfig.PID, 1, Map.of("dtmfMode", mode));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, true", "3, true", "4, false", "5, true", "6, true"})
    void eventsAreNegotiatedWhereTheModeUsesThem(int mode, boolean events) throws MediaException {
        mode(mode);
        talk();
        assertThat(a.offer(false).contains("telephone-event")).isEqualTo(events);
        a.rollback();
        assertThat(a.answer(b.offer(false), false).contains("telephone-event")).isEqualTo(events);
    }

    @Test
    void digitsInTheBandTakeThePlaceOfTheMicrophone() throws MediaException, InterruptedException {
        mode(1);
        alice.modified(Configs.of(MediaConfig.class, Map.of("dtmfDuration", 4)));
        talk();
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
        assertThat(a.dtmf("5", true)).isEmpty();
        assertThat(
                Calls.soon(() -> bobAudio.level(770, 400) > 4_000 && bobAudio.level(1336, 400) > 5_000 && bobAudio.level(440, 400) < 400))
                .isTrue();
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
        assertThat(bobHeard).isEmpty();
    }

    @Test
    void whoSendsADigitHearsItUnlessThatIsSwitchedOff() throws MediaException, InterruptedException {
        mode(2);
        talk();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000))).isTrue();
        a.dtmf("5", true);
        assertThat(Calls.soon(() -> aliceAudio.level(770, 400) > 1_000 && aliceAudio.level(1336, 400) > 1_200)).isTrue();
        assertThat(aliceAudio.level(1000, 400)).as("added to what is heard").isGreaterThan(0.7 * ToneDevice.AMPLITUDE);
        assertThat(Calls.soon(() -> bobHeard.size() == 1)).isTrue();
        alice.modified(Configs.of(MediaConfig.class, Map.of("dtmfFeedback", false)));
        assertThat(Calls.soon(() -> aliceAudio.level(770, 1600) < 200)).isTrue();
        int before = aliceAudio.count();
        a.dtmf("5", true);
        assertThat(Calls.soon(() -> bobHeard.size() == 2)).isTrue();
        int since = Math.min(aliceAudio.count() - before, 4_000);
        assertThat(aliceAudio.level(770, since)).isLessThan(400);
    }

    @Test
    void lengthAndLevelOfDigitsFollowTheirParameters() throws MediaException, IOException {
        alice.modified(Configs.of(MediaConfig.class, Map.of("dtmfDuration", 3, "dtmfLevel", -6)));
        open();
        try (RawPeer peer = new RawPeer()) {
            a.offer(false);
            a.accept(peer.sdp(""));
            a.dtmf("7", true);
            assertThat(end(peer)).isEqualTo("07 90 1600");
            alice.modified(Configs.of(MediaConfig.class, Map.of("dtmfDuration", 1, "dtmfLevel", 6)));
            a.dtmf("8", true);
            assertThat(end(peer)).isEqualTo("08 84 640");
        }
    }

    /** The next event's end: digit, flags with volume, duration; its repetitions are taken with it. */
    private static String end(RawPeer peer) throws IOException {
        String end = "";
        for (int ends = 0; ends < 3;) {
            ByteBuffer packet = peer.receive(peer.rtp, 2_000);
            if (packet.remaining() == 16 && packet.get(13) < 0) {
                end = "%02x %02x %d".formatted(packet.get(12), packet.get(13), packet.getShort(14));
                ends++;
            }
        }
        return end;
    }

    @Test
    void digitsForSignallingAreToldSo() throws MediaException, InterruptedException {
        mode(4);
        alice.modified(Configs.of(MediaConfig.class, Map.of("dtmfDuration", 4)));
        talk();
        assertThat(a.dtmf("1", true)).contains(Duration.ofMillis(250));
        assertThatThrownBy(() -> a.dtmf("1", false)).isInstanceOf(MediaException.class).hasMessageContaining("INFO");
        assertThat(Calls.soon(() -> aliceAudio.level(697, 400) > 1_000)).as("feedback").isTrue();
        a.answer(b.offer(true), false);
        assertThat(a.dtmf("1", true)).as("held by the other side").isPresent();
        assertThat(bobHeard).isEmpty();
    }

    @Test
    void digitsForEventsAndSignalling() throws MediaException, InterruptedException {
        mode(5);
        talk();
        assertThat(a.dtmf("1", true)).contains(Duration.ofMillis(100));
        assertThat(a.dtmf("2", false)).isEmpty();
        assertThat(Calls.soon(() -> bobHeard.size() == 2)).isTrue();
    }

    @Test
    void digitsForEventsOrSignalling() throws MediaException, InterruptedException {
        mode(6);
        talk();
        assertThat(a.dtmf("1", true)).isEmpty();
        assertThat(Calls.soon(() -> bobHeard.size() == 1)).isTrue();
        a.accept(b.answer(a.offer(false).replaceAll("a=(rtpmap|fmtp):101.*\r\n", ""), false));
        assertThat(a.dtmf("1", true)).contains(Duration.ofMillis(100));
        assertThatThrownBy(() -> a.dtmf("1", false)).isInstanceOf(MediaException.class);
    }

    @Test
    void silenceIsReplacedByNoise() throws MediaException, InterruptedException {
        accounts.put(AccountConfig.PID, 1, Map.of("vad", true));
        open();
        a.accept(b.answer(a.offer(false), false));
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).as("without consent there is no silence").isTrue();
        aliceAudio.amplitude = 30;
        long sent = a.statistics().sent();
        assertThat(Calls.soon(() -> a.statistics().sent() > sent + 40)).isTrue();
        aliceAudio.amplitude = ToneDevice.AMPLITUDE;
        a.accept(b.answer(a.offer(false), false).replaceFirst("RTP/AVP 0 ", "RTP/AVP 0 13 "));
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
        aliceAudio.amplitude = 60;
        assertThat(Calls.soon(() -> !hears(bobAudio, 440))).isTrue();
        Thread.sleep(500);
        long before = a.statistics().sent();
        Thread.sleep(1_000);
        assertThat(a.statistics().sent() - before).as("packets in a second of silence").isBetween(1L, 12L);
        // a sine of 60 has an effective value of 42
        assertThat(bobAudio.loudness(WINDOW)).isBetween(30.0, 60.0);
        assertThat(bobAudio.level(440, WINDOW)).as("noise, not the tone").isLessThan(25);
        a.dtmf("5", false);
        assertThat(Calls.soon(() -> bobHeard.size() == 1)).isTrue();
        aliceAudio.amplitude = ToneDevice.AMPLITUDE;
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
        assertThat(b.statistics().lost()).isZero();
    }

    @Test
    void aTalkspurtBeginsWithAMarkerAndEndsWithADescription() throws MediaException, IOException, InterruptedException {
        accounts.put(AccountConfig.PID, 1, Map.of("vad", true));
        open();
        aliceAudio.amplitude = 0;
        try (RawPeer peer = new RawPeer()) {
            a.offer(false);
            a.accept(peer.sdp("").replace("RTP/AVP 0 ", "RTP/AVP 0 13 "));
            ByteBuffer description = next(peer, 13);
            assertThat(description.remaining()).isEqualTo(13);
            assertThat(description.get(1)).as("no marker").isEqualTo((byte) 13);
            assertThat(Calls.soon(() -> aliceAudio.count() > 4_000)).isTrue();
            aliceAudio.amplitude = ToneDevice.AMPLITUDE;
            ByteBuffer first = next(peer, 0);
            assertThat(first.get(1)).as("marker").isEqualTo((byte) 0x80);
            assertThat(next(peer, 0).get(1)).isZero();
            aliceAudio.amplitude = 0;
            ByteBuffer last = next(peer, 13);
            assertThat(last.getInt(4) - first.getInt(4)).as("time goes on by frames").isPositive().matches(units -> units % 160 == 0);
            assertThat(last.get(12)).as("level").isBetween((byte) 60, (byte) 127);
            a.mute(true);
            aliceAudio.amplitude = ToneDevice.AMPLITUDE;
            assertThat(next(peer, 13).get(12)).as("muted").isEqualTo((byte) 127);
        }
    }

    /** The next packet of that payload type. */
    private static ByteBuffer next(RawPeer peer, int payloadType) throws IOException {
        ByteBuffer packet = peer.receive(peer.rtp, 3_000);
        while ((packet.get(1) & 0x7f) != payloadType) {
            packet = peer.receive(peer.rtp, 3_000);
        }
        return packet;
    }

    @Test
    void noiseOfTheOtherSideIsHeardUntilItSpeaks() throws MediaException, IOException, InterruptedException {
        open();
        try (RawPeer peer = new RawPeer()) {
            int port = RawPeer.port(a.answer(peer.sdp(""), false));
            for (int i = 0; i < 10; i++) {
                peer.send(peer.packet(0, 0xff), port);
                Thread.sleep(20);
            }
            assertThat(aliceAudio.loudness(WINDOW)).isLessThan(10);
            byte[] noise = Arrays.copyOf(peer.packet(13, 40), 13);
            peer.send(noise, port);
            peer.timestamp += 8_000;
            assertThat(Calls.soon(() -> aliceAudio.loudness(WINDOW) > 260)).isTrue();
            Thread.sleep(600);
            assertThat(aliceAudio.loudness(WINDOW)).as("-40 dBov").isBetween(300.0, 355.0);
            for (int i = 0; i < 25; i++) {
                peer.send(peer.packet(0, 0xff), port);
                Thread.sleep(20);
            }
            assertThat(aliceAudio.loudness(WINDOW)).as("speech that is silent").isLessThan(10);
        }
    }

    @Test
    void anAccountMaySendNoDigits() throws MediaException {
        mode(0);
        talk();
        assertThatThrownBy(() -> a.dtmf("1", true)).isInstanceOf(MediaException.class).hasMessageContaining("no digits");
    }

    @Test
    void digitsNeedAnotherSideThatTakesThem() throws MediaException {
        open();
        assertThatThrownBy(() -> a.dtmf("1", true)).isInstanceOf(MediaException.class);
        a.accept(b.answer(a.offer(false).replaceAll("a=(rtpmap|fmtp):101.*\r\n", ""), false));
        assertThatThrownBy(() -> a.dtmf("1", true)).isInstanceOf(MediaException.class).hasMessageContaining("telephone events");
    }

    @Test
    void lossReorderingDuplicatesAndJunkAreBorne() throws MediaException, IOException, InterruptedException {
        open();
        try (Relay relay = new Relay()) {
            List<byte[]> kept = new ArrayList<>();
            relay.there((packet, number) -> switch (number % 25) {
                case 5 -> List.of();
                case 10 -> {
                    kept.add(packet);
                    yield List.of();
                }
                case 11 -> List.of(packet, kept.removeFirst());
                case 15 -> List.of(packet, packet, packet);
                case 20 -> List.of(new byte[0], new byte[]{1, 2, 3}, new byte[1400], new byte[2000], packet, foreign(packet));
                default -> List.of(packet);
            });
            a.accept(relay.back(b.answer(relay.there(a.offer(false)), false)));
            assertThat(Calls.soon(() -> b.statistics().received() > 80)).isTrue();
            a.dtmf("0123456789", true);
            assertThat(Calls.soon(() -> bobHeard.size() == 10)).isTrue();
            assertThat(bobHeard.stream().map(digit -> digit.substring(0, 1))).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8",
                    "9");
            assertThat(Calls.soon(() -> hears(aliceAudio, 1000))).isTrue();
            assertThat(Calls.soon(() -> bobAudio.level(440, WINDOW) > 0.85 * ToneDevice.AMPLITUDE)).isTrue();
            MediaSession.Statistics statistics = b.statistics();
            long expected = a.statistics().sent() / 25;
            // two duplicates weigh up two losses (RFC 3550 A.3): 1 lost, 2 too many of each 25
            assertThat(statistics.lost()).isZero();
            assertThat(statistics.received()).isBetween(a.statistics().sent() + expected - 6, a.statistics().sent() + expected + 3);
            assertThat(a.statistics().lost()).isZero();
        }
    }

    private static byte[] foreign(byte[] packet) {
        byte[] other = packet.clone();
        other[8] ^= 0x55;
        return other;
    }

    @Test
    void lossIsCounted() throws MediaException, IOException, InterruptedException {
        open();
        try (Relay relay = new Relay()) {
            relay.there((packet, number) -> number % 10 == 9 ? List.of() : List.of(packet));
            a.accept(relay.back(b.answer(relay.there(a.offer(false)), false)));
            assertThat(Calls.soon(() -> b.statistics().received() > 90)).isTrue();
            assertThat(b.statistics().lost()).isBetween(8L, 12L);
            assertThat(b.statistics().late()).as("late on a busy machine").isLessThan(5);
        }
    }

    /** Five packets held back come at once, two of them in the wrong order and one twice, and each twentieth is lost. */
    @Test
    void aBadNetworkIsHardlyHeard() throws MediaException, IOException, InterruptedException {
        open();
        try (Relay relay = new Relay()) {
            List<byte[]> held = new ArrayList<>();
            relay.there((packet, number) -> {
                if (number % 20 != 19) {
                    held.add(packet);
                }
                if (number % 5 != 4) {
                    return List.of();
                }
                List<byte[]> released = new ArrayList<>(held);
                Collections.swap(released, 0, 1);
                released.add(released.getLast());
                held.clear();
                return released;
            });
            a.accept(relay.back(b.answer(relay.there(a.offer(false)), false)));
            assertThat(Calls.soon(() -> b.statistics().received() > 100)).isTrue();
            int settled = bobAudio.count();
            assertThat(Calls.soon(() -> bobAudio.count() > settled + 2 * 8000)).isTrue();
            assertThat(longestGap(bobAudio.last(2 * 8000))).as("milliseconds without sound").isLessThanOrEqualTo(60);
            assertThat(b.statistics().delayMillis()).isBetween(60, 250);
            assertThat(a.statistics().delayMillis()).isLessThan(b.statistics().delayMillis());
        }
    }

    private static int longestGap(short[] heard) {
        int longest = 0;
        int run = 0;
        for (short sample : heard) {
            run = Math.abs(sample) < ToneDevice.AMPLITUDE / 20 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest / 8;
    }

    @Test
    void theNetworkThatACallGoesOverSaysHowLongPacketsAreHeldBack() throws MediaException, InterruptedException {
        MediaService wireless = Calls.service(new FakePhone(Path.of(".")), new FakeConfigurations(20), local -> local.isLoopbackAddress());
        try {
            Map<String, Integer> settings = Map.of("jitterBufferMode", 1, "jitterBufferNormal", 100, "wifiJitterBufferMode", 1,
                    "wifiJitterBufferNormal", 300);
            alice.modified(Configs.of(MediaConfig.class, settings));
            wireless.modified(Configs.of(MediaConfig.class, settings));
            a = alice.open(1, (digit, millis) -> {});
            b = wireless.open(1, (digit, millis) -> {});
            a.accept(b.answer(a.offer(false), false));
            assertThat(Calls.soon(() -> isNear(a, 100) && isNear(b, 300))).isTrue();
            wireless.modified(Configs.of(MediaConfig.class, Map.of("wifiJitterBufferMode", 1, "wifiJitterBufferNormal", 200)));
            assertThat(Calls.soon(() -> isNear(a, 100) && isNear(b, 200))).as("changed under the call").isTrue();
        } finally {
            wireless.deactivate();
        }
    }

    private static boolean isNear(MediaSession session, int millis) {
        int delay = session.statistics().delayMillis();
        return delay > millis - 15 && delay < millis + 50;
    }

    @Test
    void delaysThatContradictEachOtherAreSaidAndBroughtIntoOrder() {
        alice.modified(Configs.of(MediaConfig.class, Map.of("jitterBufferMin", 100, "jitterBufferMax", 80)));
        assertThat(Calls.LOG.messages(LogLevel.WARN)).anySatisfy(message -> assertThat(message).contains("SettingJitterBufferMin 100",
                "SettingJitterBufferNormal 50", "SettingJitterBufferMax 80", "100, 100 and 100"));
    }

    @Test
    void sendsToWhereRtpComesFromAndToNobodyElse() throws MediaException, IOException {
        a = alice.open(1, (digit, millis) -> {});
        try (RawPeer announced = new RawPeer(); RawPeer real = new RawPeer(); RawPeer stranger = new RawPeer()) {
            int port = RawPeer.port(a.answer(announced.sdp(""), false));
            assertThat(announced.receive(announced.rtp, 1000)).isNotNull();
            stranger.send(stranger.packet(0, 0), port);
            stranger.send(new byte[]{0, 1, 2}, port);
            real.send(real.packet(0, 0), port);
            real.send(real.packet(0, 0), port);
            assertThat(real.receive(real.rtp, 1000)).isNotNull();
            assertThat(real.receive(real.rtp, 1000)).isNotNull();
            announced.discard();
            for (int i = 0; i < 5; i++) {
                stranger.send(stranger.packet(0, 0), port);
                real.discard();
                assertThat(real.receive(real.rtp, 1000)).isNotNull();
            }
            assertThat(announced.receive(announced.rtp, 60)).isNull();
            assertThat(stranger.receive(stranger.rtp, 60)).isNull();
            announced.send(announced.packet(0, 0), port);
            announced.send(announced.packet(0, 0), port);
            assertThat(announced.receive(announced.rtp, 1000)).isNotNull();
        }
    }

    @Test
    void aNewAddressInTheDescriptionCountsAtOnce() throws MediaException, IOException {
        a = alice.open(1, (digit, millis) -> {});
        try (RawPeer first = new RawPeer(); RawPeer second = new RawPeer()) {
            int port = RawPeer.port(a.answer(first.sdp(""), false));
            assertThat(first.receive(first.rtp, 1000)).isNotNull();
            a.answer(second.sdp(""), false);
            assertThat(second.receive(second.rtp, 1000)).isNotNull();
            first.send(first.packet(0, 0), port);
            first.send(first.packet(0, 0), port);
            second.discard();
            assertThat(second.receive(second.rtp, 1000)).isNotNull();
        }
    }

    @Test
    void firstPacketIsMarkedAndNumbersAreRandom() throws MediaException, IOException {
        a = alice.open(1, (digit, millis) -> {});
        try (RawPeer peer = new RawPeer()) {
            a.answer(peer.sdp("a=sendonly\r\n"), false);
            assertThat(peer.receive(peer.rtp, 100)).isNull();
            a.answer(peer.sdp(""), false);
            ByteBuffer first = peer.receive(peer.rtp, 1000);
            assertThat(first.get(0)).isEqualTo((byte) 0x80);
            assertThat(first.get(1)).isEqualTo((byte) 0x80);
            int marked = 0;
            for (int i = 1; i <= 10; i++) {
                ByteBuffer later = peer.receive(peer.rtp, 1000);
                marked += later.get(1) == 0 ? 0 : 1;
                assertThat((short) (later.getShort(2) - first.getShort(2))).isEqualTo((short) i);
                assertThat((later.getInt(4) - first.getInt(4)) % 160).isZero();
                assertThat(later.getInt(8)).isEqualTo(first.getInt(8));
            }
            assertThat(marked).as("marked again after a stall of the machine").isLessThan(5);
        }
    }

    @Test
    void sharedSsrcIsGivenUpOnce() throws MediaException, IOException {
        a = alice.open(1, (digit, millis) -> {});
        try (RawPeer peer = new RawPeer()) {
            int port = RawPeer.port(a.answer(peer.sdp(""), false));
            int before = peer.receive(peer.rtp, 1000).getInt(8);
            peer.ssrc = before;
            peer.send(peer.packet(0, 0), port);
            ByteBuffer bye = peer.receive(peer.rtcp, 1000);
            assertThat(bye.getInt(4)).isEqualTo(before);
            assertThat(bye.get(bye.limit() - 7)).isEqualTo((byte) 203);
            peer.discard();
            peer.receive(peer.rtp, 1000);
            int after = peer.receive(peer.rtp, 1000).getInt(8);
            assertThat(after).isNotEqualTo(before);
            peer.ssrc = after;
            peer.send(peer.packet(0, 0), port);
            peer.discard();
            peer.receive(peer.rtp, 1000);
            assertThat(peer.receive(peer.rtp, 1000).getInt(8)).isEqualTo(after);
        }
    }

    @Test
    void whoIsHeldReportsAndSaysGoodbye() throws MediaException, IOException {
        a = alice.open(1, (digit, millis) -> {});
        try (RawPeer peer = new RawPeer()) {
            int port = RawPeer.port(a.answer(peer.sdp("a=sendonly\r\n"), false));
            peer.send(peer.packet(0, 0), port);
            peer.send(peer.packet(0, 0), port);
            ByteBuffer report = peer.receive(peer.rtcp, 4000);
            assertThat(report.get(1)).isEqualTo((byte) 201);
            assertThat(report.getInt(8)).isEqualTo(peer.ssrc);
            assertThat(peer.receive(peer.rtp, 10)).isNull();
            a.close();
            ByteBuffer bye = peer.receive(peer.rtcp, 1000);
            assertThat(bye.get(bye.limit() - 7)).isEqualTo((byte) 203);
        }
    }

    @Test
    void aDeviceMayComeLateGoAndFail() throws MediaException, InterruptedException {
        open();
        bob.unbindAudio(bobAudio);
        a.accept(b.answer(a.offer(false), false));
        assertThat(Calls.soon(() -> hearsNothing(aliceAudio))).isTrue();
        bob.bindAudio(bobAudio);
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        bob.unbindAudio(bobAudio);
        assertThat(Calls.soon(() -> hearsNothing(aliceAudio) && bobAudio.closed.get() == 1)).isTrue();
        bob.bindAudio(rate -> {
            throw new IllegalStateException("no sound card");
        });
        bob.bindAudio(bobAudio);
        bob.unbindAudio(aliceAudio);
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000))).isTrue();
        assertThat(Calls.LOG.entries()).anyMatch(entry -> entry.level() == LogLevel.ERROR && entry.message().contains("does not open"));
    }

    @Test
    void portsComeFromTheRangeAndGoBack() throws MediaException, IOException {
        int low = 0;
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            low = Math.min(65_000, probe.getLocalPort()) & ~1;
        }
        MediaService narrow = Calls.service(new FakePhone(Path.of(".")).rtpPorts(low, low + 5), accounts);
        try {
            for (int round = 0; round < 20; round++) {
                List<MediaSession> sessions = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    sessions.add(narrow.open(1, (digit, millis) -> {}));
                }
                int from = low;
                assertThat(sessions.stream().map(session -> RawPeer.port(session.offer(false))).toList())
                        .allMatch(port -> port >= from && port <= from + 4 && port % 2 == 0).doesNotHaveDuplicates();
                assertThatThrownBy(() -> narrow.open(1, (digit, millis) -> {})).isInstanceOf(MediaException.class)
                        .hasMessageContaining("no pair of RTP ports free on 127.0.0.1 in " + low + "-" + (low + 5));
                try (RawPeer peer = new RawPeer()) {
                    sessions.getFirst().answer(peer.sdp(""), false);
                }
                sessions.forEach(MediaSession::close);
            }
        } finally {
            narrow.deactivate();
        }
    }

    @Test
    void anOfferIsCheckedWithoutASession() throws MediaException {
        String offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP ";
        alice.check(1, offer + "0\r\n");
        assertThatThrownBy(() -> alice.check(1, offer + "97\r\na=rtpmap:97 speex/8000\r\n")).isInstanceOf(MediaException.class);
        assertThatThrownBy(() -> alice.check(1, "hello")).isInstanceOf(MediaException.class);
    }

    @Test
    void anAccountWithoutACodecThatIsBuiltOpensNothing() {
        accounts.put(AccountConfig.PID, 3, Map.of("audioCodecs", new String[]{"18", "98"}));
        assertThatThrownBy(() -> alice.open(3, (digit, millis) -> {})).isInstanceOf(MediaException.class)
                .hasMessage("account 3 has no codec that is built among [18, 98]");
    }

    @Test
    void dscpFollowsTheConfiguration() throws MediaException, IOException {
        Session session = (Session) alice.open(1, (digit, millis) -> {});
        assertThat(session.stream().dscp()).isEqualTo(46);
        alice.modified(Calls.dscp(34));
        assertThat(session.stream().dscp()).isEqualTo(34);
        assertThat(((Session) alice.open(1, (digit, millis) -> {})).stream().dscp()).isEqualTo(34);
    }

    @Test
    void idleThreadsSleepWithoutAnEnd() throws MediaException, InterruptedException {
        talk();
        a.close();
        b.close();
        MediaSession waiting = alice.open(1, (digit, millis) -> {});
        waiting.offer(false);
        List<Thread> pacers = threads().stream().filter(thread -> thread.getName().contains("pace")).toList();
        assertThat(pacers).hasSize(2);
        assertThat(Calls.soon(() -> pacers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING))).isTrue();
    }

    @Test
    void aToneIsHeardWhereverTheSoundGoesUntilItIsClosed() throws InterruptedException {
        Tones.Playing tone = alice.play(new Tone(List.of(new Tone.Part(800, 0, 1000))), Volume.Of.RING);
        alice.bindAudio(aliceAudio);
        int window = TonePlayer.SAMPLE_RATE / 10;
        assertThat(Calls.soon(() -> aliceAudio.count() > window && aliceAudio.level(800, window) > 1000)).isTrue();
        alice.bindAudio(bobAudio);
        assertThat(Calls.soon(() -> bobAudio.count() > window && bobAudio.level(800, window) > 1000)).isTrue();
        assertThat(aliceAudio.closed).hasValue(1);
        tone.close();
        tone.close();
        assertThat(Calls.soon(() -> bobAudio.closed.get() == 1)).isTrue();
        int heard = bobAudio.count();
        alice.bindAudio(aliceAudio);
        Thread.sleep(100);
        assertThat(bobAudio.count()).isEqualTo(heard);
        assertThat(aliceAudio.opened).as("no more").hasValue(1);
    }

    @Test
    void theVolumeOfACallIsThatOfItsEarAlone() throws MediaException, InterruptedException {
        talk();
        assertThat(Calls.soon(() -> hears(aliceAudio, 1000) && hears(bobAudio, 440))).isTrue();
        aliceVolume.change(Volume.Of.CALL, -2);
        assertThat(Calls.soon(() -> isAbout(aliceAudio.level(1000, WINDOW), ToneDevice.AMPLITUDE / 2.0))).isTrue();
        aliceVolume.change(Volume.Of.CALL, 3);
        assertThat(Calls.soon(() -> isAbout(aliceAudio.level(1000, WINDOW), ToneDevice.AMPLITUDE * 1.41))).isTrue();
        assertThat(hears(bobAudio, 440)).as("what is said").isTrue();
        assertThat(isAbout(bobAudio.level(440, WINDOW), ToneDevice.AMPLITUDE)).as("what is said").isTrue();
    }

    private static boolean isAbout(double level, double expected) {
        return Math.abs(level - expected) < expected / 10;
    }

    @Test
    void aDefectiveListenerHurtsNobody() throws MediaException, InterruptedException {
        alice.bindAudio(aliceAudio);
        bob.bindAudio(bobAudio);
        a = alice.open(1, (digit, millis) -> {});
        b = bob.open(1, (digit, millis) -> {
            bobHeard.add("" + digit);
            throw new IllegalStateException("listener");
        });
        a.accept(b.answer(a.offer(false), false));
        a.dtmf("12", true);
        assertThat(Calls.soon(() -> bobHeard.size() == 2)).isTrue();
        assertThat(Calls.soon(() -> hears(bobAudio, 440))).isTrue();
    }

    @Test
    void whatOpensDuringTheEndEndsToo() throws MediaException, IOException {
        MediaService gone = Calls.service();
        gone.deactivate();
        MediaSession late = gone.open(1, (digit, millis) -> {});
        int port = RawPeer.port(late.offer(false));
        try (RawPeer peer = new RawPeer()) {
            late.answer(peer.sdp(""), false);
        }
        new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
    }
}
