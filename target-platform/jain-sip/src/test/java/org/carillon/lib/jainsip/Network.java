package org.carillon.lib.jainsip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** Datagrams and timers of several stacks, run by the test's thread on a clock that the test moves. */
final class Network implements TimerProvider {
    private record Packet(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {}

    private record Due(long at, long order, Runnable task) {}

    private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    /** What was sent, as text. */
    final List<String> log = new ArrayList<>();

    /** Packets that get lost. */
    Predicate<String> lost = text -> false;

    @Override
    public Pending after(long delayMillis, Runnable task) {
        var due = new Due(now + delayMillis, order++, task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    int pendingTimers() {
        return timers.size();
    }

    Transport transport(String address, int port) {
        return transport(address, port, "udp", false);
    }

    Transport transport(String address, int port, String name, boolean reliable) {
        var local = new InetSocketAddress(address, port);
        return new Transport() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InetAddress localAddress() {
                return local.getAddress();
            }

            @Override
            public int localPort() {
                return local.getPort();
            }

            @Override
            public boolean reliable() {
                return reliable;
            }

            @Override
            public boolean secure() {
                return false;
            }

            @Override
            public void start(Receiver receiver) throws IOException {
                if (receivers.putIfAbsent(local, receiver) != null) {
                    throw new IOException("address in use");
                }
            }

            @Override
            public void send(byte[] message, InetAddress to, int toPort) {
                inject(message, local, new InetSocketAddress(to, toPort));
            }

            @Override
            public void stop() {
                receivers.remove(local);
            }
        };
    }

    boolean bound(String address, int port) {
        return receivers.containsKey(new InetSocketAddress(address, port));
    }

    void inject(byte[] message, InetSocketAddress from, InetSocketAddress to) {
        var text = new String(message, java.nio.charset.StandardCharsets.UTF_8);
        log.add(text);
        if (!lost.test(text)) {
            packets.add(new Packet(message, from, to));
        }
    }

    /** Delivers packets, and what they bring about, until the network is still. Time stands. */
    void settle() {
        while (true) {
            var packet = packets.poll();
            if (packet != null) {
                var receiver = receivers.get(packet.to);
                if (receiver != null) {
                    receiver.received(packet.bytes, packet.bytes.length, packet.from);
                }
            } else if (!timers.isEmpty() && timers.peek().at <= now) {
                timers.poll().task.run();
            } else {
                return;
            }
        }
    }

    /** Lets time pass, with everything that happens meanwhile. */
    void advance(long millis) {
        var end = now + millis;
        settle();
        while (!timers.isEmpty() && timers.peek().at <= end) {
            now = timers.peek().at;
            settle();
        }
        now = end;
    }
}
