package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Calls that come to nothing, in both directions, through a server that gives up after four seconds. */
public class RefusalTest {
    private static final Duration SERVER_GIVES_UP = Duration.ofSeconds(10);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE, Bench.kamailio(WORKSPACE).ringsFor(4).start());
    }

    @Before
    public void clear() {
        bench.clear();
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static Baresip baresip() {
        return bench.baresip();
    }

    private static void callOut() {
        phone().ctl("dial", Bench.THEIRS);
        baresip().await("CALL_INCOMING");
        phone().awaitCall("early");
    }

    private static void callIn() {
        baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        phone().awaitCall("ringing");
    }

    /** The event of the end of our one call. */
    private static Object ended() {
        Object end = phone().awaitEvent("org/carillon/call/ENDED");
        phone().awaitNoCall();
        return end;
    }

    @Test
    public void weGiveUpBeforeTheyAnswer() {
        callOut();
        phone().ctl("hangup");
        baresip().await("CALL_CLOSED");
        assertThat(Json.text(ended(), "by")).isEqualTo("local");
        assertThat(bench.kamailio().seen()).anyMatch(line -> line.contains("INVITE " + Bench.THEIRS));
    }

    @Test
    public void theyGiveUpBeforeWeAnswer() {
        callIn();
        baresip().hangup();
        Object end = ended();
        assertThat(Json.text(end, "by")).isEqualTo("remote");
        assertThat(Json.number(end, "code")).isEqualTo(487);
    }

    @Test
    public void theyAreBusy() {
        callOut();
        baresip().hangup();
        Object end = ended();
        assertThat(Json.number(end, "code")).isEqualTo(486);
        assertThat(Json.text(end, "by")).isEqualTo("remote");
    }

    @Test
    public void weRejectWithTheConfiguredCode() {
        callIn();
        phone().ctl("reject");
        assertThat(baresip().await("CALL_CLOSED").parameter()).contains("486");
        assertThat(Json.text(ended(), "by")).isEqualTo("local");
        bench.clear();
        phone().set("FeatureNormalRefuseCode", 603);
        try {
            callIn();
            phone().ctl("reject");
            assertThat(baresip().await("CALL_CLOSED").parameter()).contains("603");
        } finally {
            phone().ctl("unset", "FeatureNormalRefuseCode");
        }
    }

    @Test
    public void weRejectWithACodeOfOurChoice() {
        callIn();
        String id = Json.text(phone().awaitCall("ringing"), "id");
        phone().ctl("reject", id, "480");
        assertThat(baresip().await("CALL_CLOSED").parameter()).contains("480");
        phone().awaitNoCall();
    }

    @Test
    public void doNotDisturbRejectsWithoutRinging() {
        phone().set("FeatureDndEnable", true);
        phone().set("FeatureDndRefuseCode", 480);
        try {
            baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
            assertThat(baresip().await("CALL_CLOSED").parameter()).contains("480");
            assertThat(baresip().events()).as("it never rang").noneMatch(event -> event.type().equals("CALL_RINGING"));
            assertThat(phone().calls()).isEmpty();
        } finally {
            phone().ctl("unset", "FeatureDndEnable");
            phone().ctl("unset", "FeatureDndRefuseCode");
        }
        baresip().reset();
        callIn();
        phone().ctl("reject");
        baresip().await("CALL_CLOSED");
    }

    @Test
    public void nobodyAnswersThere() {
        callOut();
        baresip().await("CALL_CLOSED", SERVER_GIVES_UP);
        Object end = ended();
        assertThat(Json.number(end, "code")).isEqualTo(408);
        assertThat(Json.text(end, "by")).isEqualTo("remote");
    }

    @Test
    public void nobodyAnswersHere() {
        callIn();
        assertThat(baresip().await("CALL_CLOSED", SERVER_GIVES_UP).parameter()).contains("408");
        assertThat(Json.number(ended(), "code")).isEqualTo(487);
    }

    @Test
    public void nobodyOfThatNumber() {
        phone().ctl("dial", "4711");
        assertThat(Json.number(ended(), "code")).isEqualTo(404);
    }

    @Test
    public void somebodyWhoIsNotThere() {
        phone().ctl("dial", "1003");
        assertThat(Json.number(ended(), "code")).isIn(404L, 480L);
    }

    @Test
    public void aPhoneWithAllCallsItMayHaveIsBusy() {
        phone().set("SIPMaxCall", 1);
        try {
            bench.callOut();
            Baresip third = Bench.baresip(WORKSPACE, bench.kamailio(), "1003").start();
            third.dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
            assertThat(third.await("CALL_CLOSED").parameter()).contains("486");
            assertThat(phone().calls()).hasSize(1);
            phone().ctl("hangup");
            bench.awaitRest();
        } finally {
            phone().ctl("unset", "SIPMaxCall");
        }
    }
}
