package org.carillon.feature.dnd.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.api.call.ServerFeature;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Do-not-disturb as servers have it (manual 10.13.5): codes to dial, and its words in as-feature-event. */
@Component
public final class DndSync implements ServerFeature {
    private static final String STATE = "doNotDisturbOn";

    private final DndScreening dnd;

    @Activate
    public DndSync(@Reference(name = "dnd") DndScreening dnd) {
        this.dnd = dnd;
    }

    @Override
    public boolean isPerAccount() {
        return dnd.policy().isPerAccount();
    }

    @Override
    public boolean subscribes(int account) {
        return dnd.policy().subscribes(account);
    }

    @Override
    public List<Switch> switches(int account) {
        DndPolicy policy = dnd.policy();
        String id = policy.switchOf(account);
        boolean on = policy.isOn(account);
        String value = String.valueOf(on);
        return List.of(new Switch("dnd", on, Map.of(id, value), Set.of(id), policy.code(account),
                Document.of("SetDoNotDisturb", STATE, value)));
    }

    @Override
    public Map<String, String> read(int account, Document event) {
        return event.name().equals("DoNotDisturbEvent")
                ? event.flag(STATE).map(on -> Map.of(dnd.policy().switchOf(account), on.toString())).orElse(Map.of())
                : Map.of();
    }

    @Override
    public void serverKnows(int account, Set<String> parameters) {
        dnd.serverKnows(account, parameters);
    }
}
