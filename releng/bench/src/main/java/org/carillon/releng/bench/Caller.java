package org.carillon.releng.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The other side of what is measured: a registrar that takes everybody, and a user agent that calls who registered. */
final class Caller implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    /** Each call leaves transactions behind for 32 s (RFC 3261 17.2.2), and a phone bounds how many it keeps: Carillon takes 512 calls in that time. */
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1) / 15;

    private final StampedSocket socket = new StampedSocket();
    private final BlockingQueue<Registration> registrations = new LinkedBlockingQueue<>();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().daemon().name("caller").unstarted(this::receive);
    private volatile boolean closed;
    private long nextCall = System.nanoTime();

    /**
     * A REGISTER.
     *
     * @param nanos
     *            when it arrived
     * @param contact
     *            URI of who sent it
     */
    record Registration(long nanos, int port, String contact) {}

    Caller() {
        thread.start();
    }

    int port() {
        return socket.port();
    }

    /** Forgets who has registered. */
    void forget() {
        registrations.clear();
    }

    /** The first registration since {@link #forget}. */
    Registration awaitRegistration() throws InterruptedException {
        Registration first = registrations.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (first == null) {
            throw new IllegalStateException("nobody registered within " + PATIENCE_SECONDS + " s");
        }
        return first;
    }

    /** Sends an INVITE, 15 a second at most. */
    Call invite(Registration callee) {
        long wait;
        while ((wait = nextCall - System.nanoTime()) > 0) {
            LockSupport.parkNanos(wait);
        }
        nextCall = System.nanoTime() + SPACING_NANOS;
        Call call = new Call(this, "bench-" + number.incrementAndGet() + "-" + System.nanoTime(), callee);
        calls.put(call.id(), call);
        call.invite();
        return call;
    }

    void forget(Call call) {
        calls.remove(call.id());
    }

    /** Live calls. */
    List<Call> calls() {
        return new ArrayList<>(calls.values());
    }

    void send(SipMessage message, int to) {
        socket.send(message.bytes(), to);
    }

    private void receive() {
        while (!closed) {
            StampedSocket.Datagram datagram = socket.receive();
            SipMessage message = datagram == null ? null : SipMessage.parse(datagram.bytes());
            if (message != null) {
                take(message, datagram);
            }
        }
    }

    private void take(SipMessage message, StampedSocket.Datagram datagram) {
        Call call = calls.get(message.field("call-id"));
        if (message.isResponse()) {
            if (call != null) {
                call.response(message, datagram.nanos());
            }
        } else if (message.method().equals("REGISTER")) {
            send(message.answer("200 OK", List.of("Contact: " + message.field("contact"), "Expires: 3600"), ""), datagram.port());
            message.contact().filter(uri -> !message.isFarewell())
                    .ifPresent(uri -> registrations.add(new Registration(datagram.nanos(), datagram.port(), uri)));
        } else if (message.method().equals("INVITE") && call != null) {
            send(message.answer("200 OK", List.of(contact()), call.answer(message)), datagram.port());
        } else if (!message.method().equals("ACK")) {
            boolean known = call != null || message.method().equals("OPTIONS");
            send(message.answer(known ? "200 OK" : "489 Bad Event", List.of(), ""), datagram.port());
        }
    }

    String contact() {
        return "Contact: <sip:bench@127.0.0.1:" + port() + ">";
    }

    @Override
    public void close() {
        calls().forEach(Call::close);
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
