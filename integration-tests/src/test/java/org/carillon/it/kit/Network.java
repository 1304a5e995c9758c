package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network namespace with nothing but loopback in it, where traffic can be cut off without a word, and counted. Takes the rights of root. */
public final class Network implements AutoCloseable {
    private static final Pattern PACKETS = Pattern.compile("packets (\\d+)");

    private final String name;

    private Network(String name) {
        this.name = name;
    }

    public static Network in(Workspace workspace) {
        Peers.require("ip", "nft");
        Network network = new Network("carillon-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Said answer = run(Peers.path("ip"), "netns", "add", network.name);
        if (answer.status != 0) {
            Peers.miss("a network namespace cannot be made: " + answer.text.strip());
        }
        workspace.owns(network);
        network.inside("ip", "link", "set", "lo", "up");
        return network;
    }

    /** The words before a command that runs it inside. */
    List<String> enter() {
        return List.of(Peers.path("ip"), "netns", "exec", name);
    }

    /**
     * Connects it with another one, as by a cable; nobody has an address there.
     *
     * @param end
     *            name of the interface here
     * @param otherEnd
     *            name of the interface there
     */
    void connect(String end, Network other, String otherEnd) {
        inside("ip", "link", "add", end, "type", "veth", "peer", "name", otherEnd, "netns", other.name);
        inside("ip", "link", "set", end, "up");
        other.inside("ip", "link", "set", otherEnd, "up");
    }

    /** Gives an interface an address, at once. */
    void address(String end, String address) {
        List<String> words = new ArrayList<>(List.of("address", "add", address, "dev", end));
        if (address.contains(":")) {
            words.add("nodad");
        }
        inside("ip", words.toArray(String[]::new));
    }

    /** Has an interface take what is sent to a multicast group. */
    void join(String end, String group) {
        inside("ip", "address", "add", group + "/32", "dev", end, "autojoin");
    }

    /** Sends what is for an address to a neighbour. */
    void route(String address, String neighbour) {
        inside("ip", "route", "add", address, "via", neighbour);
    }

    /** Drops every TCP segment to and from a port. */
    public void cut(int port) {
        String number = String.valueOf(port);
        inside("nft", "add", "table", "inet", "cut");
        inside("nft", "add", "chain", "inet", "cut", "input", "{ type filter hook input priority 0; }");
        inside("nft", "add", "rule", "inet", "cut", "input", "tcp", "dport", number, "drop");
        inside("nft", "add", "rule", "inet", "cut", "input", "tcp", "sport", number, "drop");
    }

    /** Ends the cut. */
    public void heal() {
        inside("nft", "delete", "table", "inet", "cut");
    }

    /**
     * Counts packets that are sent inside from now on.
     *
     * @param what
     *            in nft's words
     */
    public void count(String name, String what) {
        inside("nft", "add", "table", "inet", "count");
        inside("nft", "add", "chain", "inet", "count", "output", "{ type filter hook output priority 0; }");
        inside("nft", "add", "counter", "inet", "count", counter(name));
        inside("nft", "add", "rule", "inet", "count", "output", what + " counter name " + counter(name));
    }

    /** How many packets were as they should be counted. */
    public long counted(String name) {
        Matcher packets = PACKETS.matcher(ask("nft", "list", "counter", "inet", "count", counter(name)));
        if (!packets.find()) {
            throw new AssertionError("no counter " + name);
        }
        return Long.parseLong(packets.group(1));
    }

    /** Words of nft's language cannot be names. */
    private static String counter(String name) {
        return "count-" + name;
    }

    /** All counters begin with 0 again. */
    public void countAnew() {
        ask("nft", "reset", "counters", "table", "inet", "count");
    }

    private void inside(String program, String... arguments) {
        ask(program, arguments);
    }

    /** What a program says inside. */
    String ask(String program, String... arguments) {
        List<String> command = new ArrayList<>(enter());
        command.add(Peers.path(program));
        command.addAll(List.of(arguments));
        Said said = run(command.toArray(String[]::new));
        if (said.status != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
        return said.text;
    }

    private record Said(String text, int status) {}

    private static Said run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(text, process.waitFor());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        run(Peers.path("ip"), "netns", "delete", name);
    }
}
