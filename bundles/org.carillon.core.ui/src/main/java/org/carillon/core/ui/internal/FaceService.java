package org.carillon.core.ui.internal;

import java.awt.Rectangle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.Display;
import org.carillon.api.device.Hardware;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Screen;
import org.carillon.core.ui.internal.draw.Canvas;
import org.carillon.core.ui.internal.draw.Glass;
import org.carillon.core.ui.internal.model.Scene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Shows the scene. Nothing is drawn, and no class of Java 2D is loaded, before there is a display or somebody asks for a picture; displays get what
 * changed.
 */
@Component(service = {Face.class, EventHandler.class}, immediate = true)
@EventTopics({ParameterEvents.CHANGED, ParameterEvents.DECLARED, DeviceEvents.CLOCK})
public final class FaceService implements Face, EventHandler {
    private final Scenes scenes;
    private final Desk desk;
    private final Changes changes;
    private final EventAdmin events;
    private final Logger log;
    private final Glass glass;
    private final Scope scope;
    private final Executor drawing;
    private final Runnable watcher = this::refresh;
    private final AtomicBoolean pending = new AtomicBoolean();
    private final List<Display> displays = new CopyOnWriteArrayList<>();
    /** The rest belongs to who draws. */
    private final Object lock = new Object();
    private Canvas canvas;
    private Screen shown;
    private Map<String, String> lights = Map.of();
    private Timer next;

    @Activate
    public FaceService(@Reference(name = "scenes") Scenes scenes, @Reference(name = "desk") Desk desk,
            @Reference(name = "changes") Changes changes, @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "events") EventAdmin events, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.scenes = scenes;
        this.desk = desk;
        this.changes = changes;
        this.events = events;
        this.log = log;
        this.glass = Glass.of(hardware);
        this.scope = scopes.open("core.ui");
        this.drawing = scope.serial("face");
        changes.watch(watcher);
    }

    @Deactivate
    void deactivate() {
        changes.forget(watcher);
        scope.close();
    }

    @Reference(name = "displays", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindDisplay(Display display) {
        drawing.execute(() -> {
            synchronized (lock) {
                Scene scene = scenes.now();
                update(scene);
                displays.add(display);
                Rectangle all = new Rectangle(glass.width(), glass.height());
                if (canvas == null) {
                    canvas = new Canvas(glass);
                }
                canvas.show(scene);
                send(display, all);
                lights = scene.lights();
                attempt(display, () -> display.lights(lights));
                schedule(scene);
            }
        });
    }

    void unbindDisplay(Display display) {
        drawing.execute(() -> {
            synchronized (lock) {
                displays.remove(display);
                if (displays.isEmpty()) {
                    canvas = null;
                }
            }
        });
    }

    @Override
    public void handleEvent(Event event) {
        refresh();
    }

    @Override
    public void refresh() {
        if (pending.compareAndSet(false, true)) {
            drawing.execute(() -> {
                pending.set(false);
                synchronized (lock) {
                    update(scenes.now());
                }
            });
        }
    }

    private void update(Scene scene) {
        if (!displays.isEmpty()) {
            List<Rectangle> changed = canvas.show(scene);
            displays.forEach(display -> changed.forEach(area -> send(display, area)));
            if (!scene.lights().equals(lights)) {
                lights = scene.lights();
                displays.forEach(display -> attempt(display, () -> display.lights(lights)));
            }
        }
        Screen screen = scene.screen();
        if (!screen.equals(shown)) {
            shown = screen;
            events.postEvent(new Event(CHANGED, Map.of()));
        }
        schedule(scene);
    }

    private void send(Display display, Rectangle area) {
        attempt(display, () -> display.draw(area.x, area.y, area.width, area.height, canvas.pixels(area)));
    }

    private void attempt(Display display, Runnable showing) {
        try {
            showing.run();
        } catch (RuntimeException e) {
            log.error("{} does not show what it is told to", display.getClass().getName(), e);
        }
    }

    /** Until the scene changes by itself; without a display, only what its words say counts. */
    private void schedule(Scene scene) {
        if (next != null) {
            next.cancel();
        }
        Duration delay = displays.isEmpty() ? scene.lasts()
                : scene.lasts() == null || scene.tick().compareTo(scene.lasts()) < 0 ? scene.tick() : scene.lasts();
        next = delay == null ? null : scope.after(delay.isNegative() ? Duration.ZERO : delay, drawing, this::refresh);
    }

    @Override
    public Screen screen() {
        return scenes.now().screen();
    }

    @Override
    public byte[] png() {
        synchronized (lock) {
            Scene scene = scenes.now();
            if (canvas != null) {
                update(scene);
                return canvas.png();
            }
            Canvas own = new Canvas(glass);
            own.show(scene);
            return own.png();
        }
    }

    @Override
    public Question ask(String text, Consumer<Boolean> answered) {
        return desk.ask(text, answered);
    }
}
