package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.carillon.api.device.FramePriority;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.lib.jainsip.Receiver;
import org.osgi.service.log.Logger;

/**
 * SIP over TCP, or over TLS (RFC 3261 18): one connection to each destination, and those that others make to this phone. Peers that waste
 * them lose theirs first, so that somebody who has something to say finds room.
 */
final class StreamTransport implements Streams {
    /**
     * What connections are made with.
     *
     * @param clock
     *            tells the time
     * @param sip
     *            executor of everything but waiting
     * @param bind
     *            where outgoing connections come from; anywhere when it is the wildcard
     */
    record Surroundings(Scopes clock, Scope scope, Executor sip, Logger logger, RandomGenerator random, FramePriority frames,
            InetAddress bind, StreamLimits limits) {}

    /** Turns a connection into a secure one; may block. */
    interface Security {
        /** @throws IOException that says why the other end is not trusted */
        Socket secure(Socket connected, Remote remote) throws IOException;
    }

    /** Bytes of messages, of all connections, that wait for the SIP executor. */
    private static final int MOST_WAITING = 512 * 1024;
    private static final int SEND_BUFFER = 128 * 1024;
    private static final int BACKLOG = 64;
    private static final Duration ACCEPT_AGAIN = Duration.ofSeconds(1);

    private final Surroundings from;
    private final InetAddress visible;
    private final int port;
    private final ServerSocket listener;
    private final Security security;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Map<Remote, SocketConnection> outgoing = new ConcurrentHashMap<>();
    private final Set<SocketConnection> incoming = ConcurrentHashMap.newKeySet();
    private final List<BiConsumer<Connection, String>> observers = new ArrayList<>();
    private volatile Marking marking;
    private volatile boolean stopped;
    private Receiver receiver;
    private Connection next;

    private StreamTransport(Surroundings from, int port, ServerSocket listener, Security security, Marking marking) {
        this.from = from;
        this.visible = LocalAddress.visible(from.bind());
        this.port = port;
        this.listener = listener;
        this.security = security;
        this.marking = marking;
    }

    /**
     * Binds the listener.
     *
     * @param port
     *            0 for any free one
     */
    static StreamTransport tcp(Surroundings from, int port, Marking marking) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(from.bind(), port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return new StreamTransport(from, listener.getLocalPort(), listener, null, marking);
    }

    /** Connects to others, and cannot be connected to. */
    static StreamTransport deaf(Surroundings from, int port, Marking marking) {
        return new StreamTransport(from, port, null, null, marking);
    }

    /**
     * Nobody listens: that takes a certificate of this phone's own.
     *
     * @param port
     *            tells this transport from others; no other process on this host may use it for TLS
     */
    static StreamTransport tls(Surroundings from, int port, Marking marking, Security security) {
        return new StreamTransport(from, port, null, security, marking);
    }

    @Override
    public String name() {
        return secure() ? "tls" : "tcp";
    }

