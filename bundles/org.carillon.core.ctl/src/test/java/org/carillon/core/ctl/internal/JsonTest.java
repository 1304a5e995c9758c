package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.call.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private enum Colour {
        SOLID_BLUE
    }

    private record Inner(String zebra, Colour apple) {}

    private record Outer(int one, Inner two, List<Inner> three, Object four) {}

    @Test
    void aCallHasTheKeysOfTheContract() {
        Call call = new Call("c1", "abc@phone", 2, Call.Direction.IN, Call.State.TALKING, "sip:bob@example.com", "Bob \"B\"", "PCMU", 20,
                "",
                true, false, true, false, new Call.Rtp(10, 9, 1, 0, 0.5, 40), 1234, 0);
        assertThat(Json.line(call))
                .isEqualTo("{\"id\":\"c1\",\"callId\":\"abc@phone\",\"account\":2,\"direction\":\"in\",\"state\":\"talking\","
                        + "\"remote\":\"sip:bob@example.com\",\"display\":\"Bob \\\"B\\\"\",\"codec\":\"PCMU\",\"ptime\":20,\"srtp\":\"\",\"held\":true,"
                        + "\"heldByPeer\":false,\"holdPending\":true,\"muted\":false,"
                        + "\"rtp\":{\"sent\":10,\"received\":9,\"lost\":1,\"late\":0,\"jitterMillis\":0.5,\"delayMillis\":40},\"durationMillis\":1234,\"code\":0}");
    }

    @Test
    void recordsKeepTheirOrderAndEnumsTheirWords() {
        Inner inner = new Inner("z", Colour.SOLID_BLUE);
        assertThat(Json.line(new Outer(1, inner, List.of(inner), null)))
                .isEqualTo("{\"one\":1,\"two\":{\"zebra\":\"z\",\"apple\":\"solid_blue\"},"
                        + "\"three\":[{\"zebra\":\"z\",\"apple\":\"solid_blue\"}],\"four\":null}");
    }

    @Test
    void everythingElse() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("z", null);
        map.put(Colour.SOLID_BLUE, new int[]{1, 2});
        map.put("list", Arrays.asList(true, null, 1.5, 10_000_000_000L));
        map.put("optional", Optional.of('x'));
        map.put("empty", Optional.empty());
        map.put("path", Path.of("/a"));
        assertThat(Json.line(map)).isEqualTo("{\"z\":null,\"solid_blue\":[1,2],\"list\":[true,null,1.5,10000000000],\"optional\":\"x\","
                + "\"empty\":null,\"path\":\"/a\"}");
        assertThat(Json.line(null)).isEqualTo("null");
        assertThat(Json.line("a\nb\u00e4")).isEqualTo("\"a\\nb\u00e4\"");
        assertThat(Json.line(Map.of())).isEqualTo("{}");
    }

    @Test
    void requestsAreArraysOfWords() {
        assertThat(Json.request("[\"get\",\"FeatureDndEnable\"]")).containsExactly("get", "FeatureDndEnable");
        assertThat(Json.request("[\"dial\", 1001, true, \"\\u00e4 \\\"x\\\"\"]")).containsExactly("dial", "1001", "true", "\u00e4 \"x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "get FeatureDndEnable", "{}", "[]", "[[]]", "[{}]", "[null]", "\"get\"", "[\"get\"", "[\"get", "1",
                    "\u0000"})
    void whatIsNoRequestIsRefused(String line) {
        assertThatThrownBy(() -> Json.request(line)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("request");
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> Json.request("[".repeat(60_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
