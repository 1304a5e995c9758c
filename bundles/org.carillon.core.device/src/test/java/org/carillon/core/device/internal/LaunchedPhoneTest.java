package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.junit.jupiter.api.Test;

class LaunchedPhoneTest {
    private final Map<String, String> properties = new HashMap<>(Map.of("carillon.model", "M7s Pro", "carillon.mac", "3C28A6200088",
            "carillon.firmware", "0.1.0", "carillon.home", "/home/of/phone", "carillon.bind", "127.0.0.1"));
    private long now = 5_000_000_000L;

    private LaunchedPhone phone() {
        return new LaunchedPhone(new LaunchProperties(properties::get), new Scopes() {
            @Override
            public Scope open(String name) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }
        });
    }

    @Test
    void tellsWhatTheLauncherSaid() {
        properties
                .putAll(Map.of("carillon.port.sip", "0", "carillon.ports.rtp", "16384-16483", "carillon.audio", "tone:440", "carillon.boot",
                        "2"));

        LaunchedPhone phone = phone();

        assertThat(phone.model()).isEqualTo("M7s Pro");
        assertThat(phone.mac()).isEqualTo("3C28A6200088");
        assertThat(phone.firmware()).isEqualTo("0.1.0");
        assertThat(phone.home()).isEqualTo(Path.of("/home/of/phone"));
        assertThat(phone.bind().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(phone.port("sip")).hasValue(0);
        assertThat(phone.port("http")).isEmpty();
        assertThat(phone.rtpPortLow()).isEqualTo(16384);
        assertThat(phone.rtpPortHigh()).isEqualTo(16483);
        assertThat(phone.audio()).isEqualTo("tone:440");
        assertThat(phone.boot()).isEqualTo(2);
    }

    @Test
    void hasDefaultsForWhatNeedNotBeSaid() {
        LaunchedPhone phone = phone();

        assertThat(phone.rtpPortLow()).isZero();
        assertThat(phone.rtpPortHigh()).isZero();
        assertThat(phone.audio()).isEqualTo("null");
        assertThat(phone.boot()).isEqualTo(1);
    }

    @Test
    void countsUptime() {
        LaunchedPhone phone = phone();
        now += 1_234_999_999L;

        assertThat(phone.uptimeMillis()).isEqualTo(1234);
    }

    @Test
    void namesTheMissingOrBrokenProperty() {
        properties.put("carillon.boot", "two");
        assertThatThrownBy(this::phone).hasMessageContaining("carillon.boot").hasMessageContaining("two");
        properties.remove("carillon.model");
        assertThatThrownBy(this::phone).hasMessage("framework property carillon.model is missing");
    }
}
