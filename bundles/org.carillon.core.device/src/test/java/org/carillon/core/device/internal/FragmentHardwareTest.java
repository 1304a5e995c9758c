package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FragmentHardwareTest {
    private static final Map<String, Object> FACTS = Map.of("model", "M8", "accounts", 20L, "bluetooth", "true", "hardKeys",
            List.of("Redial", "Hold"));

    private final FragmentHardware hardware = new FragmentHardware(Map.of("org.carillon.hw.m8", FACTS));

    @Test
    void typesTheFacts() {
        assertThat(hardware.facts()).containsOnly(Map.entry("model", "M8"), Map.entry("accounts", 20L), Map.entry("bluetooth", true),
                Map.entry("hardKeys", List.of("Redial", "Hold")));
        assertThat(hardware.number("accounts")).isEqualTo(20);
        assertThat(hardware.text("model")).hasValue("M8");
        assertThat(hardware.text("bluetooth")).hasValue("true");
        assertThat(hardware.text("wifi")).isEmpty();
        assertThat(hardware.list("hardKeys")).containsExactly("Redial", "Hold");
        assertThat(hardware.list("softKeys")).isEmpty();
    }

    @Test
    void namesTheNumberThatIsNotThere() {
        assertThatThrownBy(() -> hardware.number("antennas")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("antennas");
        assertThatThrownBy(() -> hardware.number("model")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("model");
    }

    @Test
    void refusesNoneAndSeveral() {
        assertThatThrownBy(() -> new FragmentHardware(Map.of())).hasMessageContaining("found none");
        assertThatThrownBy(() -> new FragmentHardware(Map.of("org.carillon.hw.m8", FACTS, "org.carillon.hw.h6", FACTS)))
                .hasMessageContaining("org.carillon.hw.m8").hasMessageContaining("org.carillon.hw.h6");
    }
}
