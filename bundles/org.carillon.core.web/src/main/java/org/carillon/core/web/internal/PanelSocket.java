package org.carillon.core.web.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.carillon.api.device.Display;
import org.carillon.api.scope.Scope;
import org.carillon.core.web.internal.Backlog.Kind;
import org.carillon.core.web.internal.Backlog.Message;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.osgi.framework.ServiceRegistration;

/**
 * One browser that shows the panel. It is a display of the phone for as long as it is connected; what happens where it cannot
 * follow says {@link Backlog}. Safe for use by any thread.
 *
 * <p>
 * Text from the browser: {@code press KEY}, {@code hold KEY}, {@code audio on}, {@code audio listen}, {@code audio off}, {@code seen}. Binary: the number of a stream
 * of sound and samples from the microphone. Text to the browser is JSON with a {@code type}; binary begins with 1 for a rectangle of the screen
 * and 2 for sound.
 *
 * <p>
 * Public, as Jetty calls its methods by reflection.
 */
public final class PanelSocket extends Session.Listener.AbstractAutoDemanding implements Display {
    /** Close code for a session that ended (RFC 6455 7.4.2: of an application's own). */
    static final int LOGGED_OUT = 4401;
    private static final int PICTURE = 1;
    private static final int LONGEST_RUN = 256;
    private static final Duration CHECK = Duration.ofSeconds(20);

    private final Panel panel;
    private final String session;
    private final Scope scope;
    private final Executor executor;
    private final Backlog backlog = new Backlog();
    private ServiceRegistration<Display> display;

    PanelSocket(Panel panel, String session) {
        this.panel = panel;
        this.session = session;
        scope = panel.scope().child("socket");
        executor = scope.serial("out");
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        super.onWebSocketOpen(opened);
        panel.joined(this);
        send("screen", panel.screen());
        show();
        scope.every(CHECK, scope.blocking(), this::endUnlessLoggedIn);
        endUnlessLoggedIn(); // it may have ended before this socket could be told
    }

    private void show() {
        if (scope.isClosed()) {
            return;
        }
        // Not within the lock: what this tells others comes back by other threads.
        ServiceRegistration<Display> fresh = panel.context().registerService(Display.class, this, null);
        synchronized (this) {
            if (!scope.isClosed()) {
                display = fresh;
                return;
            }
        }
        fresh.unregister();
    }

    private void hide() {
        ServiceRegistration<Display> former;
        synchronized (this) {
            former = display;
            display = null;
        }
        if (former != null) {
            former.unregister();
        }
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        leave();
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        leave();
    }

    private void leave() {
        panel.left(this);
        hide();
        scope.close();
    }

    /** Ends it from this side. */
    void end() {
        end(1001, "the phone stops");
    }

    private void end(int code, String reason) {
        leave();
        Session open = getSession();
        if (open != null) {
            open.close(code, reason, Callback.NOOP);
        }
    }

    void endUnlessLoggedIn() {
        if (!panel.sessions().lives(session)) {
            end(LOGGED_OUT, "logged out");
        }
    }

    @Override
    public void onWebSocketText(String text) {
        if (panel.sessions().use(session).isEmpty()) {
            endUnlessLoggedIn();
            return;
        }
        int blank = text.indexOf(' ');
        String word = blank < 0 ? text : text.substring(0, blank);
        String argument = blank < 0 ? "" : text.substring(blank + 1);
        try {
            switch (word) {
                case "press", "hold" -> panel.press(argument, word.equals("hold"));
                case "audio" -> panel.audio().place(this, argument);
                case "seen" -> {
                    // it was used, which is all
                }
                default -> throw new IllegalArgumentException("unknown: " + word);
            }
        } catch (IllegalArgumentException e) {
            send("refused", Map.of("what", word, "key", argument));
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        if (panel.sessions().lives(session)) {
            panel.audio().said(this, payload);
        } else {
            endUnlessLoggedIn();
        }
        callback.succeed();
    }

    @Override
    public void draw(int x, int y, int width, int height, int[] rgb) {
        executor.execute(() -> {
            ByteBuffer picture = picture(x, y, width, height, rgb);
            enqueue(new Message(Kind.PICTURE, "", picture, picture.remaining()));
        });
    }

    @Override
    public void lights(Map<String, String> lights) {
        send("lights", Map.of("lights", lights));
    }

    /** Five numbers of 16 bits (kind, place, size), then runs: a byte with the length less one, and red, green and blue. */
    static ByteBuffer picture(int x, int y, int width, int height, int[] rgb) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        for (int number : new int[]{PICTURE, x, y, width, height}) {
            out.write(number >> 8);
            out.write(number);
        }
        for (int at = 0; at < rgb.length;) {
            int colour = rgb[at] & 0xFFFFFF;
            int run = 1;
            while (run < LONGEST_RUN && at + run < rgb.length && (rgb[at + run] & 0xFFFFFF) == colour) {
                run++;
            }
            out.write(run - 1);
            out.write(colour >> 16);
            out.write(colour >> 8);
            out.write(colour);
            at += run;
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /**
     * Sends words.
     *
     * @param type
     *            of the message: one of the same type that still waits is not sent
     */
    void send(String type, Map<String, ?> words) {
        Map<String, Object> message = new LinkedHashMap<>(Map.of("type", type));
        message.putAll(words);
        String text = Panel.json(message);
        enqueue(new Message(Kind.WORDS, type, text, text.length()));
    }

    /** Sends sound, unless what was sent before is still on its way. */
    void sound(ByteBuffer bytes) {
        enqueue(new Message(Kind.SOUND, "", bytes, bytes.remaining()));
    }

    private void enqueue(Message message) {
        if (backlog.put(message)) {
            sendNext();
        }
    }

    private void sendNext() {
        Message next = backlog.next();
        Session open = getSession();
        if (next == null) {
            if (backlog.isToBeDrawnAnew()) {
                hide();
                show();
            }
        } else if (open != null) {
            Callback callback = Callback.from(this::sendNext, failure -> leave());
            if (next.content() instanceof ByteBuffer bytes) {
                open.sendBinary(bytes, callback);
            } else {
                open.sendText(next.content().toString(), callback);
            }
        }
    }
}
