package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    private static final DtmfTones TONES = new DtmfTones(100, -10, true);

    private final DigitSender sender = new DigitSender();
    private int clockRate = 8000;
    private final List<String> heard = new ArrayList<>();
    private final EventReceiver receiver = new EventReceiver((digit, millis) -> heard.add(digit + " " + millis));

    /** What is sent, one packet a word: {@code -} for audio, {@code M} for the marker, then the payload of an event or how else it is sent. */
    private List<String> sent(int packets, int ptime, DtmfTones tones) {
        List<String> sent = new ArrayList<>();
        byte[] payload = new byte[DigitSender.PAYLOAD];
        for (int i = 0; i < packets; i++) {
            DigitSender.Way way = sender.advance(ptime, true, tones);
            String first = way != null && sender.isFirst() ? "M" : "";
            if (way == DigitSender.Way.EVENT) {
                sender.write(payload, clockRate);
                sent.add(first + HexFormat.of().formatHex(payload));
            } else {
                sent.add(way == null ? "-" : first + way.name().charAt(0));
            }
        }
        return sent;
    }

    private List<String> sent(int packets, int ptime) {
        return sent(packets, ptime, TONES);
    }

    private boolean add(String digits) {
        return sender.add(digits, DigitSender.Way.EVENT);
    }

    @Test
    void digitTakes100MillisecondsAndItsEndIsSaidThreeTimes() {
        assertThat(sent(1, 20)).containsExactly("-");
        assertThat(add("5#")).isTrue();
        assertThat(sent(18, 20)).containsExactly("M050a00a0", "050a0140", "050a01e0", "050a0280", "058a0320", "058a0320", "058a0320", "-",
                "M0b0a00a0", "0b0a0140", "0b0a01e0", "0b0a0280", "0b8a0320", "0b8a0320", "0b8a0320", "-", "-", "-");
    }

    @Test
    void besideOpusTheClockRunsSixTimesAsFast() {
        clockRate = 48000;
        add("5");
        assertThat(sent(7, 20)).containsExactly("M050a03c0", "050a0780", "050a0b40", "050a0f00", "058a12c0", "058a12c0", "058a12c0");
        receive(1000, "058a12c0", 0);
        assertThat(heard).containsExactly("5 100");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void gapIs50MillisecondsOrMore(int ptime) {
        add("1234");
        List<String> sent = sent(100, ptime);
        int end = -1;
        int digits = 0;
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).startsWith("M")) {
                digits++;
                assertThat(end < 0 ? 50 : (i - end - 1) * ptime).isGreaterThanOrEqualTo(50);
                end = -1;
            } else if (end < 0 && sent.get(i).startsWith("8a", 2)) {
                end = i;
            }
        }
        assertThat(digits).isEqualTo(4);
        assertThat(sent.stream().filter(packet -> packet.startsWith("8a", 2))).hasSize(12);
    }

    @Test
    void queueIsBounded() {
        assertThat(add("1".repeat(128))).isTrue();
        assertThat(add("1")).isFalse();
        sender.clear();
        assertThat(sent(2, 20)).containsExactly("-", "-");
    }

    @Test
    void lengthAndLevelAreThoseOfTheMomentWhenADigitBegins() {
        add("12");
        assertThat(sent(1, 60, new DtmfTones(250, -16, true))).containsExactly("M011001e0");
        assertThat(sent(8, 60, new DtmfTones(80, -4, true))).containsExactly("011003c0", "011005a0", "01100780",
                "019007d0", "019007d0", "019007d0", "M020401e0", "02840280");
    }

    @Test
    void toneIsFollowedByAPause() {
        sender.add("1", DigitSender.Way.TONE);
        sender.add("2", DigitSender.Way.SIGNALLED);
        assertThat(sent(17, 20)).containsExactly("MT", "T", "T", "T", "T", "T", "T", "T", "MS", "S", "S", "S", "S", "S", "S", "S", "-");
    }

    @Test
    void onlySignalledDigitsGoOnWhileNothingIsSent() {
        sender.add("1", DigitSender.Way.SIGNALLED);
        sender.add("2", DigitSender.Way.TONE);
        sender.add("3", DigitSender.Way.SIGNALLED);
        assertThat(sender.advance(20, false, TONES)).isEqualTo(DigitSender.Way.SIGNALLED);
        for (int i = 0; i < 20; i++) {
            assertThat(sender.advance(20, false, TONES)).isNotEqualTo(DigitSender.Way.TONE);
        }
        sender.clear();
        assertThat(sender.advance(20, false, TONES)).isEqualTo(DigitSender.Way.SIGNALLED);
        assertThat(sender.digit()).isEqualTo('3');
    }

    private void receive(int timestamp, String payload, long millis) {
        byte[] packet = HexFormat.of().parseHex("ffff" + payload);
        receiver.packet(timestamp, packet, 2, packet.length - 2, clockRate, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void digitIsToldOnceAtItsEnd() {
        receive(1000, "050a00a0", 0);
        receive(1000, "050a0280", 60);
        assertThat(heard).isEmpty();
        receive(1000, "058a0320", 80);
        receive(1000, "058a0320", 100);
        receive(1000, "050a0280", 110);
        assertThat(heard).containsExactly("5 100");
    }

    @Test
    void sameDigitTwiceIsTwoDigits() {
        receive(1000, "058a0320", 0);
        receive(2600, "058a0320", 200);
        assertThat(heard).containsExactly("5 100", "5 100");
    }

    @Test
    void lostEndIsMadeUpByTheNextDigit() {
        receive(1000, "050a00a0", 0);
        receive(1000, "050a0140", 20);
        receive(2600, "0c0a00a0", 200);
        assertThat(heard).containsExactly("5 40");
        receive(2600, "0c8a0320", 300);
        assertThat(heard).containsExactly("5 40", "A 100");
    }

    @Test
    void lostEndIsMadeUpByTime() {
        receive(1000, "0a0a0320", 0);
        receiver.check(TimeUnit.MILLISECONDS.toNanos(190));
        assertThat(heard).isEmpty();
        receiver.check(TimeUnit.MILLISECONDS.toNanos(210));
        receive(1000, "0a8a0320", 220);
        assertThat(heard).containsExactly("* 100");
    }

    @Test
    void onlyTheEndCame() {
        receive(1000, "0f8a0320", 0);
        assertThat(heard).containsExactly("D 100");
    }

    @Test
    void wrongClockAndBackwardTimeStampsDoNotMatter() {
        receive(500_000, "018a12c0", 0);
        receive(499_000, "028a12c0", 200);
        receive(499_000, "028a12c0", 220);
        receive(500_000, "018a12c0", 240);
        receive(0, "038a0000", 400);
        assertThat(heard).containsExactly("1 600", "2 600", "3 0");
    }

    @Test
    void longDigitInSegmentsIsOne() {
        receive(1000, "090affff", 0);
        receive(1000 + 0xffff, "090a00a0", 20);
        receive(1000 + 0xffff, "098a0320", 100);
        receive(1000, "090affff", 110);
        assertThat(heard).hasSize(1).first().asString().startsWith("9 ");
    }

    @Test
    void whatIsNoDigitIsIgnored() {
        receive(1000, "108a0320", 0);
        receive(1000, "ff8a0320", 0);
        receive(1000, "058a03", 0);
        receive(1000, "", 0);
        receiver.check(TimeUnit.SECONDS.toNanos(9));
        assertThat(heard).isEmpty();
    }
}
