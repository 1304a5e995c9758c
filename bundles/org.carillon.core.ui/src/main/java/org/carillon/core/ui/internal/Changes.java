package org.carillon.core.ui.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;

/** Tells whoever shows something that something may have changed. Safe for use by any thread. */
@Component(service = Changes.class)
public final class Changes {
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** The watcher must neither block nor throw. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void forget(Runnable watcher) {
        watchers.remove(watcher);
    }

    void tell() {
        watchers.forEach(Runnable::run);
    }
}
