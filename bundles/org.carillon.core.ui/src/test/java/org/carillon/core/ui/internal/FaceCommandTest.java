package org.carillon.core.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.line.Line;
import org.carillon.api.media.Volume;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Indicator;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.PhoneAction;
import org.carillon.api.ui.Screen;
import org.carillon.api.ui.Softkey;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class FaceCommandTest {
    private final FakeFace face = new FakeFace(Map.of("lineKeys", 3L), new FakeConfigurations(8)
            .put(KeyConfig.PID, 2, Map.of("type", 3, "account", 4)).put(KeyConfig.PID, 3, Map.of("type", 7)));
    private final ManualScopes scopes = face.scopes;
    private final RecordingLog log = face.log;
    private final FakeCalls calls = face.calls;
    private final FakeLines lines = face.lines;
    private final Contributions contributions = face.contributions;
    private final Telephony telephony = face.telephony;
    private final RecordingEvents events = face.events;
    private final FaceCommand command = new FaceCommand(face.keyboard, face.service);
    private final Dnd dnd = new Dnd();

    /** A feature with a key, an action and an icon. */
    private static final class Dnd implements KeyFunction, PhoneAction, Indicator {
        final List<String> asked = new ArrayList<>();

        @Override
        public void pressed(Key key) {
            asked.add(key.toString());
        }

        @Override
        public Light light(Key key) {
            return Light.SOLID_RED;
        }

        @Override
        public void perform(String name, String argument) {
            if (argument.equals("bad")) {
                throw new ParameterException("X", "bad is not permitted");
            }
            asked.add(name + " " + argument);
        }

        @Override
        public Sign sign() {
            return new Sign("dnd", "Do not disturb");
        }
    }

    private Screen run(String line) {
        List<String> words = Stream.of(line.split(" ")).toList();
        return (Screen) command.run(words.getFirst(), words.subList(1, words.size()), answer -> {});
    }

    private void press(String... names) {
        Stream.of(names).forEach(name -> run("key " + name));
    }

    private Call call(String id, Direction direction, State state, boolean held) {
        return new Call(id, "", 1, direction, state, "sip:bob@example.com", "Bob", "", 0, "", held, false, false, false, Call.Rtp.NONE, 0,
                0);
    }

    private void bindDnd() {
        contributions.bindFunction(dnd, Map.of(KeyFunction.TYPE, 3));
        contributions.bindAction(dnd, Map.of(PhoneAction.NAME, new String[]{"DND_ON", "DND_OFF"}));
        contributions.bindIndicator(dnd);
    }

    @Test
    void theIdleScreenShowsLines() {
        assertThat(run("screen"))
                .isEqualTo(new Screen("idle", "Line 2", List.of("Line 1 failed", "Line 2 registered"), List.of("", "", "", "Menu"),
                        List.of(), Map.of(), "", Map.of(), "Line 1, failed. Line 2, registered", false, List.of("L1", "L2", "L3")));
        telephony.unbindLines(lines);
        assertThat(run("screen").title()).isEmpty();
        assertThat(run("screen").spoken()).isEqualTo("No account");
    }

    @Test
    void featuresAddIconsLightsKeysAndActions() {
        bindDnd();
        Screen screen = run("screen");
        assertThat(screen.icons()).containsExactly("dnd");
        assertThat(screen.notice()).isEqualTo("Do not disturb");
        assertThat(screen.leds()).isEqualTo(Map.of("L2", "solid red"));
        assertThat(screen.keys()).isEqualTo(Map.of("L2", "DND"));
        press("L2", "DND_ON", "DND_OFF=4");
        assertThat(dnd.asked).containsExactly("Key[name=L2, account=4, value=]", "DND_ON ", "DND_OFF 4");
        assertThatThrownBy(() -> press("DND_ON=bad")).isInstanceOf(CommandException.class).hasMessage("bad is not permitted");

        contributions.unbindFunction(dnd);
        contributions.unbindAction(dnd);
        contributions.unbindIndicator(dnd);
        assertThat(run("screen").icons()).isEmpty();
        assertThat(run("screen").leds()).isEmpty();
        assertThatThrownBy(() -> press("DND_ON")).hasMessageContaining("there is no key DND_ON");
    }

    @Test
    void keysAndTheHookAreToldAndDigitsAreNot() {
        press("OFFHOOK", "1", "F_HANDSFREE", "ONHOOK");
        assertThat(events.of(DeviceEvents.HOOK)).extracting(event -> event.getProperty(DeviceEvents.OFF_HOOK)).containsExactly(true, true,
                false);
        assertThat(events.of(DeviceEvents.KEY)).extracting(event -> event.getProperty(DeviceEvents.KEY_NAME)).containsExactly("OFFHOOK",
                "HANDSFREE", "ONHOOK");
    }

    @Test
    void aReplacedFeatureIsTheNewOne() {
        Dnd next = new Dnd();
        bindDnd();
        contributions.bindFunction(next, Map.of(KeyFunction.TYPE, 3));
        contributions.unbindFunction(dnd);
        press("L2");
        assertThat(next.asked).hasSize(1);
        assertThat(dnd.asked).isEmpty();
    }

    @Test
    void aFeatureThatFailsShowsNothing() {
        contributions.bindIndicator(() -> {
            throw new IllegalStateException("oops");
        });
        contributions.bindIndicator(() -> null);
        contributions.bindIndicator(() -> new Sign("mail", ""));
        contributions.bindFunction(dnd, Map.of());
        assertThat(run("screen").icons()).containsExactly("mail");
        assertThat(log.messages(LogLevel.ERROR)).hasSize(2);
    }

    @Test
    void keysThatDoNothingSaySo() {
        bindDnd();
        assertThatThrownBy(() -> press("L1")).isInstanceOf(CommandException.class)
                .hasMessage("L1 has no function");
        assertThat(run("screen").notice()).isEqualTo("L1 has no function, Do not disturb");
        assertThatThrownBy(() -> press("L3")).hasMessage("L3 has no function: Forward does not run");
        assertThatThrownBy(() -> press("L4")).hasMessage("there is no key L4, only L1 to L3");
        assertThatThrownBy(() -> press("l1")).hasMessageStartingWith("there is no key l1, only * 0-9 ANSWER")
                .hasMessageContaining("DND_ON").hasMessageContaining("L1-L3");
        assertThatThrownBy(() -> run("key L1 --long")).hasMessageContaining("long press");
        assertThatThrownBy(() -> run("key")).hasMessageContaining("takes NAME");
        assertThatThrownBy(() -> run("key X --long")).hasMessageContaining("there is no key X");
        assertThatThrownBy(() -> run("screen --png /nowhere/x.png")).hasMessageContaining("/nowhere/x.png");
        assertThatThrownBy(() -> run("screen now")).hasMessageContaining("takes [--png FILE]");
    }

    @Test
    void keysWithoutAFunctionAreNamedUntilAFeatureBringsIt() {
        FakeFace large = new FakeFace(Map.of("lineKeys", 2L, "hardKeys", List.of("Message", "Transfer", "Hold")),
                new FakeConfigurations(8).put(KeyConfig.PID, 2, Map.of("type", 3)));
        assertThat(large.service.screen().unused()).containsExactly("L1", "L2", "MESSAGE", "TRANSFER");
        large.service.refresh();
        large.scopes.settle();
        large.contributions.bindFunction(dnd, Map.of(KeyFunction.TYPE, 3));
        large.contributions.bindAction(dnd, Map.of(PhoneAction.NAME, "TRANSFER"));
        large.scopes.settle();
        assertThat(large.service.screen().unused()).containsExactly("L1", "MESSAGE");
        large.keyboard.press("TRANSFER");
        int told = large.events.of(Face.CHANGED).size();
        large.contributions.unbindAction(dnd);
        large.scopes.settle();
        assertThat(large.service.screen().unused()).containsExactly("L1", "MESSAGE", "TRANSFER");
        assertThat(large.events.of(Face.CHANGED)).hasSize(told + 1);
        assertThatThrownBy(() -> large.keyboard.press("TRANSFER")).hasMessageContaining("there is no key TRANSFER");
    }

    @Test
    void theHandsetIsLiftedUntilItIsPutBackWhateverIsHeardByIt() {
        press("HANDSFREE");
        assertThat(run("screen").lifted()).isFalse();
        press("OFFHOOK");
        assertThat(run("screen").lifted()).isTrue();
        press("HANDSFREE", "BACK_IDLE");
        assertThat(run("screen").lifted()).isTrue();
        scopes.settle();
        int told = events.of(Face.CHANGED).size();
        press("ONHOOK");
        scopes.settle();
        assertThat(run("screen").lifted()).isFalse();
        assertThat(events.of(Face.CHANGED)).as("though nothing else is seen").hasSize(told + 1);
    }

    @Test
    void whatIsSpokenIsSaidOnceInTheWordsOfTheScreen() {
        press("HANDSFREE");
        assertThat(run("screen").spoken()).isEqualTo("New call. Enter a number. Speaker");
        press("1", "2");
        assertThat(run("screen").spoken()).isEqualTo("New call. 12. Speaker");
        press("BACK_IDLE", "OFFHOOK");
        assertThat(run("screen").spoken()).as("that of the handset goes without saying").isEqualTo("New call. Enter a number");
        calls.put(new Call("c1", "", 1, Direction.IN, State.RINGING, "sip:200@example.com", "", "", 0, "", false, false, false, false,
                Call.Rtp.NONE, 0, 0));
        assertThat(run("screen").spoken()).isEqualTo("Incoming call. 200");
        calls.put(call("c1", Direction.IN, State.TALKING, true));
        press("BACK_IDLE");
        assertThat(run("screen").spoken()).isEqualTo("On hold. Bob, bob");
        calls.put(new Call("c2", "", 1, Direction.OUT, State.TALKING, "sip:200@example.com", "", "", 0, "", false, false, false, true,
                Call.Rtp.NONE, 0, 0));
        contributions.bindIndicator(() -> new Sign("forward", "Forwarded to 5"));
        contributions.bindIndicator(() -> new Sign("dnd", ""));
        press("VOLUME_DOWN");
        assertThat(run("screen").spoken()).isEqualTo("Volume 9 of 10. Talking. 200. Muted. Bob, on hold. Forwarded to 5. Do not disturb");
    }

    @Test
    void digitsBecomeANumber() {
        press("2", "F_0", "*", "F_STAR", "F_POUND");
        assertThat(calls.requests()).containsExactly("dial 20** 0");
        assertThat(run("screen").state()).isEqualTo("dialling");
        assertThat(run("screen").title()).isEqualTo("Bob");
    }

    @Test
    void aNumberIsShownWhileItIsEntered() {
        press("OFFHOOK");
        assertThat(run("screen").state()).isEqualTo("dialling");
        press("F_POUND", "2", "1");
        assertThat(run("screen").title()).isEqualTo("#21");
        press("CANCEL");
        assertThat(run("screen").state()).isEqualTo("idle");
        press("OFFHOOK", "ONHOOK", "OK", "ONHOOK", "CANCEL", "BACK_IDLE");
        assertThat(calls.requests()).isEmpty();
        assertThat(run("screen").state()).isEqualTo("idle");
        press("3", "RELEASE", "4", "OK");
        assertThat(calls.requests()).containsExactly("dial 4 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANSWER", "ASW", "OK", "F_OK", "OFFHOOK", "HANDSFREE"})
    void keysThatAnswer(String key) {
        calls.put(call("c1", Direction.IN, State.RINGING, false));
        assertThat(run("screen").state()).isEqualTo("ringing");
        press(key);
        assertThat(calls.requests()).containsExactly("answer ");
    }

    @ParameterizedTest
    @CsvSource({"RELEASE,hangup", "CALLEND,hangup", "ONHOOK,hangup", "HOLD,hold", "F_HOLD,hold", "MUTE,mute true", "5,dtmf  5",
            "F_POUND,dtmf  #", "F_STAR,dtmf  *", "UNHOLD,resume"})
    void keysThatActOnATalkingCall(String key, String request) {
        calls.put(call("c1", Direction.OUT, State.TALKING, false));
        press(key);
        assertThat(calls.requests()).singleElement().asString().isEqualToIgnoringWhitespace(request);
        press("CANCEL");
        assertThat(calls.requests()).hasSize(1);
    }

    @Test
    void otherKeysWhileACallIsThere() {
        calls.put(call("c1", Direction.IN, State.RINGING, false));
        press("ONHOOK");
        assertThat(calls.requests()).isEmpty();
        press("CANCEL");
        assertThat(calls.requests()).containsExactly("hangup c1");
        calls.put(call("c1", Direction.IN, State.TALKING, true));
        assertThat(run("screen").state()).isEqualTo("held");
        press("HOLD");
        assertThat(calls.requests()).endsWith("resume ");
    }

    @Test
    void theKeyOfTheSpeakerGoesOffHookAndOn() {
        press("HANDSFREE");
        assertThat(run("screen").state()).isEqualTo("dialling");
        assertThat(run("screen").leds()).isEqualTo(Map.of("HANDSFREE", "solid green"));
        assertThat(run("screen").icons()).containsExactly("speaker");
        press("HANDSFREE");
        assertThat(run("screen").state()).isEqualTo("idle");
        assertThat(run("screen").leds()).isEmpty();
        press("HANDSFREE", "5", "HANDSFREE");
        assertThat(calls.requests()).containsExactly("dial 5 0");
        press("HANDSFREE");
        assertThat(calls.requests()).endsWith("hangup ");
        assertThat(events.of(DeviceEvents.HOOK)).extracting(event -> event.getProperty(DeviceEvents.OFF_HOOK)).containsExactly(true, false,
                true, true, false);
    }

    @Test
    void aCallMovesFromTheHandsetToTheSpeakerToTheHeadset() {
        calls.put(call("c1", Direction.IN, State.RINGING, false));
        press("OFFHOOK");
        calls.put(call("c1", Direction.IN, State.TALKING, false));
        assertThat(run("screen").icons()).containsExactly("handset");
        assertThat(run("screen").leds()).as("no lamp for the handset").isEmpty();
        press("HANDSFREE", "ONHOOK");
        assertThat(run("screen").icons()).containsExactly("speaker");
        press("F_HEADSET");
        assertThat(run("screen").icons()).containsExactly("headset");
        assertThat(run("screen").leds()).isEqualTo(Map.of("HEADSET", "solid green"));
        assertThat(calls.requests()).as("it goes on").containsExactly("answer ");
        press("HEADSET");
        assertThat(calls.requests()).endsWith("hangup ");
    }

    @Test
    void aCallThatNoHandsetWasLiftedForIsOnTheSpeaker() {
        calls.put(call("c1", Direction.IN, State.TALKING, false));
        press("HANDSFREE");
        assertThat(calls.requests()).containsExactly("hangup ");
        press("ONHOOK");
        assertThat(calls.requests()).containsExactly("hangup ", "hangup ");
    }

    @Test
    void theKeyOfTheSpeakerAnswersAnotherCall() {
        calls.put(call("c1", Direction.IN, State.TALKING, false));
        calls.put(call("c2", Direction.IN, State.RINGING, false));
        press("HANDSFREE");
        assertThat(calls.requests()).containsExactly("answer ");
    }

    @Test
    void aPhoneWithoutAKeyForTheHeadsetHasNone() {
        FakeFace small = new FakeFace(Map.of("hardKeys", List.of("Handsfree")), new FakeConfigurations(8));
        assertThatThrownBy(() -> small.keyboard.press("HEADSET")).hasMessageContaining("there is no key HEADSET");
    }

    @Test
    void volumeKeysChangeWhatIsHeard() {
        Map<Volume.Of, Integer> volume = face.volume;
        press("VOLUME_DOWN", "F_VOLUME_DOWN");
        assertThat(volume).as("idle").isEqualTo(Map.of(Volume.Of.CALL, 10, Volume.Of.RING, 8));
        assertThat(run("screen").notice()).isEqualTo("Ringing volume 8 of 10");
        calls.put(call("c1", Direction.IN, State.RINGING, false));
        press("VOLUME_UP");
        assertThat(volume).as("ringing").containsEntry(Volume.Of.RING, 9);
        calls.put(call("c1", Direction.IN, State.TALKING, false));
        press("VOLUME_DOWN");
        assertThat(volume).as("talking").isEqualTo(Map.of(Volume.Of.CALL, 9, Volume.Of.RING, 9));
        assertThat(run("screen").notice()).isEqualTo("Volume 9 of 10");
        calls.put(call("c2", Direction.IN, State.RINGING, false));
        press("VOLUME_DOWN");
        assertThat(volume).as("talking, while another one rings").containsEntry(Volume.Of.CALL, 8);
        calls.put(call("c1", Direction.IN, State.TALKING, true));
        press("VOLUME_DOWN");
        assertThat(volume).as("ringing, while another one is held").isEqualTo(Map.of(Volume.Of.CALL, 8, Volume.Of.RING, 8));
        calls.put(call("c2", Direction.IN, State.ENDED, false));
        press("VOLUME_DOWN");
        assertThat(volume).as("held").containsEntry(Volume.Of.CALL, 7);
        scopes.advance(Desk.MESSAGE);
        assertThat(run("screen").notice()).isEmpty();
    }

    @Test
    void volumeIsOfCallsWhileANumberIsEntered() {
        press("OFFHOOK", "VOLUME_DOWN");
        assertThat(face.volume).containsEntry(Volume.Of.CALL, 9).containsEntry(Volume.Of.RING, 10);
        assertThat(run("screen").notice()).isEqualTo("Volume 9 of 10");
        press("5");
        assertThat(run("screen").notice()).as("until the next key").isEmpty();
    }

    @Test
    void aPhoneThatRingsSilentlyShowsIt() {
        run("key VOLUME_DOWN --long");
        assertThat(face.volume).containsEntry(Volume.Of.RING, 7);
        assertThat(run("screen").icons()).isEmpty();
        press("VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN");
        assertThat(run("screen").icons()).containsExactly("silent");
        run("key F_VOLUME_UP --long");
        assertThat(run("screen").icons()).isEmpty();
        assertThat(run("screen").notice()).isEqualTo("Ringing volume 3 of 10");
    }

    @Test
    void withoutSoundTheVolumeSaysSo() {
        face.loudness.unbindVolume(null);
        face.loudness.bindVolume(null);
        assertThatThrownBy(() -> press("VOLUME_UP")).hasMessage("the phone makes no sounds at the moment");
        assertThat(run("screen").icons()).isEmpty();
    }

    @Test
    void keysSayWhyTheyCannot() {
        assertThatThrownBy(() -> press("ANSWER")).isInstanceOf(CommandException.class).hasMessage("there is no call");
        telephony.unbindCalls(calls);
        assertThatThrownBy(() -> press("ANSWER")).hasMessage("calls do not run");
    }

    @Test
    void theCallThatAsksForAttentionIsShown() {
        calls.put(call("c1", Direction.IN, State.DIALING, false));
        assertThat(run("screen").state()).isEqualTo("idle");
        calls.put(call("c2", Direction.OUT, State.TALKING, true));
        assertThat(run("screen").state()).isEqualTo("held");
        calls.put(call("c3", Direction.OUT, State.TALKING, false));
        assertThat(run("screen").state()).isEqualTo("talking");
        calls.put(call("c4", Direction.OUT, State.EARLY, false));
        assertThat(run("screen").state()).isEqualTo("early");
        calls.put(call("c5", Direction.IN, State.RINGING, false));
        Screen screen = run("screen");
        assertThat(screen.state()).isEqualTo("ringing");
        assertThat(screen.title()).isEqualTo("Bob");
        assertThat(screen.lines()).containsExactly("Bob bob held", "Bob bob talking", "Bob bob early", "Bob bob ringing");
    }

    @Test
    void theEndOfACallIsShownForAMoment() {
        telephony.handleEvent(new Event(CallEvents.ENDED,
                Map.of(CallEvents.CALL, call("c1", Direction.OUT, State.ENDED, false), CallEvents.REASON, "Busy Here")));
        assertThat(run("screen").state()).isEqualTo("ended");
        assertThat(run("screen").lines()).containsExactly("Busy Here");
        scopes.advance(Telephony.FAREWELL);
        assertThat(run("screen").state()).isEqualTo("idle");
    }

    @Test
    void aCallThatNobodyTookPartInEndsInSilence() {
        telephony.handleEvent(new Event(CallEvents.ENDED,
                Map.of(CallEvents.CALL, call("c1", Direction.IN, State.ENDED, false), CallEvents.REASON, "rejected")));
        assertThat(run("screen").state()).isEqualTo("idle");
    }

    @Test
    void holdOfTheOtherSideAndMuteAreShown() {
        calls.put(new Call("c1", "", 1, Direction.OUT, State.TALKING, "sip:200@example.com", "", "", 0, "", false, true, false, true,
                Call.Rtp.NONE, 0, 0));
        assertThat(run("screen").lines()).containsExactly("200 talking, held by the other side, muted");
    }
}
