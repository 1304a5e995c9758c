package org.carillon.core.web.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.device.Hardware;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Keypad;
import org.carillon.api.ui.Screen;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** The phone as a person sees it, in browsers: its screen and lights go there, and keys come back. Nothing is drawn while nobody looks. */
@Component(service = {Panel.class, EventHandler.class})
@EventTopics(Face.CHANGED)
public final class Panel implements EventHandler {
    /** Path of the WebSocket. */
    static final String LIVE = "/panel/live";
    /** A page that is looked at says so more often. */
    private static final Duration SILENCE = Duration.ofMinutes(3);
    private static final String STARTING = "The phone starts";
    private static final int MOST_IN = 8 * 1024;
    private static final int MOST_SOCKETS = 8;
    private static final List<String> FACTS = List.of("lineKeys", "lineKeys.top", "lineKeys.height", "softkeys", "hardKeys", "screen.width",
            "screen.height", "series");

    private final BundleContext context;
    private final Phone phone;
    private final Hardware hardware;
    private final Scope scope;
    private final Logger log;
    private final PanelAudio audio;
    private final Set<PanelSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Face face;
    private volatile Keypad keypad;
    private volatile Sessions sessions;
    private volatile ServerWebSocketContainer container;

    @Activate
    public Panel(BundleContext context, @Reference(name = "phone") Phone phone, @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.phone = phone;
        this.hardware = hardware;
        this.log = log;
        scope = scopes.open("core.web.panel");
        audio = new PanelAudio(scope);
        if (phone.audio().equals(PanelAudio.NAME)) {
            scope.onClose(audio.offer(context)::unregister);
        }
    }

    @Deactivate
    void deactivate() {
        sockets.forEach(PanelSocket::end);
        scope.close();
    }

    @Reference(name = "face", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFace(Face service) {
        face = service;
        announce();
    }

    void unbindFace(Face service) {
        face = face == service ? null : face;
    }

    @Reference(name = "keypad", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindKeypad(Keypad service) {
        keypad = service;
    }

    void unbindKeypad(Keypad service) {
        keypad = keypad == service ? null : keypad;
    }

    /** Makes ready for WebSockets. */
    void serve(Server server, Sessions ofServer) {
        sessions = ofServer;
        container = ServerWebSocketContainer.ensure(server);
        container.setIdleTimeout(SILENCE);
        container.setMaxTextMessageSize(MOST_IN);
        container.setMaxBinaryMessageSize(MOST_IN);
        container.setMaxFrameSize(MOST_IN);
    }

    /** The page, with what it must know of this model. */
    String page(LogIn logIn, Exchange exchange, String links) {
        Map<String, Object> facts = new LinkedHashMap<>(Map.of("model", phone.model(), "mac", phone.mac(), "audio",
                phone.audio().equals(PanelAudio.NAME)));
        FACTS.forEach(fact -> facts.put(fact, hardware.facts().get(fact)));
        return logIn.page("panel.html", exchange, Map.of("facts", json(facts)), links, "");
    }

    void upgrade(Exchange exchange) {
        if (!exchange.isFromHere() || sockets.size() >= MOST_SOCKETS) {
            exchange.text(403, exchange.isFromHere() ? "Too many panels are open." : "Only a page of this phone may do that.");
            return;
        }
        String session = exchange.cookie();
        boolean done = container.upgrade((request, response, callback) -> {
            response.setExtensions(List.of()); // pictures are compressed by ourselves
            return new PanelSocket(this, session);
        }, exchange.request(), exchange.response(), exchange.callback());
        if (!done) {
            exchange.text(400, "A WebSocket belongs here.");
        }
    }

    BundleContext context() {
        return context;
    }

    Scope scope() {
        return scope;
    }

    Logger log() {
        return log;
    }

    Sessions sessions() {
        return sessions;
    }

    PanelAudio audio() {
        return audio;
    }

    void joined(PanelSocket socket) {
        sockets.add(socket);
    }

    void left(PanelSocket socket) {
        sockets.remove(socket);
        audio.left(socket);
    }

    /**
     * Presses or holds a key. Why one cannot do now what it is for, is on the screen.
     *
     * @throws IllegalArgumentException
     *             when it does nothing on this phone
     */
    void press(String key, boolean hold) {
        Keypad keys = keypad;
        if (keys == null) {
            throw new IllegalArgumentException("no keys run");
        }
        try {
            if (hold) {
                keys.hold(key);
            } else {
                keys.press(key);
            }
        } catch (IllegalStateException e) {
            // told already, where the person looks
        }
    }

    @Override
    public void handleEvent(Event event) {
        announce();
    }

    /** Ends what belongs to sessions that are over. */
    void dismiss() {
        sockets.forEach(PanelSocket::endUnlessLoggedIn);
    }

    private void announce() {
        if (!sockets.isEmpty()) {
            Map<String, Object> words = screen();
            sockets.forEach(socket -> socket.send("screen", words));
        }
    }

    /** What the screen shows in words. */
    Map<String, Object> screen() {
        Face shown = face;
        Screen screen = shown == null
                ? new Screen("starting", phone.model(), List.of(), List.of(), List.of(), Map.of(), "", Map.of(), STARTING, false, List.of())
                : shown.screen();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("state", screen.state());
        message.put("title", screen.title());
        message.put("softkeys", screen.softkeys());
        message.put("keys", screen.keys());
        message.put("spoken", screen.spoken());
        message.put("lifted", screen.lifted());
        message.put("unused", screen.unused());
        return message;
    }

    static String json(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
