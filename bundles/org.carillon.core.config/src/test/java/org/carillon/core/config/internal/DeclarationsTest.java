package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.Parameters.Choice;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
    private static final Catalogue CATALOGUE = Catalogue.EMPTY.with(1, List.of(
            new Declaration("lamp", "org.lamp", List.of("1", "2"), List.of(Declared.number("Lamp{lamp}Power", 1, 9, 3))),
            new Declaration("lamp", "org.lamp.colour", null, List.of(colour()))));
    private final Declarations declarations = new Declarations();

    private static Definition colour() {
        ValueType type = new ValueType(ValueType.Scalar.STRING, "", List.of("r", "g"), null, null, null, new KeyTypes());
        return new Definition("LampColour", "colour", type, "r", "lamp", false, true, "Lamp > Colour", "Menu > Lamp > Colour",
                new Definition.Words("Colour", "What it shines in.", List.of("Red", "Green")));
    }

    @Test
    void eachIdIsSpeltOut() {
        assertThat(declarations.of(CATALOGUE)).extracting(Parameters.Declared::id).containsExactlyInAnyOrder("Lamp1Power", "Lamp2Power",
                "LampColour");
        assertThat(declarations.of(CATALOGUE)).filteredOn(one -> one.id().equals("Lamp2Power")).singleElement().satisfies(one -> {
            assertThat(one.instance()).isEqualTo("2");
            assertThat(one.permitted()).isEqualTo("an integer from 1 to 9");
            assertThat(one.choices()).isEmpty();
        });
    }

    @Test
    void wordsAndPathsAreThoseOfTheDeclaration() {
        assertThat(declarations.of(CATALOGUE)).contains(new Parameters.Declared("LampColour", "", "Colour", "What it shines in.", "enum",
                List.of(new Choice("r", "Red"), new Choice("g", "Green")), "r, g", false, true, "Lamp > Colour", "Menu > Lamp > Colour"));
    }

    @Test
    void theListIsTheSameUntilTheCatalogueIsAnother() {
        List<Parameters.Declared> first = declarations.of(CATALOGUE);
        assertThat(declarations.of(CATALOGUE)).isSameAs(first);
        assertThat(declarations.of(Catalogue.EMPTY)).isEmpty();
    }
}