    @Override
    public InetAddress localAddress() {
        return visible;
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public boolean reliable() {
        return true;
    }

    @Override
    public boolean secure() {
        return security != null;
    }

    /** Marks what is sent from now on. */
    void mark(Marking value) {
        marking = value;
        if (listener != null) {
            markFrames(port);
        }
        execute(() -> connections().forEach(SocketConnection::mark));
    }

    /** Marks what a connected socket sends from now on. */
    void mark(Socket socket) throws SocketException {
        socket.setTrafficClass(marking.trafficClass());
        markFrames(socket.getLocalPort());
    }

    private void markFrames(int localPort) {
        from.frames().mark(FramePriority.Protocol.TCP, localPort, marking.priority());
    }

    private Stream<SocketConnection> connections() {
        return Stream.concat(outgoing.values().stream(), incoming.stream());
    }

    @Override
    public void start(Receiver to) {
        receiver = to;
        if (listener != null) {
            listen();
        }
    }

    private void listen() {
        markFrames(port);
        from.scope().dedicated("sip-tcp", false, this::accept);
    }

    private void accept() {
        while (!stopped) {
            try {
                var socket = listener.accept();
                prepare(socket);
                markFrames(port);
                execute(() -> accepted(socket));
            } catch (IOException e) {
                if (!stopped) {
                    from.logger().warn("cannot take a connection: {}", e.getMessage());
                    after(ACCEPT_AGAIN, this::listen);
                }
                return;
            }
        }
    }

    private void prepare(Socket socket) throws SocketException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER);
        socket.setKeepAlive(true);
        socket.setTrafficClass(marking.trafficClass());
    }

    private void accepted(Socket socket) {
        if (stopped || !(socket.getRemoteSocketAddress() instanceof InetSocketAddress peer)) {
            quietly(socket);
            return;
        }
        makeRoom(peer.getAddress());
        var connection = new SocketConnection(this, new Remote(peer.getAddress(), peer.getPort(), ""), true);
        incoming.add(connection);
        connection.accepted(socket);
    }

    /** Closes one that never said anything, else the one that was silent longest, if it takes that to stay within the bounds. */
    private void makeRoom(InetAddress source) {
        var ofSource = incoming.stream().filter(one -> one.remote().address().equals(source)).toList();
        var crowded = ofSource.size() >= from.limits().incoming() / 4;
        if (crowded || incoming.size() >= from.limits().incoming()) {
            (crowded ? ofSource : incoming).stream()
                    .min(Comparator.comparing(SocketConnection::proven).thenComparing(SocketConnection::usedAt,
                            (a, b) -> Long.signum(a - b)))
                    .ifPresent(least -> least.close("there are too many connections"));
        }
    }

    @Override
    public void connect(Remote remote, Consumer<Connection> then, Consumer<String> failed) {
        var known = outgoing.get(remote);
        if (known == null) {
            if (stopped || outgoing.size() >= StreamLimits.OUTGOING) {
                failed.accept("there are too many connections");
                return;
            }
            known = new SocketConnection(this, remote, false);
            outgoing.put(remote, known);
            known.dial();
        }
        known.whenOpen(then, failed);
    }

    /**
     * Connects a socket; blocks.
     *
     * @param early
     *            gets the socket before it is connected
     */
    Socket dial(Remote remote, Consumer<Socket> early) throws IOException {
        var socket = new Socket();
        early.accept(socket);
        try {
            prepare(socket);
            if (!from.bind().isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(from.bind(), 0));
            }
            socket.connect(new InetSocketAddress(remote.address(), remote.port()));
            markFrames(socket.getLocalPort());
            return security == null ? socket : security.secure(socket, remote);
        } catch (IOException | RuntimeException e) {
            quietly(socket);
            throw e;
        }
    }

    InetSocketAddress reachable(Socket socket) {
        return new InetSocketAddress(socket.getLocalAddress(), listener == null ? socket.getLocalPort() : port);
    }

    /** Passes on a message that came; waits while too many others do. */
    void hand(SocketConnection connection, byte[] message, int length) {
        try {
            waiting.acquire(message.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        var source = new InetSocketAddress(connection.remote().address(), connection.remote().port());
        execute(() -> {
            waiting.release(message.length);
            if (connection.isCut()) {
                return;
            }
            next = connection;
            try {
                receiver.received(message, length, source);
            } finally {
                next = null;
            }
        });
    }

    @Override
    public void next(Connection connection) {
        next = connection;
    }

    @Override
    public Way way(InetAddress address, int peerPort) {
        var chosen = next;
        next = null;
        return chosen == null ? message -> send(message, address, peerPort) : chosen;
    }

    /** For what has lost its connection. */
    @Override
    public void send(byte[] message, InetAddress address, int peerPort) throws IOException {
        var known = connections().filter(one -> one.remote().address().equals(address) && one.remote().port() == peerPort).findFirst();
        if (known.isPresent()) {
            known.get().send(message);
        } else if (secure()) {
            throw new IOException("the connection is gone");
        } else {
            connect(new Remote(address, peerPort, ""), connection -> late(connection, message),
                    reason -> from.logger().debug("a message is lost: {}", reason));
        }
    }

    private void late(Connection connection, byte[] message) {
        try {
            connection.send(message);
        } catch (IOException e) {
            from.logger().debug("a message is lost: {}", e.getMessage());
        }
    }

    @Override
    public void whenClosed(BiConsumer<Connection, String> observer) {
        observers.add(observer);
    }

    void closed(SocketConnection connection, String reason) {
        from.logger().debug("the connection with {} over {} has ended: {}", connection.remote(), name(), reason);
        observers.forEach(observer -> contained(() -> observer.accept(connection, reason)));
    }

    void forget(SocketConnection connection) {
        outgoing.remove(connection.remote(), connection);
        incoming.remove(connection);
    }

    Supervision supervise(SocketConnection connection) {
        return new Supervision(connection, from.clock()::nanoTime, this::after, from.random(), from.limits());
    }

    /** Ends all connections, so that they are made anew. */
    void renew(String reason) {
        execute(() -> connections().forEach(connection -> connection.close(reason)));
    }

    /** Connections that there are. */
    int connected() {
        return outgoing.size() + incoming.size();
    }

    StreamLimits limits() {
        return from.limits();
    }

    long nanoTime() {
        return from.clock().nanoTime();
    }

    void execute(Runnable task) {
        from.sip().execute(task);
    }

    void blocking(Runnable task) {
        from.scope().blocking().execute(task);
    }

    Timer after(Duration delay, Runnable task) {
        return from.scope().after(delay, from.sip(), task);
    }

    void contained(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            from.logger().error("failed", e);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                // it does not listen any more
            }
        }
        connections().forEach(connection -> connection.close("the phone stops"));
    }

    static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // then it is closed by the other side
        }
    }

    /** What went wrong, for a person. */
    static String words(IOException e) {
        var message = e.getMessage() == null ? "" : e.getMessage();
        return switch (e) {
            case ProtocolException told -> message;
            case SSLException foreign when message.startsWith("Unsupported or unrecognized") -> "it does not speak TLS";
            case NoRouteToHostException unreachable -> "no route to it";
            case SocketTimeoutException silent when message.toLowerCase(Locale.ROOT).contains("timed out") -> "it does not answer";
            case SocketException broken when message.contains("(") ->
                message.substring(0, message.indexOf('(')).strip().toLowerCase(Locale.ROOT);
            default ->
                message.isEmpty() ? e.getClass().getSimpleName() : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
        };
    }
}
