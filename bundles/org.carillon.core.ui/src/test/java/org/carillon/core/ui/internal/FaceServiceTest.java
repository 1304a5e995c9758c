package org.carillon.core.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.Display;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Indicator;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.sim.testkit.FakeCalls;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class FaceServiceTest {
    private static final int SOFTKEYS_TOP = 207;
    private final FakeFace face = new FakeFace();
    private final Picture picture = new Picture();

    /** A display that puts the parts together again. */
    private static final class Picture implements Display {
        final List<Rectangle> parts = new ArrayList<>();
        final int[] pixels = new int[320 * 240];
        Map<String, String> lights;

        @Override
        public void draw(int x, int y, int width, int height, int[] rgb) {
            parts.add(new Rectangle(x, y, width, height));
            for (int row = 0; row < height; row++) {
                System.arraycopy(rgb, row * width, pixels, (y + row) * 320 + x, width);
            }
        }

        @Override
        public void lights(Map<String, String> lit) {
            lights = lit;
        }
    }

    private void show(Display display) {
        face.service.bindDisplay(display);
        face.scopes.settle();
    }

    private void changed() {
        face.service.refresh();
        face.scopes.settle();
    }

    @Test
    void aDisplayGetsTheWholePictureAndThenWhatChanged() {
        show(picture);
        assertThat(picture.parts).containsExactly(new Rectangle(320, 240));
        assertThat(picture.lights).isEmpty();
        picture.parts.clear();
        changed();
        assertThat(picture.parts).as("nothing changed").isEmpty();

        face.keyboard.press("5");
        face.scopes.settle();
        picture.parts.clear();
        face.keyboard.press("6");
        face.scopes.settle();
        assertThat(picture.parts).as("the number alone").singleElement()
                .satisfies(part -> assertThat(part.width * part.height).isLessThan(320 * 240 / 20));
        Picture late = new Picture();
        show(late);
        assertThat(picture.pixels).as("parts and whole").isEqualTo(late.pixels);
    }

    @Test
    void softkeysAndMiddleAreSentApart() {
        show(picture);
        picture.parts.clear();
        face.keyboard.press("HANDSFREE");
        face.scopes.settle();
        assertThat(picture.parts).hasSizeGreaterThan(1).allSatisfy(
                part -> assertThat(part.y + part.height <= SOFTKEYS_TOP || part.y >= SOFTKEYS_TOP).as(part.toString()).isTrue());
        assertThat(picture.lights).isEqualTo(Map.of("HANDSFREE", "solid green"));
    }

    @Test
    void anUntouchedScreenIsDrawnAtTheMinuteOnly() {
        show(picture);
        picture.parts.clear();
        face.scopes.advance(Duration.ofSeconds(59));
        assertThat(picture.parts).isEmpty();
        face.scopes.advance(Duration.ofSeconds(1));
        assertThat(picture.parts).isNotEmpty().allSatisfy(part -> assertThat(part.height).isLessThan(80));
        assertThat(face.scopes.waitingTimers()).isOne();
        face.service.unbindDisplay(picture);
        face.scopes.settle();
        changed();
        assertThat(face.scopes.waitingTimers()).as("no display, no clock").isZero();
    }

    @Test
    void theClockFollowsItsRulesAtOnce() {
        show(picture);
        picture.parts.clear();
        face.clock.zone(ZoneOffset.ofHours(9));
        face.service.handleEvent(new Event(DeviceEvents.CLOCK, Map.of()));
        face.scopes.settle();
        assertThat(picture.parts).isNotEmpty();
        FakeFace tokyo = new FakeFace();
        tokyo.clock.zone(ZoneId.of("Asia/Tokyo"));
        Picture expected = new Picture();
        tokyo.service.bindDisplay(expected);
        tokyo.scopes.settle();
        assertThat(picture.pixels).isEqualTo(expected.pixels);
    }

    @Test
    void aCallIsDrawnEverySecond() {
        show(picture);
        talk(1_200);
        changed();
        picture.parts.clear();
        talk(2_010);
        face.scopes.advance(Duration.ofMillis(810));
        assertThat(picture.parts).singleElement().satisfies(part -> assertThat(part.height).isLessThan(30));
    }

    private void talk(long millis) {
        face.calls.put(new Call("c1", "", 1, Direction.OUT, State.TALKING, "sip:bob@example.com", "Bob", "PCMA", 20, "", false, false,
                false, false, Call.Rtp.NONE, millis, 0));
    }

    @Test
    void withoutADisplayNothingIsDrawnAndWordsAreToldAlone() {
        changed();
        assertThat(face.events.topics()).containsExactly(Face.CHANGED);
        changed();
        assertThat(face.events.topics()).as("nothing changed").hasSize(1);
        face.telephony.handleEvent(new Event(CallEvents.ENDED, Map.of(CallEvents.CALL, FakeCalls.call("c1", Direction.OUT, State.ENDED),
                CallEvents.REASON, "Busy Here")));
        face.scopes.settle();
        assertThat(face.events.of(Face.CHANGED)).hasSize(2);
        face.scopes.advance(Telephony.FAREWELL);
        assertThat(face.events.of(Face.CHANGED)).as("idle again").hasSize(3);
        assertThat(face.scopes.waitingTimers()).isZero();
    }

    @Test
    void whatAFeatureShowsComesAndGoesByItself() {
        show(picture);
        Indicator dnd = () -> new Sign("dnd", "Do not disturb");
        face.contributions.bindIndicator(dnd);
        face.scopes.settle();
        assertThat(face.service.screen().notice()).isEqualTo("Do not disturb");
        int[] with = picture.pixels.clone();
        face.contributions.unbindIndicator(dnd);
        face.scopes.settle();
        assertThat(picture.pixels).isNotEqualTo(with);
        picture.parts.clear();
        face.service.handleEvent(new Event(ParameterEvents.CHANGED, Map.of()));
        face.scopes.settle();
        assertThat(picture.parts).isEmpty();
    }

    @Test
    void aDisplayThatFailsDisturbsNobody() {
        show(new Display() {
            @Override
            public void draw(int x, int y, int width, int height, int[] rgb) {
                throw new IllegalStateException("oops");
            }

            @Override
            public void lights(Map<String, String> lit) {
                throw new IllegalStateException("oops");
            }
        });
        show(picture);
        assertThat(picture.parts).hasSize(1);
        assertThat(face.log.messages(LogLevel.ERROR)).isNotEmpty();
    }

    @Test
    void questionsAreAnsweredByKeys() {
        List<Boolean> answers = new ArrayList<>();
        Face.Question closed = face.service.ask("first?", answers::add);
        face.service.ask("second?", answers::add);
        face.service.ask("third?", answers::add);
        assertThat(face.service.screen().state()).isEqualTo("prompt");
        assertThat(face.service.screen().title()).isEqualTo("first?");
        assertThat(face.service.screen().softkeys()).containsExactly("OK", "", "", "Cancel");
        closed.close();
        assertThat(face.service.screen().title()).isEqualTo("second?");
        face.keyboard.press("OK");
        face.keyboard.press("F4");
        face.scopes.settle();
        assertThat(answers).containsExactly(true, false);
        assertThat(face.service.screen().state()).isEqualTo("idle");
        closed.close();
    }

    @Test
    void thePictureIsAPng() {
        assertThat(face.service.png()).startsWith(0x89, 'P', 'N', 'G');
        show(picture);
        picture.parts.clear();
        face.desk.append("5");
        byte[] dialling = face.service.png();
        assertThat(picture.parts).as("what the picture shows, the display shows").isNotEmpty();
        face.service.unbindDisplay(picture);
        face.scopes.settle();
        assertThat(face.service.png()).isEqualTo(dialling);
    }
}
