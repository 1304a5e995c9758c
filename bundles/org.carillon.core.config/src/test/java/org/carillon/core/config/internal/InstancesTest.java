package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancesTest {
    @interface Config {
        boolean on() default true;

        int number() default 7;

        String _code() default "0";

        String[] items() default {"a", "b"};
    }

    private final Map<String, Object> first = Map.of("on", false, "number", 3, ".code", "9", "items", List.of("c"), "index", 1);
    private final Instances<Config> instances = new Instances<>(Config.class, 2, index -> index == 1 ? first : null);

    @Test
    void valuesAndDefaults() {
        Config one = instances.get(1);
        assertThat(one.on()).isFalse();
        assertThat(one.number()).isEqualTo(3);
        assertThat(one._code()).isEqualTo("9");
        assertThat(one.items()).containsExactly("c");
        Config two = instances.get(2);
        assertThat(two.on()).isTrue();
        assertThat(two.items()).containsExactly("a", "b");
        assertThat(instances.count()).isEqualTo(2);
    }

    @Test
    void anAnswerCannotBeSpoilt() {
        instances.get(2).items()[0] = "x";
        assertThat(instances.get(2).items()).containsExactly("a", "b");
        assertThat(instances.get(1)).isEqualTo(instances.get(1)).isNotEqualTo(instances.get(2))
                .hasToString("Config[_code, items, number, on]")
                .hasSameHashCodeAs(instances.get(1));
        assertThat(instances.get(1).annotationType()).isEqualTo(Config.class);
    }

    @ParameterizedTest
    @CsvSource({"enable,enable", "_code,.code", "a_b,a.b", "a__b,a_b", "$int,int", "a$$b,a$b", "a$_$b,a-b", "___x,_.x"})
    void attributesAreNamedAsDeclarativeServicesDo(String method, String attribute) {
        assertThat(Instances.attribute(method)).isEqualTo(attribute);
    }
}
