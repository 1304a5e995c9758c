package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RtpReceiveQueueTest {
    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 4000);

    private final RtpReceiveQueue queue = new RtpReceiveQueue();

    private boolean put(int octet, boolean strange) {
        return queue.put(ByteBuffer.wrap(new byte[]{(byte) octet}), FROM, octet, false, strange);
    }

    private int take() {
        int octet = queue.peek().bytes[0];
        queue.release();
        return octet;
    }

    @Test
    void isBoundedAndKeepsTheOrder() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < RtpReceiveQueue.SLOTS; i++) {
                assertThat(put(i, false)).isTrue();
            }
            assertThat(put(99, false)).isFalse();
            for (int i = 0; i < RtpReceiveQueue.SLOTS; i++) {
                assertThat(take()).isEqualTo(i);
            }
            assertThat(queue.peek()).isNull();
        }
    }

    @Test
    void strangersLeaveRoomForWhoIsExpected() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(put(i, true)).isEqualTo(i < RtpReceiveQueue.STRANGERS);
            }
            for (int i = RtpReceiveQueue.STRANGERS; i < RtpReceiveQueue.SLOTS; i++) {
                assertThat(put(i, false)).isTrue();
            }
            assertThat(put(99, false)).isFalse();
            for (int i = 0; i < RtpReceiveQueue.SLOTS; i++) {
                assertThat(take()).isEqualTo(i);
            }
        }
    }

    @Test
    void strangersGetTheirRoomBack() {
        for (int i = 0; i < RtpReceiveQueue.STRANGERS; i++) {
            put(i, true);
        }
        put(50, false);
        take();
        assertThat(put(60, true)).isTrue();
        assertThat(put(61, true)).isFalse();
    }

    @Test
    void overlongDatagramsAreNotTaken() {
        assertThat(queue.put(ByteBuffer.allocate(RtpReceiveQueue.MAX_PACKET + 1), FROM, 0, false, false)).isFalse();
        assertThat(queue.put(ByteBuffer.allocate(RtpReceiveQueue.MAX_PACKET), FROM, 0, false, false)).isTrue();
    }
}
