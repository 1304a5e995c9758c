package org.carillon.core.ctl.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/** One client and its command. */
final class Connection implements Runnable, Output {
    static final int MAX_REQUEST = 65_536;

    private final SocketChannel channel;
    private final Scope scope;
    private final CommandTable commands;
    private final Patience patience;
    private final Logger log;

    /**
     * How long a client may take.
     *
     * @param request
     *            to send its request
     * @param line
     *            to take a line of the answer
     */
    record Patience(Duration request, Duration line) {}

    /**
     * @param scope
     *            owns the channel; closed with this connection
     */
    Connection(SocketChannel channel, Scope scope, CommandTable commands, Patience patience, Logger log) {
        this.channel = channel;
        this.scope = scope;
        this.commands = commands;
        this.patience = patience;
        this.log = log;
    }

    @Override
    public void run() {
        try (scope) {
            byte[] request = read();
            if (request.length > 0) {
                write("{\"exit\":" + answer(request) + "}\n");
            }
        } catch (IOException | Gone e) {
            log.debug("A client of the control socket has gone", e);
        }
    }

    /** Tells a client that it is not served; never blocks. */
    void refuse(String why) {
        try (scope) {
            channel.configureBlocking(false);
            channel.write(bytes(Json.line(Map.of("error", why)) + "\n{\"exit\":1}\n"));
        } catch (IOException e) {
            log.debug("A client of the control socket has gone", e);
        }
    }

    /** One line without its end; more than {@link #MAX_REQUEST} bytes when it is too long, none when the client said nothing. */
    private byte[] read() throws IOException {
        Timer timer = cutAfter(patience.request());
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            int end = -1;
            while (end < 0 && line.size() <= MAX_REQUEST && channel.read(buffer.clear()) >= 0) {
                end = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1).indexOf('\n');
                line.write(buffer.array(), 0, end < 0 ? buffer.position() : end);
            }
            return line.toByteArray();
        } finally {
            timer.cancel();
        }
    }

    /** Returns the exit status. */
    private int answer(byte[] request) {
        String name = "";
        try {
            List<String> words = words(request);
            name = words.getFirst();
            accept(commands.run(name, words.subList(1, words.size()), this));
            return 0;
        } catch (CommandException e) {
            accept(Map.of("error", e.getMessage()));
        } catch (Gone e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            log.warn("The command {} failed", name, e);
            accept(Map.of("error", e.getMessage() == null ? e.toString() : e.getMessage()));
        }
        return 1;
    }

    private static List<String> words(byte[] request) {
        if (request.length > MAX_REQUEST) {
            throw new CommandException("the request is longer than " + MAX_REQUEST + " bytes");
        }
        try {
            return Json.request(new String(request, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
    }

    @Override
    public void accept(Object answer) {
        String line = answer instanceof Text(String text) ? text : Json.line(answer);
        if (!line.isEmpty()) {
            try {
                write(line.endsWith("\n") ? line : line + "\n");
            } catch (IOException e) {
                throw new Gone(e);
            }
        }
    }

    private void write(String text) throws IOException {
        Timer timer = cutAfter(patience.line());
        try {
            ByteBuffer bytes = bytes(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            timer.cancel();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private Timer cutAfter(Duration time) {
        return scope.after(time, scope.blocking(), this::cut);
    }

    private void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A client of the control socket was cut", e);
        }
    }

    /** A client that has sent its command sends nothing more but the end. */
    @Override
    public void onGone(Runnable action) {
        scope.blocking().execute(() -> {
            try {
                ByteBuffer rest = ByteBuffer.allocate(256);
                while (channel.read(rest.clear()) >= 0) {
                    continue;
                }
            } catch (IOException e) {
                log.debug("A client of the control socket has gone", e);
            } finally {
                action.run();
            }
        });
    }

    /** Ends the command of a client that has gone. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(IOException cause) {
            super(cause);
        }
    }
}
