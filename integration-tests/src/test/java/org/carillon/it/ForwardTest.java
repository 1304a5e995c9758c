package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Callers whom our phone sends elsewhere, through a server, and who get there: both they and the third party are phones that nobody here wrote. */
public class ForwardTest {
    private static final String ELSEWHERE = "1003";
    private static final List<String> SWITCHES = List.of("FeatureImmFwdEnable", "FeatureBusyFwdEnable", "FeatureNoReplyFwdEnable",
            "FeatureDndEnable", "FeatureDndRefuseCode");

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;
    private static Baresip third;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
        third = Bench.baresip(WORKSPACE, bench.kamailio(), ELSEWHERE).start();
    }

    @Before
    public void clear() {
        bench.clear();
        third.reset();
        phone().forget();
    }

    @After
    public void rest() {
        SWITCHES.forEach(id -> phone().ctl("unset", id));
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static void call() {
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
    }

    /** The caller and the third party talk, and nothing is left of the call here. */
    private static void requireTheyTalk(Tones.Pair tones) {
        third.await("CALL_INCOMING");
        third.accept();
        bench.baresip().await("CALL_ESTABLISHED");
        Object end = phone().awaitEvent("org/carillon/call/ENDED");
        assertThat(Json.number(end, "code")).isEqualTo(302);
        assertThat(Json.text(end, "by")).isEqualTo("local");
        phone().awaitNoCall();
        double seconds = third.heardSeconds() + 1;
        Await.until("the third party hears", Duration.ofSeconds(8), () -> third.heardSeconds() >= seconds);
        bench.baresip().hangup();
        third.await("CALL_CLOSED");
        Wav heard = third.heard();
        assertThat(Tones.gaps(heard, tones.second(), 0.4, heard.seconds() - 0.2)).as("gaps in what the third party heard").isEmpty();
        assertThat(bench.kamailio().seen()).anyMatch(line -> line.startsWith("INVITE " + ELSEWHERE + " from " + Bench.THEIRS));
    }

    @Test
    public void everyCallerReachesTheThirdParty() {
        Tones.Pair tones = bench.tones();
        phone().ctl("key", "AlwaysFwdOn=" + ELSEWHERE);
        call();
        requireTheyTalk(tones);
        assertThat(bench.baresip().events()).as("one call for the caller").filteredOn(event -> event.type().equals("CALL_CLOSED"))
                .hasSize(1);
    }

    @Test
    public void forwardingOnBusyGoesBeforeDoNotDisturb() {
        phone().set("FeatureDndEnable", true);
        phone().set("FeatureDndRefuseCode", 480);
        call();
        assertThat(bench.baresip().await("CALL_CLOSED").parameter()).contains("480");
        clear();
        Tones.Pair tones = bench.tones();
        phone().ctl("key", "BusyFwdOn=" + ELSEWHERE);
        call();
        requireTheyTalk(tones);
    }

    @Test
    public void aCallThatNobodyAnswersReachesTheThirdPartyAfterItsTime() {
        Tones.Pair tones = bench.tones();
        phone().ctl("key", "NoAnswFwdOn=" + ELSEWHERE);
        call();
        phone().awaitCall("ringing");
        long since = System.nanoTime();
        third.await("CALL_INCOMING", Duration.ofSeconds(15));
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(Duration.ofMillis(9500), Duration.ofMillis(13_000));
        requireTheyTalk(tones);
    }

    @Test
    public void withoutTheFeatureNothingIsLeftOfIt() {
        phone().set("ProgramKey5Type", 7);
        phone().ctl("key", "AlwaysFwdOn=" + ELSEWHERE);
        requireShown(true);
        phone().ctl("stop", "forward");
        requireShown(false);
        assertThatThrownBy(() -> phone().ctl("key", "AlwaysFwdOff")).isInstanceOf(Ctl.Refused.class)
                .hasMessageContaining("there is no key AlwaysFwdOff");
        call();
        phone().awaitCall("ringing");
        bench.baresip().hangup();
        phone().awaitNoCall();
        phone().ctl("start", "forward");
        requireShown(true);
        phone().ctl("key", "AlwaysFwdOff");
        phone().ctl("unset", "ProgramKey5Type");
    }

    private static void requireShown(boolean shown) {
        Object screen = phone().ctl("screen");
        assertThat(Json.list(screen, "icons").contains("forward")).isEqualTo(shown);
        assertThat(Json.text(screen, "notice").contains(ELSEWHERE)).isEqualTo(shown);
        assertThat(Json.text(screen, "leds", "L5")).isEqualTo(shown ? "solid red" : "");
    }
}
