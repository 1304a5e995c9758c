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
    private final EventSender sender = new EventSender();
    private final List<String> heard = new ArrayList<>();
    private final EventReceiver receiver = new EventReceiver((digit, millis) -> heard.add(digit + " " + millis));

    /** What is sent, one packet a word: {@code -} for audio, {@code M} for the marker, then the payload. */
    private List<String> sent(int packets, int ptime) {
        List<String> sent = new ArrayList<>();
        byte[] payload = new byte[EventSender.PAYLOAD];
        for (int i = 0; i < packets; i++) {
            if (sender.advance(ptime)) {
                sender.write(payload, 8000);
                sent.add((sender.isFirst() ? "M" : "") + HexFormat.of().formatHex(payload));
                sender.sent(ptime);
            } else {
                sent.add("-");
            }
        }
        return sent;
    }

    @Test
    void digitTakes100MillisecondsAndItsEndIsSaidThreeTimes() {
        assertThat(sent(1, 20)).containsExactly("-");
        assertThat(sender.add("5#")).isTrue();
        assertThat(sent(18, 20)).containsExactly("M050a00a0", "050a0140", "050a01e0", "050a0280", "058a0320", "058a0320", "058a0320", "-",
                "M0b0a00a0", "0b0a0140", "0b0a01e0", "0b0a0280", "0b8a0320", "0b8a0320", "0b8a0320", "-", "-", "-");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 50, 60})
    void gapIs50MillisecondsOrMore(int ptime) {
        sender.add("1234");
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
        assertThat(sender.add("1".repeat(128))).isTrue();
        assertThat(sender.add("1")).isFalse();
        sender.clear();
        assertThat(sent(2, 20)).containsExactly("-", "-");
    }

    private void receive(int timestamp, String payload, long millis) {
        byte[] packet = HexFormat.of().parseHex("ffff" + payload);
        receiver.packet(timestamp, packet, 2, packet.length - 2, TimeUnit.MILLISECONDS.toNanos(millis));
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
