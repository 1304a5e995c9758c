package org.carillon.releng.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One call to the measured phone: INVITE, ACK, BYE, and a stream of PCMA in both directions. */
final class Call implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    /** T1 of RFC 3261. */
    private static final int REPEAT_MILLIS = 500;
    private static final int PCMA = 8;
    private static final int CLOCK_RATE = 8000;
    private static final int FRAME = 160;
    private static final long FRAME_NANOS = 20_000_000;
    private static final int HEADER = 12;

    private final Caller caller;
    private final String id;
    private final Caller.Registration callee;
    private final BlockingQueue<Response> responses = new LinkedBlockingQueue<>();
    private final Pacing pacing = new Pacing(CLOCK_RATE);
    private final List<Thread> threads = new ArrayList<>();
    private StampedSocket media;
    /** The request that waits for an answer. */
    private SipMessage pending;
    private long invited;
    private String to;
    private volatile int target;
    private volatile boolean heard = true;
    private volatile boolean closed;

    private record Response(SipMessage message, long nanos) {}

    Call(Caller caller, String id, Caller.Registration callee) {
        this.caller = caller;
        this.id = id;
        this.callee = callee;
        this.to = "<" + callee.contact() + ">";
    }

    String id() {
        return id;
    }

    void invite() {
        media = new StampedSocket();
        pending = request("INVITE", 1, List.of(caller.contact()), description("sendrecv"));
        invited = StampedSocket.now();
        caller.send(pending, callee.port());
    }

    private SipMessage request(String method, int sequence, List<String> more, String body) {
        List<String> fields = new ArrayList<>(
                List.of("Via: SIP/2.0/UDP 127.0.0.1:" + caller.port() + ";branch=z9hG4bK" + id + sequence + method,
                        "Max-Forwards: 70", "From: \"Bench\" <sip:bench@127.0.0.1>;tag=" + id, "To: " + to, "Call-ID: " + id,
                        "CSeq: " + sequence + " " + method));
        fields.addAll(more);
        return new SipMessage(method + " " + callee.contact() + " SIP/2.0", fields, body);
    }

    private String description(String direction) {
        return String.join("\r\n", "v=0", "o=bench 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0",
                "m=audio " + media.port() + " RTP/AVP " + PCMA, "a=rtpmap:" + PCMA + " PCMA/" + CLOCK_RATE, "a=ptime:20", "a=" + direction,
                "");
    }

    void response(SipMessage message, long nanos) {
        responses.add(new Response(message, nanos));
    }

    /** The answer to an offer of the phone, which holds this call when it takes the next one. */
    String answer(SipMessage offer) {
        heard = !offer.body().contains("a=sendonly") && !offer.body().contains("a=inactive");
        return description(heard ? "sendrecv" : "recvonly");
    }

    /**
     * Waits for a response.
     *
     * @return nanoseconds from the INVITE to it
     * @throws Refused
     *             when a failure comes instead
     */
    long await(int status) throws InterruptedException, Refused {
        for (int attempts = 1;;) {
            Response response = responses.poll(REPEAT_MILLIS, TimeUnit.MILLISECONDS);
            if (response == null) {
                if (attempts++ == ATTEMPTS) {
                    throw new IllegalStateException("no " + status + " within " + ATTEMPTS * REPEAT_MILLIS + " ms");
                }
                caller.send(pending, callee.port());
                continue;
            }
            if (response.message().status() == status) {
                to = response.message().field("to");
                return accept(response);
            }
            if (response.message().status() >= 300) {
                throw new Refused(response.message().startLine());
            }
        }
    }

    private long accept(Response response) {
        if (response.message().status() == 200 && response.message().method().equals("INVITE")) {
            caller.send(request("ACK", 1, List.of(), ""), callee.port());
            target = response.message().mediaPort();
        }
        return response.nanos() - invited;
    }

    /** The call was not taken. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** Sends sound every 20 ms and looks at what comes. */
    void talk() {
        threads.add(Thread.ofPlatform().daemon().name("hear " + id).start(this::hear));
        threads.add(Thread.ofPlatform().daemon().name("say " + id).start(this::say));
    }

    private void hear() {
        while (!closed) {
            StampedSocket.Datagram datagram = media.receive();
            if (datagram != null && datagram.bytes().length > HEADER && (datagram.bytes()[1] & 0x7f) == PCMA) {
                ByteBuffer packet = ByteBuffer.wrap(datagram.bytes());
                pacing.packet(datagram.nanos(), packet.getShort(2) & 0xffff, packet.getInt(4));
            }
        }
    }

    private void say() {
        byte[] packet = new byte[HEADER + FRAME];
        Arrays.fill(packet, HEADER, packet.length, (byte) 0xd5);
        ByteBuffer header = ByteBuffer.wrap(packet).put(0, (byte) 0x80).put(1, (byte) PCMA).putInt(8, id.hashCode());
        long due = System.nanoTime();
        for (int i = 0; !closed; i++) {
            if (heard) {
                media.send(header.putShort(2, (short) i).putInt(4, i * FRAME).array(), target);
            }
            due += FRAME_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    /** What the phone sent. */
    Pacing pacing() {
        return pacing;
    }

    /** Sends BYE and waits for its answer. */
    void end() throws InterruptedException, Refused {
        responses.clear();
        pending = request("BYE", 2, List.of(), "");
        caller.send(pending, callee.port());
        await(200);
        close();
    }

    @Override
    public void close() {
        closed = true;
        caller.forget(this);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        media.close();
    }
}
