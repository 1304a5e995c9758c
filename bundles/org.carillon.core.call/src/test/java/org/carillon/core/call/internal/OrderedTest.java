package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderedTest {
    private final Ordered<String> ordered = new Ordered<>("phase");

    @Test
    void byPhaseThenRankingThenAge() {
        ordered.add("without phase", Map.of("service.id", 1L));
        ordered.add("young", Map.of("phase", 200, "service.id", 9L));
        ordered.add("old", Map.of("phase", 200, "service.id", 3L));
        ordered.add("ranked", Map.of("phase", 200, "service.id", 12L, "service.ranking", 5));
        ordered.add("first", Map.of("phase", 100, "service.id", 20L));
        assertThat(ordered.all()).containsExactly("first", "ranked", "old", "young", "without phase");
        ordered.remove("old");
        assertThat(ordered.all()).containsExactly("first", "ranked", "young", "without phase");
    }
}
