package org.carillon.core.media.internal.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread that stamps what arrives with its time and passes it on, for all sessions. It sleeps while nothing comes, and allocates
 * nothing per packet: the channels remember the address of the last sender.
 */
public final class ReceiveLoop implements Runnable, AutoCloseable {
    /** Takes what arrives. */
    interface Sink {
        void received(ByteBuffer datagram, SocketAddress from, long nanos, boolean rtcp);
    }

    private record Target(Sink sink, boolean rtcp) {}

    private static final int BURST = 16;
    private static final int RELEASE_MILLIS = 200;

    private final Selector selector;
    private final LongSupplier clock;
    private final Consumer<Exception> failures;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RtpReceiveQueue.MAX_PACKET + 1);
    private final Queue<CountDownLatch> releases = new ConcurrentLinkedQueue<>();

    public ReceiveLoop(LongSupplier clock, Consumer<Exception> failures) {
        this.clock = clock;
        this.failures = failures;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to receive; what waits in the sockets is old and thrown away. */
    void add(PortPair ports, Sink sink) {
        try {
            ByteBuffer old = ByteBuffer.allocate(1);
            discard(ports.rtp(), old);
            discard(ports.rtcp(), old);
            ports.rtp().register(selector, SelectionKey.OP_READ, new Target(sink, false));
            ports.rtcp().register(selector, SelectionKey.OP_READ, new Target(sink, true));
            selector.wakeup();
        } catch (ClosedSelectorException | ClosedChannelException e) {
            // the end has come meanwhile
        } catch (IOException e) {
            failures.accept(e);
        }
    }

    private static void discard(DatagramChannel channel, ByteBuffer into) throws IOException {
        for (int i = 0; i < 10_000 && channel.receive(into.clear()) != null; i++) {
            // thrown away
        }
    }

    /** Called after channels were closed: their ports are only free when the selector has let them go. */
    void released() {
        selector.wakeup();
    }

    /** Waits, for a short time at most, until the ports of closed channels are free. */
    public void awaitRelease() {
        CountDownLatch done = new CountDownLatch(1);
        releases.add(done);
        selector.wakeup();
        try {
            done.await(RELEASE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        Consumer<SelectionKey> ready = this::read;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                selector.select(ready);
                if (!releases.isEmpty()) {
                    selector.selectNow(ready);
                    for (CountDownLatch done = releases.poll(); done != null; done = releases.poll()) {
                        done.countDown();
                    }
                }
            }
        } catch (ClosedSelectorException e) {
            // the regular end
        } catch (IOException e) {
            failures.accept(e);
        }
    }

    private void read(SelectionKey key) {
        Target target = (Target) key.attachment();
        DatagramChannel channel = (DatagramChannel) key.channel();
        try {
            for (int i = 0; i < BURST; i++) {
                SocketAddress from = channel.receive(buffer.clear());
                if (from == null) {
                    return;
                }
                target.sink().received(buffer.flip(), from, clock.getAsLong(), target.rtcp());
            }
        } catch (ClosedChannelException e) {
            // the session ended
        } catch (IOException | RuntimeException e) {
            failures.accept(e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
