package org.carillon.core.ui.internal;

import java.util.Optional;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Hands the person's answer to whoever asked. Safe for use by any thread. */
@Component(service = Answers.class)
public final class Answers {
    private final Desk desk;
    private final Scope scope;

    @Activate
    public Answers(@Reference(name = "desk") Desk desk, @Reference(name = "scopes") Scopes scopes) {
        this.desk = desk;
        this.scope = scopes.open("core.ui.answers");
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    /** Answers the question on the screen. Returns false when there is none. */
    boolean answer(boolean yes) {
        Optional<Desk.Asked> asked = desk.question();
        asked.filter(desk::close).ifPresent(closed -> scope.blocking().execute(() -> closed.answered().accept(yes)));
        return asked.isPresent();
    }
}
