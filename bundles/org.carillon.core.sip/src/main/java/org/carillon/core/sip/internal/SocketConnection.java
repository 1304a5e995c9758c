package org.carillon.core.sip.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.scope.Timer;

/**
 * One connection. Its socket is connected, read and written on threads that may block; whatever follows from that happens on the SIP
 * executor. What waits to be written is bounded, and a peer that does not take it loses the connection.
 */
final class SocketConnection implements Connection, Supervision.Subject {
    private static final int MOST_QUEUED = 256 * 1024;
    private static final int MOST_WAITERS = 64;
    private static final int BUFFER = 8 * 1024;
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final byte[] PONG = {'\r', '\n'};

    private record Waiter(Consumer<Connection> then, Consumer<String> failed) {}

    private final StreamTransport transport;
    private final Remote remote;
    private final boolean incoming;
    private final Reader reader;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Supervision supervision;
    /** Guards itself, {@link #queued}, {@link #writing}, {@link #stream} and {@link #end}. */
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queued;
    private boolean writing;
    private Socket stream;
    private String end;
    private Socket socket;
    private Timer patience;
    private String finishing;
    private boolean cut;
    private InetSocketAddress reachable;
    private volatile boolean held;
    private volatile boolean answersPings;
    private volatile boolean proven;
    private volatile long heardAt;
    private volatile long usedAt;

    SocketConnection(StreamTransport transport, Remote remote, boolean incoming) {
        this.transport = transport;
        this.remote = remote;
        this.incoming = incoming;
        this.supervision = transport.supervise(this);
        this.reader = new Reader();
        heardAt = transport.nanoTime();
        usedAt = heardAt;
    }

    @Override
    public Remote remote() {
        return remote;
    }

    @Override
    public InetSocketAddress reachable() {
        return reachable;
    }

    @Override
    public boolean open() {
        synchronized (queue) {
            return stream != null && end == null;
        }
    }

    boolean incoming() {
        return incoming;
    }

    /** True once a whole message came. */
    boolean proven() {
        return proven;
    }

    /** When something went over it last. */
    long usedAt() {
        return usedAt;
    }

    void whenOpen(Consumer<Connection> then, Consumer<String> failed) {
        if (open()) {
            then.accept(this);
        } else if (waiters.size() == MOST_WAITERS) {
            failed.accept("too much waits for the connection to " + remote);
        } else {
            waiters.add(new Waiter(then, failed));
        }
    }

    /** Makes the connection. */
    void dial() {
        transport.blocking(() -> {
            try {
                var connected = transport.dial(remote, this::interruptible);
                transport.execute(() -> opened(connected));
                reader.run(connected);
            } catch (IOException e) {
                failed(e);
            }
        });
        patience = transport.after(transport.limits().connect(), () -> close("cannot connect to " + remote + ": it does not answer"));
    }

    /** The socket is there before it is connected, so that it can be closed. */
    private void interruptible(Socket unconnected) {
        transport.execute(() -> {
            socket = unconnected;
            if (end != null) {
                StreamTransport.quietly(socket);
            }
        });
    }

    /** Takes a connection that a peer made. */
    void accepted(Socket connected) {
        socket = connected;
        opened(connected);
        transport.blocking(() -> {
            try {
                reader.run(connected);
            } catch (IOException e) {
                failed(e);
            }
        });
    }

    private void failed(IOException e) {
        var reason = StreamTransport.words(e);
        transport.execute(() -> finish(reachable == null ? "cannot connect to " + remote + ": " + reason : reason));
    }

    private void opened(Socket connected) {
        synchronized (queue) {
            if (end != null) {
                StreamTransport.quietly(connected);
                return;
            }
            if (patience != null) {
                patience.cancel();
            }
            reachable = transport.reachable(connected);
            stream = connected;
            write();
        }
        var served = List.copyOf(waiters);
        waiters.clear();
        served.forEach(waiter -> transport.contained(() -> waiter.then.accept(this)));
    }

    /** Reads until the end; on a thread of its own. */
    private final class Reader implements Framer.Sink {
        private final Framer framer = new Framer();
        private final long start = transport.nanoTime();
        private long begun;

        void run(Socket from) throws IOException {
            var in = from.getInputStream();
            var buffer = new byte[BUFFER];
            for (int count = 0; count >= 0;) {
                count = read(from, in, buffer);
                if (count > 0) {
                    heardAt = transport.nanoTime();
                    usedAt = heardAt;
                    begun = framer.within() ? begun : heardAt;
                    framer.add(buffer, count, this);
                }
            }
            throw new ProtocolException("the other side closed the connection");
        }

