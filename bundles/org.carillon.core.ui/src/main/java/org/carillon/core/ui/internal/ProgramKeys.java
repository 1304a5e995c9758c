package org.carillon.core.ui.internal;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.carillon.api.device.Hardware;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.KeyFunction.Key;
import org.carillon.api.ui.KeyFunction.Light;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The programmable keys with the functions that features bring (manual 11.10). The first ones sit beside the screen: {@code L1}, {@code L2} ... */
@Component(service = ProgramKeys.class)
public final class ProgramKeys {
    private final PerIndex<KeyConfig> keys;
    private final int lineKeys;
    private final Contributions contributions;

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

    /** Presses a key. Returns false when it does nothing. */
    boolean press(int number) {
        Optional<KeyFunction> function = function(number);
        function.ifPresent(found -> found.pressed(key(number)));
        return function.isPresent();
    }

    /** Lights that are on, by the name of the key. */
    Map<String, Light> lights() {
        Map<String, Light> lights = new TreeMap<>();
        for (int number = 1; number <= lineKeys; number++) {
            int lit = number;
            function(number).map(function -> function.light(key(lit))).filter(light -> light != Light.OFF)
                    .ifPresent(light -> lights.put("L" + lit, light));
        }
        return lights;
    }

    private Optional<KeyFunction> function(int number) {
        return contributions.function(keys.get(number).type());
    }

    private Key key(int number) {
        return new Key("L" + number, keys.get(number).account(), "");
    }
}
