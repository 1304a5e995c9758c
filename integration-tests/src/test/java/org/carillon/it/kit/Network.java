package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A network namespace with nothing but loopback in it, where traffic can be cut off without a word. Takes the rights of root. */
public final class Network implements AutoCloseable {
    private final String name;

    private Network(String name) {
        this.name = name;
    }

    public static Network in(Workspace workspace) {
        Peers.require("ip", "nft");
        Network network = new Network("carillon-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        String refusal = network.run(Peers.path("ip"), "netns", "add", network.name);
        if (!refusal.isEmpty()) {
            Peers.miss("a network namespace cannot be made: " + refusal.strip());
        }
        workspace.owns(network);
        network.inside("ip", "link", "set", "lo", "up");
        return network;
    }

    /** The words before a command that runs it inside. */
    List<String> enter() {
        return List.of(Peers.path("ip"), "netns", "exec", name);
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

    private void inside(String program, String... arguments) {
        List<String> command = new ArrayList<>(enter());
        command.add(Peers.path(program));
        command.addAll(List.of(arguments));
        String refusal = run(command.toArray(String[]::new));
        if (!refusal.isEmpty()) {
            throw new AssertionError(String.join(" ", command) + ": " + refusal);
        }
    }

    private String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : said + " (status " + process.exitValue() + ")";
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
