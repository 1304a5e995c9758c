package org.carillon.it.kit;

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
import java.util.function.Consumer;

/** A phone's control socket, as {@code ./phone ctl} uses it: a line with an array of words, answered by lines and a last one with the exit status. */
public final class Ctl {
    private static final String END = "{\"exit\":";

    private final Path socket;

    /** A command that the phone refused. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    public Ctl(Path home) {
        socket = home.resolve("control.sock");
    }

    /**
     * Runs a command.
     *
     * @return its answer; text that is no JSON as a String
     * @throws Refused
     *             when its exit status is not 0
     * @throws IOException
     *             when there is no phone, or it went away before it answered
     */
    public Object run(String... words) throws IOException {
        List<String> lines = new ArrayList<>();
        int exit;
        try (SocketChannel channel = open(words)) {
            exit = read(channel, lines::add);
        }
        String text = String.join("\n", lines);
        if (exit != 0) {
            throw new Refused(lines.isEmpty() ? "exit " + exit : Json.text(Json.parse(lines.getLast()), "error"));
        }
        return text.startsWith("{") || text.startsWith("[") ? Json.parse(text) : text;
    }

    /** Runs a command that prints lines until the channel is closed. */
    SocketChannel follow(Consumer<String> lines, String... words) throws IOException {
        SocketChannel channel = open(words);
        Thread reader = new Thread(() -> {
            try {
                read(channel, lines);
            } catch (IOException e) {
                // the phone or this test has ended
            }
        }, "events");
        reader.setDaemon(true);
        reader.start();
        return channel;
    }

    private SocketChannel open(String... words) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        ByteBuffer request = StandardCharsets.UTF_8.encode(Json.write(words) + "\n");
        while (request.hasRemaining()) {
            channel.write(request);
        }
        return channel;
    }

    private static int read(SocketChannel channel, Consumer<String> lines) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(END)) {
                return (int) Json.number(Json.parse(line), "exit");
            }
            lines.accept(line);
        }
        throw new IOException("the phone cut the connection");
    }
}
