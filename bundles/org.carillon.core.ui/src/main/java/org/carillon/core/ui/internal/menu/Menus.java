package org.carillon.core.ui.internal.menu;

import java.util.Map;
import java.util.Optional;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scopes;
import org.carillon.core.ui.internal.model.Scene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The phone's menu: the parameters that say where in it they are. Safe for use by any thread. */
@Component(service = Menus.class)
public final class Menus {
    private final Parameters parameters;
    private final Settings settings;
    private final Scopes scopes;
    private OpenMenu open;

    @Activate
    public Menus(@Reference(name = "parameters") Parameters parameters, @Reference(name = "settings") Settings settings,
            @Reference(name = "scopes") Scopes scopes) {
        this.parameters = parameters;
        this.settings = settings;
        this.scopes = scopes;
    }

    public synchronized void open() {
        open = new OpenMenu();
    }

    public synchronized void close() {
        open = null;
    }

    public synchronized boolean isOpen() {
        return open != null;
    }

    /** True while a setting is being changed. */
    public synchronized boolean isEditing() {
        return open != null && open.isEditing(parameters);
    }

    /** True while characters are taken. */
    public synchronized boolean isTyping() {
        return open != null && open.isTyping();
    }

    /** What is shown; empty while no menu is open. */
    public synchronized Optional<Scene.Body> body() {
        return Optional.ofNullable(open).map(menu -> menu.body(parameters));
    }

    /** Opens what is selected, or stores what was changed. */
    public void confirm() {
        String id;
        String value;
        synchronized (this) {
            if (open == null) {
                return;
            }
            if (!open.isEditing(parameters)) {
                open.open(parameters);
                return;
            }
            id = open.id();
            value = open.value();
        }
        settings.set(Map.of(id, value));
        synchronized (this) {
            if (open != null) {
                open.endEdit();
            }
        }
    }

    /** Goes back, at last out of the menu. */
    public synchronized void back() {
        if (open != null && !open.back()) {
            open = null;
        }
    }

    public synchronized void step(int by) {
        if (open != null) {
            open.step(parameters, by);
        }
    }

    /** Left in a list goes back, right opens; in an editor they choose, and left deletes. */
    public void turn(boolean right) {
        if (isEditing()) {
            sideways(right);
        } else if (right) {
            confirm();
        } else {
            back();
        }
    }

    private synchronized void sideways(boolean right) {
        if (open != null && open.isTyping() && !right) {
            open.delete();
        } else if (open != null && !open.isTyping()) {
            open.step(parameters, right ? 1 : -1);
        }
    }

    public synchronized void type(String key) {
        if (open != null) {
            open.type(key, scopes.nanoTime());
        }
    }

    public synchronized void delete() {
        if (open != null) {
            open.delete();
        }
    }
}
