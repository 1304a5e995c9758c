package org.carillon.core.media.internal.rtp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.sdp.Format;
import org.carillon.core.media.internal.sdp.Negotiated;

/**
 * A sender, a network and the receiving half of a session, from the queue of datagrams to the frames for the loudspeaker, on virtual time.
 * All chance is seeded.
 */
final class VirtualCall {
    private static final int FRAME = Playout.FRAME_MILLIS;
    private static final int HEADER = RtpHeader.LENGTH;
    private static final int COMPARED_MILLIS = 80;
    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("peer", 4000);

    /** What the network does to a packet. */
    record Network(double lossPercent, double delayMillis, double jitterMillis, double duplicatesPercent) {
        static final Network PERFECT = new Network(0, 10, 0, 0);
    }

    private record Flight(double arrival, int number, byte[] packet) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return arrival == other.arrival ? Integer.compare(number, other.number) : Double.compare(arrival, other.arrival);
        }
    }

    /** What is said, by the sender's own sample count. */
    interface Voice {
        double at(long sample);
    }

    final RtpReceiver receiver = new RtpReceiver((digit, millis) -> {});
    final Codec codec;
    private final Random random;
    private final Voice voice;
    private final Codec.Coder coder;
    private final RtpHeader header = new RtpHeader();
    private final RtpReceiveQueue queue = new RtpReceiveQueue();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final short[] pcm = new short[Codec.Coder.MAX_SAMPLES];
    private final byte[] encoded = new byte[2 * Codec.Coder.MAX_SAMPLES];
    private final int perMilli;
    private short[] heard = new short[1 << 20];
    private int heardSamples;
    private double now;
    private double heldUntil;
    private int flown;

    /** Sixteen bits per sample: lets tests run at any rate, and lose nothing by coding. */
    record Linear(int sampleRate, int clockRate) implements Codec, Codec.Coder {
        @Override
        public String encoding() {
            return "L16";
        }

        @Override
        public int payloadType() {
            return 96;
        }

        @Override
        public int minPtime() {
            return 10;
        }

        @Override
        public int maxPtime() {
            return 60;
        }

        @Override
        public Coder open() {
            return this;
        }

        @Override
        public int encode(short[] pcm, int samples, byte[] out) {
            ByteBuffer.wrap(out).asShortBuffer().put(pcm, 0, samples);
            return 2 * samples;
        }

        @Override
        public int decode(byte[] packet, int offset, int length, short[] pcm) {
            ByteBuffer.wrap(packet, offset, length).asShortBuffer().get(pcm, 0, length / 2);
            return length / 2;
        }
    }

    /** How long a minute of the sender is: 1.0001 for a clock that is 100 ppm slow. */
    double senderMinute = 1;
    Network network = Network.PERFECT;
    int ptime = FRAME;
    int ssrc = 0x5eed;
    int sequence = 65_000;
    int timestamp = 0xfffff000;
    boolean marker = true;
    /** Said nothing now, and no packet sent. */
    boolean paused;
    /** The sender's time stamps stand still. */
    boolean frozen;
    private long said;

    VirtualCall(Codec codec, long seed, Voice voice) {
        this.codec = codec;
        this.voice = voice;
        random = new Random(seed);
        coder = codec.open();
        perMilli = codec.sampleRate() / 1000;
        Codec.Coder[] coders = new Codec.Coder[128];
        coders[codec.payloadType()] = codec.open();
        Format format = new Format(codec.payloadType(), codec.encoding(), codec.clockRate());
        receiver.use(new Negotiated(PEER, PEER, format, 20, null, List.of(format), List.of(), false, true, true, false, false), 0);
        int[] rates = new int[coders.length];
        Arrays.fill(rates, codec.clockRate());
        receiver.playout().use(coders, rates, codec.sampleRate());
    }

    Playout playout() {
        return receiver.playout();
    }

    /** Lets time pass. */
    void run(double millis) {
        for (double end = now + millis; now < end; now += FRAME) {
            while (saidMillis() + ptime * senderMinute <= now) {
                say();
            }
            for (Flight next = flights.peek(); next != null && next.arrival() <= now; next = flights.peek()) {
                arrive(flights.poll());
            }
            receiver.check(nanos(now));
            hear();
        }
    }

    private static long nanos(double millis) {
        return (long) (millis * 1_000_000);
    }

    /** When the next sample is said. */
    private double saidMillis() {
        return said * senderMinute / perMilli;
    }

    private void say() {
        int samples = ptime * perMilli;
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(voice.at(said + i));
        }
        said += samples;
        int length = coder.encode(pcm, samples, encoded);
        if (!paused) {
            send(Arrays.copyOf(encoded, length), codec.payloadType());
        }
        if (!frozen) {
            timestamp += ptime * codec.clockRate() / 1000;
        }
    }

    /** Sends a packet of the time stamp that is next. */
    void send(byte[] payload, int payloadType) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length);
        packet.put((byte) 0x80).put((byte) (payloadType | (marker ? 0x80 : 0))).putShort((short) sequence++).putInt(timestamp).putInt(ssrc);
        packet.put(payload);
        marker = false;
        if (random.nextDouble() * 100 < network.lossPercent()) {
            return;
        }
        fly(packet.array());
        if (random.nextDouble() * 100 < network.duplicatesPercent()) {
            fly(packet.array());
        }
    }

    /** Has nothing arrive for a while; then all of it comes at once. */
    void hold(double millis) {
        heldUntil = now + millis;
    }

    private void fly(byte[] packet) {
        double arrival = saidMillis() + network.delayMillis() + random.nextDouble() * network.jitterMillis();
        flights.add(new Flight(Math.max(arrival, heldUntil), flown++, packet));
    }

    private void arrive(Flight flight) {
        queue.put(ByteBuffer.wrap(flight.packet()), PEER, nanos(flight.arrival()), false, false);
        RtpReceiveQueue.Datagram datagram = queue.peek();
        if (header.read(datagram.bytes, datagram.length)) {
            receiver.packet(header, datagram);
        }
        queue.release();
    }

    private void hear() {
        int samples = FRAME * perMilli;
        playout().play(pcm, samples, nanos(now));
        if (heardSamples + samples > heard.length) {
            heard = Arrays.copyOf(heard, heard.length * 2);
        }
        System.arraycopy(pcm, 0, heard, heardSamples, samples);
        heardSamples += samples;
    }

    /** Milliseconds so far. */
    double now() {
        return now;
    }

    /** What was played between two times. */
    short[] heard(double from, double to) {
        return Arrays.copyOfRange(heard, (int) (from * perMilli), (int) (to * perMilli));
    }

    /** Longest silence, in milliseconds: no 2 ms of it have a twentieth of the amplitude. */
    double longestGap(double from, double to, double amplitude) {
        int window = 2 * perMilli;
        int longest = 0;
        int run = 0;
        for (int at = (int) (from * perMilli); at < to * perMilli; at += window) {
            int peak = 0;
            for (int i = at; i < at + window; i++) {
                peak = Math.max(peak, Math.abs(heard[i]));
            }
            run = peak < amplitude / 20 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest * 2;
    }

    /** Least peak that any piece of that length has. */
    double quietest(double from, double to, int millis) {
        int least = Integer.MAX_VALUE;
        for (double at = from; at + millis <= to; at += millis) {
            int peak = 0;
            for (short sample : heard(at, at + millis)) {
                peak = Math.max(peak, Math.abs(sample));
            }
            least = Math.min(least, peak);
        }
        return least;
    }

    /** Longest time from mouth to ear of those measured. */
    double longestDelay(double from, double to, double step) {
        double longest = Double.NaN;
        for (double at = from; at < to; at += step) {
            double delay = delay(at, 400);
            longest = Double.isNaN(delay) || delay < longest ? longest : delay;
        }
        return longest;
    }

    /** Milliseconds from mouth to ear at a time, by where what is heard is most like what was said; NaN when it is not like anything. */
    double delay(double at, double most) {
        int lags = (int) (most * perMilli);
        short[] wanted = heard(at, at + COMPARED_MILLIS);
        double[] said = new double[lags + wanted.length];
        for (int i = 0; i < said.length; i++) {
            said[i] = voice.at(Math.round((at * perMilli + i - lags) / senderMinute));
        }
        double best = 0.6;
        double delay = Double.NaN;
        for (int lag = 0; lag < lags; lag++) {
            double likeness = likeness(wanted, said, lags - lag);
            if (likeness > best) {
                best = likeness;
                delay = (double) lag / perMilli;
            }
        }
        return delay;
    }

    private static double likeness(short[] heard, double[] said, int from) {
        double product = 0;
        double energy = 1;
        double otherEnergy = 1;
        for (int i = 0; i < heard.length; i += 2) {
            product += heard[i] * said[from + i];
            energy += heard[i] * heard[i];
            otherEnergy += said[from + i] * said[from + i];
        }
        return product / Math.sqrt(energy * otherEnergy);
    }
}
