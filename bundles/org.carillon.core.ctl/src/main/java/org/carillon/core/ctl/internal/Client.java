package org.carillon.core.ctl.internal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends one command to a phone, as {@code ./phone ctl} does: {@code java -cp org.carillon.core.ctl.jar org.carillon.core.ctl.internal.Client HOME
 * COMMAND [ARGUMENT ...]}. Needs nothing but the JDK. Exit status 0 or 1 as the phone says, 1 when there is none, 2 for a wrong call.
 */
public final class Client {
    private static final String ENVELOPE = "{\"exit\":";

    private Client() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, utf8(FileDescriptor.out), utf8(FileDescriptor.err)));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length < 2) {
            err.println("usage: HOME COMMAND [ARGUMENT ...]");
            return 2;
        }
        Path socket = Path.of(arguments[0], SocketFile.NAME);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer request = StandardCharsets.UTF_8.encode(json(Arrays.asList(arguments).subList(1, arguments.length)) + "\n");
            while (request.hasRemaining()) {
                channel.write(request);
            }
            return print(channel, out, err);
        } catch (IOException e) {
            err.println("no phone runs with home " + arguments[0] + ": " + e.getMessage());
            return 1;
        }
    }

    private static int print(SocketChannel channel, PrintStream out, PrintStream err) {
        try (BufferedReader answer = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line = answer.readLine(); line != null && !out.checkError();) {
                String next = line.startsWith(ENVELOPE) ? answer.readLine() : "";
                if (next == null) {
                    return line.startsWith(ENVELOPE + "0") ? 0 : 1;
                }
                out.println(line);
                line = line.startsWith(ENVELOPE) ? next : answer.readLine();
            }
        } catch (IOException e) {
            err.println("the phone cut the connection: " + e.getMessage());
            return 1;
        }
        if (!out.checkError()) {
            err.println("the phone cut the connection");
        }
        return 1;
    }

    /** An array of strings. */
    static String json(List<String> words) {
        return words.stream().map(Client::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        word.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ') {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
