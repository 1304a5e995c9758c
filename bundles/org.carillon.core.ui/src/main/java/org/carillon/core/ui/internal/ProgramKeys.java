package org.carillon.core.ui.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.device.Hardware;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.KeyFunction.Key;
import org.carillon.api.ui.KeyFunction.Light;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The programmable keys and the functions that features bring for them (manual 11.10). The first ones are line keys: {@code L1}, {@code L2} ... */
@Component(service = ProgramKeys.class)
public final class ProgramKeys {
    private final PerIndex<KeyConfig> keys;
    private final int lineKeys;
    private final Contributions contributions;
    private final Map<String, String> names = Facts.read("key-types.properties");

    @Activate
    public ProgramKeys(@Reference(name = "configurations") Configurations configurations, @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "contributions") Contributions contributions) {
        this.keys = configurations.perIndex(KeyConfig.class, KeyConfig.PID);
        this.lineKeys = hardware.number("lineKeys");
        this.contributions = contributions;
    }

    /** How many line keys this model has. */
    int lineKeys() {
        return lineKeys;
    }

    /**
     * Presses a line key.
     *
     * @throws IllegalArgumentException
     *             when there is no such key
     * @throws IllegalStateException
     *             when it has no function
     */
    void press(int number) {
        if (number < 1 || number > lineKeys) {
            throw new IllegalArgumentException("there is no key L" + number + ", only L1 to L" + lineKeys);
        }
        int type = keys.get(number).type();
        KeyFunction function = contributions.function(type).orElseThrow(() -> new IllegalStateException(
                "L" + number + " has no function"
                        + (type == 0 ? "" : ": " + names.getOrDefault(String.valueOf(type), "key type " + type) + " does not run")));
        function.pressed(key(number));
    }

    /** What the lights of the line keys that have a function show, by the name of the key. */
    Map<String, Light> lights() {
        Map<String, Light> lights = new LinkedHashMap<>();
        for (int number = 1; number <= lineKeys; number++) {
            Key key = key(number);
            Optional<Light> light = contributions.light(keys.get(number).type(), key);
            light.ifPresent(shown -> lights.put(key.name(), shown));
        }
        return lights;
    }

    /** What the line keys that have a function are called, by the name of the key: as configured, else after their function. */
    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int number = 1; number <= lineKeys; number++) {
            KeyConfig config = keys.get(number);
            if (contributions.function(config.type()).isPresent()) {
                labels.put("L" + number, config.label().isEmpty() ? names.getOrDefault(String.valueOf(config.type()), "") : config.label());
            }
        }
        return labels;
    }

    private Key key(int number) {
        return new Key("L" + number, keys.get(number).account(), "");
    }
}
