package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.api.call.ServerFeature.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureEventsTest {
    private static final String NAMESPACE = "xmlns=\"http://www.ecma-international.org/standards/ecma-323/csta/ed3\"";

    private static String dnd(String state) {
        return "<?xml version=\"1.0\"?>\r\n<DoNotDisturbEvent " + NAMESPACE + "><device>1001</device><doNotDisturbOn>" + state
                + "</doNotDisturbOn></DoNotDisturbEvent>";
    }

    @Test
    void anEventIsReadWithItsElements() {
        assertThat(FeatureEvents.read(dnd(" true "))).singleElement()
                .isEqualTo(Document.of("DoNotDisturbEvent", "device", "1001", "doNotDisturbOn", "true"));
    }

    @Test
    void anElementIsOnOffOrNeither() {
        assertThat(FeatureEvents.read(dnd("true")).getFirst().flag("doNotDisturbOn")).contains(true);
        assertThat(FeatureEvents.read(dnd(" 1 ")).getFirst().flag("doNotDisturbOn")).contains(true);
        assertThat(FeatureEvents.read(dnd("false")).getFirst().flag("doNotDisturbOn")).contains(false);
        assertThat(FeatureEvents.read(dnd("0")).getFirst().flag("doNotDisturbOn")).contains(false);
        assertThat(FeatureEvents.read(dnd("perhaps")).getFirst().flag("doNotDisturbOn")).isEmpty();
        assertThat(FeatureEvents.read(dnd("true")).getFirst().flag("forwardStatus")).isEmpty();
    }

    @Test
    void aNotificationMayHaveSeveralParts() {
        String body = "--b\r\nContent-Type: " + FeatureEvents.TYPE + "\r\n\r\n<ForwardingEvent " + NAMESPACE
                + "><forwardingType>forwardBusy</forwardingType></ForwardingEvent>\r\n--b\r\nContent-Type: " + FeatureEvents.TYPE
                + "\r\n\r\n<Broken" + "Event ><a></b>\r\n--b\r\n\r\n" + dnd("true") + "\r\n--b--\r\n";
        assertThat(FeatureEvents.read(body)).extracting(Document::name).containsExactly("ForwardingEvent", "DoNotDisturbEvent");
    }

    @Test
    void namesMayHaveAPrefix() {
        assertThat(
                FeatureEvents.read("<c:DoNotDisturbEvent xmlns:c=\"urn:x\"><c:doNotDisturbOn>1</c:doNotDisturbOn></c:DoNotDisturbEvent>"))
                .containsExactly(Document.of("DoNotDisturbEvent", "doNotDisturbOn", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "<DoNotDisturbEvent>", "<DoNotDisturb><doNotDisturbOn>true</doNotDisturbOn></DoNotDisturb>",
            "<DoNotDisturbEvents><doNotDisturbOn>true",
            "<!DOCTYPE d [<!ENTITY e \"true\">]><DoNotDisturbEvent ><doNotDisturbOn>&e;</doNotDisturbOn></DoNotDisturbEvent>"})
    void nothingElseCounts(String body) {
        assertThat(FeatureEvents.read(body)).isEmpty();
    }

    @Test
    void whatIsReadIsBounded() {
        assertThat(FeatureEvents.read(dnd("true") + " ".repeat(16_384))).isEmpty();
        assertThat(FeatureEvents.read("<DoNotDisturbEvent ".repeat(800))).isEmpty();
        assertThat(FeatureEvents.read(dnd("true").repeat(50))).hasSize(16);
    }

    @Test
    void aRequestIsWrittenInItsOrder() {
        assertThat(FeatureEvents.write(Document.of("SetForwarding", "forwardingType", "forwardBusy", "forwardDN", "<&300>")))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><SetForwarding " + NAMESPACE
                        + "><device></device><forwardingType>forwardBusy</forwardingType>"
                        + "<forwardDN>&lt;&amp;300&gt;</forwardDN></SetForwarding>");
    }
}