        /** Returns 0 when time passed without harm. */
        private int read(Socket from, InputStream in, byte[] buffer) throws IOException {
            var limits = transport.limits();
            var hurried = framer.within() || incoming && !proven;
            long since = framer.within() ? begun : hurried ? start : usedAt;
            long left = since + (hurried ? limits.message() : limits.idle()).toNanos() - transport.nanoTime();
            from.setSoTimeout((int) Math.max(1, Duration.ofNanos(left).toMillis()));
            try {
                return in.read(buffer);
            } catch (SocketTimeoutException e) {
                if (hurried) {
                    throw new SocketTimeoutException("the other side takes too long for a message");
                }
                if (!held && transport.nanoTime() - usedAt >= limits.idle().toNanos()) {
                    throw new SocketTimeoutException("nobody needs the connection");
                }
                usedAt = held ? transport.nanoTime() : usedAt;
                return 0;
            }
        }

        @Override
        public void message(byte[] message, int length) {
            proven = true;
            begun = heardAt;
            transport.hand(SocketConnection.this, message, length);
        }

        @Override
        public void ping() {
            keepAlive(PONG);
        }

        @Override
        public void pong() {
            answersPings = true;
        }
    }

    /** Nothing else waits to be said where a keep-alive is of use. */
    private void keepAlive(byte[] bytes) {
        synchronized (queue) {
            if (queue.isEmpty() && stream != null) {
                queue.add(bytes);
                queued += bytes.length;
                write();
            }
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        synchronized (queue) {
            if (end != null) {
                throw new IOException(end);
            }
            if (queued + message.length > MOST_QUEUED) {
                throw new IOException("too much waits to be sent to " + remote);
            }
            queue.add(message);
            queued += message.length;
            write();
        }
    }

    private void write() {
        if (stream != null && !writing && !queue.isEmpty()) {
            writing = true;
            transport.blocking(this::drain);
        }
    }

    private void drain() {
        try {
            for (var next = head(); next != null; next = head()) {
                usedAt = transport.nanoTime();
                var limit = transport.after(transport.limits().write(), this::cut);
                try {
                    stream.getOutputStream().write(next);
                } finally {
                    limit.cancel();
                }
                synchronized (queue) {
                    queue.poll();
                    queued -= next.length;
                }
            }
            transport.execute(this::drained);
        } catch (IOException e) {
            synchronized (queue) {
                writing = false;
            }
            failed(e);
        }
    }

    /** What is to be written; it waits there until it is. */
    private byte[] head() {
        synchronized (queue) {
            writing = !queue.isEmpty() && end == null;
            return writing ? queue.peek() : null;
        }
    }

    void mark() {
        try {
            if (open()) {
                transport.mark(socket);
            }
        } catch (SocketException e) {
            // it is closed
        }
    }

    private void cut() {
        cut = true;
        close("the other side does not take what is sent");
    }

    /** True when nothing is of interest any more that the other end said: it does not read what is answered. */
    boolean isCut() {
        return cut;
    }

    private void drained() {
        if (finishing != null) {
            close(finishing);
        }
    }

    /** Ends it once what waits is written. */
    private void finish(String reason) {
        synchronized (queue) {
            if (writing && stream != null) {
                finishing = reason;
                return;
            }
        }
        close(reason);
    }

    @Override
    public void hold(Watcher watcher) {
        watchers.add(watcher);
        if (!held) {
            held = true;
            supervision.start();
        }
    }

    @Override
    public void leave(Watcher watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty() && held) {
            held = false;
            supervision.stop();
        }
    }

    @Override
    public void answersPings(int seconds) {
        answersPings = true;
        if (seconds > 0 && held) {
            supervision.within(Duration.ofSeconds(seconds));
        }
    }

    @Override
    public long heardAt() {
        return heardAt;
    }

    @Override
    public boolean answersPings() {
        return answersPings;
    }

    @Override
    public void ping() {
        keepAlive(PING);
    }

    @Override
    public void probe() {
        watchers.getFirst().probe();
    }

    @Override
    public void dead(String reason) {
        close(reason);
    }

    /** Ends it, if it has not ended; those who wait for it and those who hold it are told why. */
    void close(String reason) {
        boolean wasOpen;
        synchronized (queue) {
            if (end != null) {
                return;
            }
            wasOpen = stream != null;
            end = reason;
            queue.clear();
        }
        supervision.stop();
        if (patience != null) {
            patience.cancel();
        }
        if (socket != null) {
            StreamTransport.quietly(socket);
        }
        transport.forget(this);
        var told = List.copyOf(watchers);
        watchers.clear();
        told.forEach(watcher -> transport.contained(() -> watcher.closed(reason)));
        waiters.forEach(waiter -> transport.contained(() -> waiter.failed.accept(reason)));
        waiters.clear();
        if (wasOpen) {
            transport.closed(this, reason);
        }
    }
}
