package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesTrees() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", "a\"b\\c\n\u0001ü");
        map.put("numbers", List.of(1, 2L, 0.5));
        map.put("nothing", null);
        map.put("list", Arrays.asList(true, null, Map.of()));

        assertThat(Json.of(map)).isEqualTo(
                "{\"text\":\"a\\\"b\\\\c\\n\\u0001ü\",\"numbers\":[1,2,0.5],\"nothing\":null,\"list\":[true,null,{}]}");
    }
}
