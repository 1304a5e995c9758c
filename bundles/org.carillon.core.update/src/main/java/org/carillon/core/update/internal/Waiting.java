package org.carillon.core.update.internal;

import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells the launcher what the phone still waits for; the phone is ready when the platform waits for nothing. */
@Component(property = "org.carillon.launcher.waiting:Boolean=true")
public final class Waiting implements Supplier<List<String>> {
    private final Observer observer;

    @Activate
    public Waiting(@Reference(name = "observer") Observer observer) {
        this.observer = observer;
    }

    @Override
    public List<String> get() {
        return new Diagnosis(observer.snapshot()).waiting();
    }
}
