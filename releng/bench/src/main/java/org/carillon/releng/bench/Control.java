package org.carillon.releng.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The control socket of a Carillon phone. */
record Control(Path home) {
    private static final String END = "{\"exit\":";

    /**
     * Runs a command.
     *
     * @param words
     *            without quotation marks
     * @return the last line of its answer
     * @throws IOException
     *             with that line when the phone refuses
     */
    String run(String... words) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("control.sock")))) {
            channel.write(StandardCharsets.UTF_8.encode("[\"" + String.join("\",\"", words) + "\"]\n"));
            BufferedReader reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            String last = "";
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(END)) {
                    if (line.startsWith(END + "0")) {
                        return last;
                    }
                    break;
                }
                last = line;
            }
            throw new IOException(String.join(" ", words) + ": " + last);
        }
    }
}
