package org.carillon.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A phone in a process of its own, driven through its control socket. */
final class DemoPhone implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long END_MINUTES = 5;
    private static final String ENVELOPE = "{\"exit\":";
    private final String model;
    private final Path home;
    private final Process process;

    private DemoPhone(String model, Path home, Process process) {
        this.model = model;
        this.home = home;
        this.process = process;
    }

    /**
     * Starts it and waits for its ready line.
     *
     * @param script
     *            the {@code phone} script
     * @param options
     *            of {@code phone run} beyond model, home and ports
     */
    static DemoPhone start(Path script, String model, Path home, List<String> options) throws IOException {
        return start(script, model, home, options, Map.of(), null);
    }

    /**
     * @param environment
     *            variables besides
     * @param log
     *            takes what it says besides its ready line; null for standard error
     */
    static DemoPhone start(Path script, String model, Path home, List<String> options, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(script.toString(), "run", "--model", model, "--home", home.toString(), "--sip-port", "0",
                        "--http-port", "0", "--https-port", "0", "--rtp-ports", "0", "--log", "WARN"));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(log == null ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().put("CARILLON_BUILD", "never");
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String ready = out.readLine();
        if (ready == null || !ready.startsWith("{\"ready\":true")) {
            process.destroy();
            throw new IOException(model + " did not start");
        }
        return new DemoPhone(model, home, process);
    }

    String model() {
        return model;
    }

    Path home() {
        return home;
    }

    /** Sends a command and returns what it prints. */
    String ctl(String... words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("control.sock")))) {
            String request = Stream.of(words).map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                    .collect(Collectors.joining(",", "[", "]\n"));
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            List<String> lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8)).lines()
                    .toList();
            String answer = lines.stream().filter(line -> !line.startsWith(ENVELOPE)).collect(Collectors.joining("\n"));
            if (!lines.getLast().equals(ENVELOPE + "0}")) {
                throw new IOException(model + " " + String.join(" ", words) + ": " + answer);
            }
            return answer;
        }
    }

    /** Waits until the answer to a command holds a text. */
    String await(String text, String... command) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        String answer = ctl(command);
        while (!answer.contains(text)) {
            if (System.nanoTime() > end) {
                throw new IOException(model + ": waited for " + text + " in vain, it says " + answer);
            }
            Thread.sleep(50);
            answer = ctl(command);
        }
        return answer;
    }

    /** Ends it and waits until its virtual machine has done what it had to do at its end, for minutes at most. */
    void endInGoodOrder() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(END_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(model + " did not end within " + END_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException(model + " ended with status " + process.exitValue());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(6, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
