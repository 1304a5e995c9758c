package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Screen;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeHardware;
import org.junit.jupiter.api.Test;

class ResetKeyTest {
    private final List<String> resets = new ArrayList<>();
    private final List<Consumer<Boolean>> questions = new ArrayList<>();
    private int closed;
    private final ResetKey key = new ResetKey(config(true), new FakeHardware(Map.of("conferenceKey", false, "headsetKey", true)),
            (name, argument) -> resets.add(name));
    private final Face face = new Face() {
        @Override
        public Screen screen() {
            throw new AssertionError("nobody looks");
        }

        @Override
        public byte[] png() {
            throw new AssertionError("nobody looks");
        }

        @Override
        public void refresh() {
            throw new AssertionError("nothing changes");
        }

        @Override
        public Question ask(String text, Consumer<Boolean> answered) {
            questions.add(answered);
            return () -> closed++;
        }
    };

    private static ResetConfig config(boolean enabled) {
        return Configs.of(ResetConfig.class, Map.of("byLongPress", enabled));
    }

    @Test
    void nothingIsResetBeforeItIsConfirmed() {
        key.bindFace(face);
        key.perform("HEADSET_LONGPRESS", "");
        assertThat(resets).isEmpty();
        questions.getFirst().accept(false);
        assertThat(resets).isEmpty();
        key.perform("HEADSET_LONGPRESS", "");
        assertThat(closed).as("the question before").isEqualTo(1);
        questions.getLast().accept(true);
        assertThat(resets).containsExactly("RESET");
        key.deactivate();
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void theOtherKeyAndOneThatIsTurnedOffDoNothing() {
        assertThatThrownBy(() -> key.perform("HEADSET_LONGPRESS", "")).as("without a screen").isInstanceOf(IllegalStateException.class);
        key.bindFace(face);
        assertThatThrownBy(() -> key.perform("CONFERENCE_LONGPRESS", "")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no key CONFERENCE on this model");
        key.modified(config(false));
        assertThatThrownBy(() -> key.perform("HEADSET_LONGPRESS", "")).hasMessage("a reset by this key is turned off");
        key.unbindFace(face);
        assertThat(questions).isEmpty();
    }
}
