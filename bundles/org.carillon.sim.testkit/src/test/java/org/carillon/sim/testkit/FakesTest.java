package org.carillon.sim.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.PerIndex;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class FakesTest {
    @interface Config {
        boolean enable() default true;

        int code() default 486;
    }

    @Test
    void configurationsHaveTheDefaultsOfTheirType() {
        assertThat(Configs.defaults(Config.class).code()).isEqualTo(486);
        Config config = Configs.of(Config.class, Map.of("enable", false));
        assertThat(config.enable()).isFalse();
        assertThat(config.code()).isEqualTo(486);
        assertThatThrownBy(() -> Configs.of(Config.class, Map.of("enabled", true))).hasMessageContaining("enabled");
        assertThatThrownBy(() -> Configs.of(Config.class, Map.of("code", "486"))).hasMessageContaining("code is int");
    }

    @Test
    void instancesAreConfiguredOneByOne() {
        FakeConfigurations configurations = new FakeConfigurations(20);
        PerIndex<Config> accounts = configurations.perIndex(Config.class, "test.account");
        configurations.put("test.account", 3, Map.of("code", 603));
        assertThat(accounts.get(3).code()).isEqualTo(603);
        assertThat(accounts.get(4).code()).isEqualTo(486);
        assertThat(accounts.count()).isEqualTo(20);
    }

    @Test
    void logKeepsLevelMessageAndException() {
        RecordingLog log = new RecordingLog();
        Exception exception = new Exception();
        log.logger().warn("{} of {}", 1, 2);
        log.logger().error("{} of {} and {}", 1, 2, 3, exception);
        assertThat(log.entries()).containsExactly(new RecordingLog.Entry(LogLevel.WARN, "1 of 2", null),
                new RecordingLog.Entry(LogLevel.ERROR, "1 of 2 and 3", exception));
    }

    @Test
    void settingsRefuseAllOrNothing() {
        FakeSettings settings = new FakeSettings().refuse("B", "B takes nothing");
        assertThatThrownBy(() -> settings.set(Map.of("A", "1", "B", "2"))).isInstanceOf(ParameterException.class);
        assertThat(settings.values()).isEmpty();
        settings.set(Map.of("A", "1"));
        assertThat(settings.values()).containsExactly(Map.entry("A", "1"));
    }
}
