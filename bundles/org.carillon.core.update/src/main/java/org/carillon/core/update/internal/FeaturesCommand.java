package org.carillon.core.update.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.core.update.internal.Snapshot.BundleFacts;
import org.carillon.core.update.internal.Snapshot.BundleState;
import org.carillon.core.update.internal.Snapshot.ComponentFacts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the features of this product and the state of their bundles. */
@Component(property = {Command.NAME + "=features", Command.USAGE + "="})
public final class FeaturesCommand implements Command {
    private final Observer observer;

    @Activate
    public FeaturesCommand(@Reference(name = "observer") Observer observer) {
        this.observer = observer;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("features takes no argument");
        }
        return answer(observer.snapshot());
    }

    static List<Map<String, Object>> answer(Snapshot snapshot) {
        return snapshot.features().stream().map(feature -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", feature.name());
            line.put("version", feature.version());
            line.put("bundles", feature.bundles().stream().map(bundle -> bundle(snapshot, bundle)).toList());
            line.put("source", "image");
            return line;
        }).toList();
    }

    private static Map<String, Object> bundle(Snapshot snapshot, String symbolicName) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", Names.ofBundle(symbolicName));
        line.put("version", snapshot.bundle(symbolicName).map(BundleFacts::version).orElse(null));
        line.put("state", snapshot.bundle(symbolicName).map(bundle -> {
            boolean waiting = bundle.state() == BundleState.ACTIVE
                    && snapshot.componentsOf(symbolicName).stream().anyMatch(ComponentFacts::isWaiting);
            return waiting ? "waiting" : bundle.state().name().toLowerCase(Locale.ROOT);
        }).orElse("absent"));
        return line;
    }
}
