package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Calls with baresip through kamailio, in both directions and codecs: what each side says is found in what the other one recorded. */
public class CallTest {
    private static final int PCMU = 0;
    private static final int PCMA = 8;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void clear() {
        bench.clear();
    }

    @Test
    public void ourPhoneCallsInPcmuAndHangsUp() {
        codec(PCMU);
        Tones.Pair tones = bench.tones();
        bench.callOut();
        talk(tones, "PCMU");
        bench.phone().ctl("hangup");
        over(tones);
    }

    @Test
    public void ourPhoneCallsInPcmaAndTheOtherSideHangsUp() {
        codec(PCMA);
        Tones.Pair tones = bench.tones();
        bench.callOut();
        talk(tones, "PCMA");
        bench.baresip().hangup();
        over(tones);
    }

    @Test
    public void ourPhoneIsCalledInPcmuAndTheOtherSideHangsUp() {
        codec(PCMU);
        Tones.Pair tones = bench.tones();
        bench.callIn();
        talk(tones, "PCMU");
        bench.baresip().hangup();
        over(tones);
    }

    @Test
    public void ourPhoneIsCalledInPcmaAndHangsUp() {
        codec(PCMA);
        Tones.Pair tones = bench.tones();
        bench.callIn();
        talk(tones, "PCMA");
        bench.phone().ctl("hangup");
        over(tones);
    }

    @Test
    public void aMutedPhoneListensAndSaysNothing() {
        codec(PCMA);
        Tones.Pair tones = bench.tones();
        bench.callOut();
        bench.talkFor(0.8);
        bench.phone().ctl("mute", "on");
        bench.phone().awaitCall("call is muted", call -> Json.flag(call, "muted"));
        double muted = bench.baresip().heardSeconds();
        bench.talkFor(1.2);
        bench.phone().ctl("mute", "off");
        double spoken = bench.baresip().heardSeconds();
        bench.talkFor(0.8);
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Wav heard = bench.baresip().heard();
        Tones.presentIn(heard, tones.first(), 0.2, 0.7);
        Tones.absentIn(heard, tones.first(), muted + 0.4, spoken - 0.1);
        Tones.presentIn(heard, tones.first(), spoken + 0.4, heard.seconds() - 0.1);
    }

    @Test
    public void thePhonesCommandLineDoesWhatTheSocketDoes() {
        PhoneProcess phone = bench.phone();
        Tones.Pair tones = bench.tones();
        assertThat(commandLine("dial", Bench.THEIRS)).contains("\"direction\":\"out\"");
        bench.baresip().await("CALL_INCOMING");
        bench.baresip().accept();
        phone.awaitCall("talking");
        bench.talkFor(0.6);
        assertThat(commandLine("status")).contains("\"state\":\"talking\"").contains("\"state\":\"registered\"");
        commandLine("hangup");
        bench.awaitRest();
        Tones.presentIn(bench.baresip().heard(), tones.first(), 0.2, 0.6);
    }

    private static String commandLine(String... words) {
        return bench.phone().commandLine(0, words);
    }

    private static void codec(int first) {
        bench.phone().set("Account1AudioCodec", first);
    }

    private static void talk(Tones.Pair tones, String codec) {
        bench.talkFor(2);
        Object call = bench.phone().awaitCall("talking");
        assertThat(Json.text(call, "codec")).isEqualToIgnoringCase(codec);
        assertThat(Json.number(call, "ptime")).isEqualTo(20);
        assertThat(Json.number(call, "account")).isEqualTo(1);
        assertThat(Json.text(call, "remote")).contains(Bench.THEIRS);
        assertThat(Json.number(call, "durationMillis")).isPositive();
        assertThat(Json.number(call, "rtp", "sent")).isGreaterThan(80);
        assertThat(Json.number(call, "rtp", "received")).isGreaterThan(80);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(bench.baresip().command("audio_debug", "")).contains("encode: " + codec).contains("decode: " + codec);
    }

    /** What was said is what was heard, and nothing else was. */
    private static void over(Tones.Pair tones) {
        bench.awaitRest();
        Wav theirs = bench.baresip().heard();
        Tones.presentIn(theirs, tones.first(), 0.2, 1.9);
        Tones.absentIn(theirs, tones.second(), 0.2, 1.9);
        assertThat(Tones.breaks(theirs, tones.first(), 0.3, 1.9)).as("gaps in what baresip heard").isEmpty();
        Wav ours = bench.phone().heard();
        Tones.presentIn(ours, tones.second(), 0.4, 1.9);
        Tones.absentIn(ours, tones.first(), 0.2, 1.9);
        List<Object> ends = bench.phone().events().stream().filter(event -> Json.text(event, "topic").endsWith("call/ENDED")).toList();
        assertThat(ends).singleElement().satisfies(end -> assertThat(Json.number(end, "code")).isZero());
    }
}
