package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffectiveTest {
    private static final Catalogue CATALOGUE = Declared.catalogue(
            Declared.singleton("lamp", Declared.number("A", 1, 5, 3), Declared.number("B", 1, 5, 3)),
            Declared.indexed("lamp.account", 3, Declared.number("C{n}", 1, 5, 3)));

    private static State state(Change... changes) {
        return State.EMPTY.with(List.of(changes));
    }

    private static Change put(Layer layer, String value) {
        return new Change(layer, "A", new Entry(value, false, layer.printed()));
    }

    private static Effective of(State state) {
        return Effective.of(state, CATALOGUE.slot("A"));
    }

    @Test
    void aHigherLayerOutranksALowerOne() {
        List<Change> changes = new ArrayList<>();
        assertThat(of(State.EMPTY)).isEqualTo(new Effective("3", Layer.DEFAULT, "lamp"));
        int value = 0;
        for (Layer layer : List.of(Layer.PRODUCT, Layer.NETWORK, Layer.COMMON, Layer.DEVICE, Layer.MAC, Layer.USER)) {
            String text = String.valueOf(value++ % 5 + 1);
            changes.add(put(layer, text));
            assertThat(of(state(changes.toArray(Change[]::new)))).isEqualTo(new Effective(text, layer, layer.printed()));
        }
    }

    @Test
    void aMaskHidesTheFilesBelowAndNothingElse() {
        State masked = state(put(Layer.COMMON, "1"), put(Layer.DEVICE, "2"), put(Layer.MAC, null));
        assertThat(of(masked)).isEqualTo(new Effective("3", Layer.DEFAULT, "mac"));
        assertThat(of(masked.with(List.of(put(Layer.NETWORK, "4"))))).isEqualTo(new Effective("4", Layer.NETWORK, "network"));
        assertThat(of(masked.with(List.of(put(Layer.USER, "5"))))).isEqualTo(new Effective("5", Layer.USER, "user"));
        assertThat(of(state(put(Layer.COMMON, null), put(Layer.MAC, "2")))).isEqualTo(new Effective("2", Layer.MAC, "mac"));
    }

    @Test
    void aValueThatIsNotPermittedIsAsIfItWasNotThere() {
        List<Effective.Ignored> ignored = new ArrayList<>();
        State state = state(put(Layer.COMMON, "1"), put(Layer.MAC, "6"), put(Layer.USER, "x"));
        assertThat(Effective.of(state, CATALOGUE.slot("A"), ignored::add)).isEqualTo(new Effective("1", Layer.COMMON, "common"));
        assertThat(ignored).extracting(Effective.Ignored::layer).containsExactly(Layer.USER, Layer.MAC);
    }
}
