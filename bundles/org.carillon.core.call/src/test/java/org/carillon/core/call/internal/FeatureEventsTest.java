package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DndEventTest {
    private static final String NAMESPACE = "xmlns=\"http://www.ecma-international.org/standards/ecma-323/csta/ed3\"";

    private static String event(String state) {
        return "<?xml version=\"1.0\"?>\r\n<DoNotDisturbEvent " + NAMESPACE + "><device>1001</device><doNotDisturbOn>" + state
                + "</doNotDisturbOn></DoNotDisturbEvent>";
    }

    @Test
    void saysOnOrOff() {
        assertThat(DndEvent.parse(event("true"))).contains(true);
        assertThat(DndEvent.parse(event(" 1 "))).contains(true);
        assertThat(DndEvent.parse(event("false"))).contains(false);
        assertThat(DndEvent.parse(event("0"))).contains(false);
    }

    @Test
    void isFoundAmongOtherEvents() {
        String body = "--b\r\nContent-Type: " + DndEvent.TYPE + "\r\n\r\n<ForwardingEvent " + NAMESPACE
                + "><forwardStatus>true</forwardStatus></ForwardingEvent>\r\n--b\r\nContent-Type: " + DndEvent.TYPE + "\r\n\r\n"
                + event("true") + "\r\n--b--\r\n";
        assertThat(DndEvent.parse(body)).contains(true);
    }

    @Test
    void mayHaveAPrefix() {
        assertThat(DndEvent.parse("<c:DoNotDisturbEvent xmlns:c=\"urn:x\"><c:doNotDisturbOn>true</c:doNotDisturbOn></c:DoNotDisturbEvent>"))
                .contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "<DoNotDisturbEvent>",
            "<DoNotDisturbEvent><doNotDisturbOn>perhaps</doNotDisturbOn></DoNotDisturbEvent>",
            "<DoNotDisturbEvent></DoNotDisturbEvent><doNotDisturbOn>true</doNotDisturbOn>", "<DoNotDisturbEvents><doNotDisturbOn>true",
            "<ForwardingEvent><doNotDisturbOn>true</doNotDisturbOn></ForwardingEvent>",
            "<!DOCTYPE d [<!ENTITY e \"true\">]><DoNotDisturbEvent ><doNotDisturbOn>&e;</doNotDisturbOn></DoNotDisturbEvent>"})
    void nothingElseCounts(String body) {
        assertThat(DndEvent.parse(body)).isEmpty();
    }

    @Test
    void isBounded() {
        assertThat(DndEvent.parse(event("true") + " ".repeat(16_384))).isEmpty();
        assertThat(DndEvent.parse("<DoNotDisturbEvent ".repeat(800))).isEmpty();
    }

    @Test
    void asksForOnAndOff() {
        assertThat(DndEvent.request(true)).contains("<SetDoNotDisturb " + NAMESPACE + ">", "<doNotDisturbOn>true</doNotDisturbOn>");
        assertThat(DndEvent.request(false)).contains("<doNotDisturbOn>false</doNotDisturbOn>");
    }
}
