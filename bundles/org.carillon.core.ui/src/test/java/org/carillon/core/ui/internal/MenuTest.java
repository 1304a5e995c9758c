package org.carillon.core.ui.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.parameter.Parameters.Choice;
import org.carillon.api.parameter.Parameters.Declared;
import org.carillon.api.ui.Screen;
import org.carillon.sim.testkit.FakeCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MenuTest {
    private static final String DND = "Menu > Features > Do not disturb > ";
    private final FakeFace face = new FakeFace();

    @BeforeEach
    void declare() {
        declare("DndEnable", "", "DND", "boolean", DND + "DND Status", "false");
        declare("DndOnCode", "", "On code", "featureCode", DND + "On Code", "*78");
        declare("DndRefuse", "", "Refusal", "enum", DND + "Refusal", "486", new Choice("404", "Not Found"), new Choice("486", "Busy Here"));
        declare("Account1DndEnable", "1", "DND", "boolean", DND + "Account ID > DND Status", "false");
        declare("Account10DndEnable", "10", "DND", "boolean", DND + "account ID > DND Status", "false");
        declare("Account2DndEnable", "2", "DND", "boolean", DND + "Account ID > DND Status", "true");
        declare("ProgramKey1Type", "1", "Type", "integer", "Menu > Features > Programmable Keys", "3");
        declare("ProgramKey1Label", "1", "Label", "string", "Menu > Features > Programmable Keys", "Quiet");
        declare("Account1Password", "1", "Password", "secret", "Menu > Advanced Setting > Account > AccountX > Password", "***");
        declare("WifiKey", "", "Key", "secret", "Menu > Wi-Fi > Key", "top");
        declare("Nowhere", "", "Nowhere", "string", "", "");
    }

    private void declare(String id, String instance, String name, String type, String phone, String value, Choice... choices) {
        face.parameters.declare(new Declared(id, instance, name, name + " says what it does.", type, List.of(choices), "this and that",
                type.equals("secret"), id.equals("DndRefuse"), "", phone), value);
    }

    private Screen press(String... keys) {
        Stream.of(keys).forEach(face.keyboard::press);
        return face.service.screen();
    }

    /** Goes to an entry of the menu that is open. */
    private Screen select(String label) {
        List<String> lines = face.service.screen().lines();
        int place = lines.indexOf(lines.stream().filter(line -> line.startsWith(label)).findFirst().orElseThrow());
        for (int i = 0; i < place; i++) {
            press("DOWN");
        }
        return press("OK");
    }

    @Test
    void theMenuIsWhatTheParametersSay() {
        Screen menu = press("F4");
        assertThat(menu.state()).isEqualTo("menu");
        assertThat(menu.title()).isEqualTo("Menu");
        assertThat(menu.softkeys()).containsExactly("Back", "", "", "Select");
        assertThat(menu.lines()).as("no Advanced Setting").containsExactly("Features", "Wi-Fi");
        assertThat(menu.spoken()).isEqualTo("Menu. Features, selected. Wi-Fi");
        assertThat(select("Features").lines()).containsExactly("Do not disturb", "Programmable Keys");
        assertThat(select("Do not disturb").lines()).containsExactly("DND Status: Off", "On Code: *78", "Refusal: Busy Here", "Account 1",
                "Account 2", "Account 10");
        assertThat(select("Account 2").lines()).containsExactly("DND Status: On");
        press("F1", "LEFT");
        assertThat(select("Programmable Keys").lines()).containsExactly("Program Key 1");
        assertThat(press("RIGHT").lines()).containsExactly("Label: Quiet", "Type: 3");
        assertThat(press("CANCEL", "CANCEL", "CANCEL", "CANCEL").state()).isEqualTo("idle");
    }

    @Test
    void valuesAreChosen() {
        press("F4");
        select("Features");
        select("Do not disturb");
        assertThat(select("DND Status").lines()).containsExactly("Off");
        assertThat(face.service.screen().title()).as("as the entry").isEqualTo("DND Status");
        assertThat(face.service.screen().softkeys()).containsExactly("Back", "Switch", "", "Save");
        assertThat(press("F2").lines()).containsExactly("On");
        assertThat(press("RIGHT").lines()).containsExactly("Off");
        assertThat(press("LEFT", "OK").lines()).contains("DND Status: On");
        assertThat(face.settings.values()).isEqualTo(Map.of("DndEnable", "true"));
        select("Refusal");
        assertThat(press("UP", "F4").lines()).contains("Refusal: Not Found");
        assertThat(face.settings.values()).containsEntry("DndRefuse", "404");
    }

    @Test
    void valuesAreTyped() {
        press("F4");
        select("Features");
        select("Do not disturb");
        select("On Code");
        assertThat(press("F3", "LEFT", "2", "2", "F_POUND", "*").lines()).containsExactly("*22#*");
        press("CANCEL");
        assertThat(face.settings.values()).isEmpty();
        press("CANCEL", "DOWN", "OK", "OK", "OK");
        assertThat(press("2", "2", "3").lines()).containsExactly("Quieta3");
        face.scopes.advance(Duration.ofSeconds(2));
        assertThat(press("3", "3", "3", "3", "3", "3", "3", "3").lines()).containsExactly("Quieta33");
        press("OK");
        assertThat(face.settings.values()).isEqualTo(Map.of("ProgramKey1Label", "Quieta33"));
    }

    @Test
    void aSecretIsNotShown() {
        press("F4");
        select("Wi-Fi");
        assertThat(face.service.screen().lines()).containsExactly("Key: ***");
        assertThat(press("OK", "1", "2").lines()).containsExactly("\u2022\u2022");
        assertThat(press("OK").lines()).containsExactly("Key: ***");
        assertThat(face.settings.values()).isEqualTo(Map.of("WifiKey", "12"));
    }

    @Test
    void aValueThatIsRefusedStaysOnTheScreenAndSaysWhy() {
        face.settings.refuse("DndOnCode", "DndOnCode = *781 is not permitted");
        press("F4");
        select("Features");
        select("Do not disturb");
        select("On Code");
        assertThatThrownBy(() -> press("1", "OK")).isInstanceOf(IllegalStateException.class).hasMessageContaining("is not permitted");
        assertThat(face.service.screen().lines()).containsExactly("*781");
        assertThat(face.service.screen().notice()).contains("not permitted");
    }

    @Test
    void anOpenMenuFallsBackWhenABundleTakesItsEntriesAlong() {
        press("F4");
        select("Features");
        select("Do not disturb");
        select("On Code");
        face.parameters.withdraw("Dnd");
        assertThat(face.service.screen().lines()).containsExactly("Account 1", "Account 2", "Account 10");
        face.parameters.withdraw("Account");
        assertThat(face.service.screen().title()).isEqualTo("Features");
        assertThat(face.service.screen().lines()).containsExactly("Programmable Keys");
        declare("DndEnable", "", "DND", "boolean", DND + "DND Status", "true");
        assertThat(face.service.screen().lines()).contains("Do not disturb");
    }

    @Test
    void aCallComesBeforeTheMenu() {
        press("F4");
        face.calls.put(FakeCalls.call("c1", Call.Direction.IN, Call.State.RINGING));
        assertThat(face.service.screen().state()).isEqualTo("ringing");
        press("OK");
        assertThat(face.calls.requests()).containsExactly("answer ");
        face.calls.put(FakeCalls.call("c1", Call.Direction.IN, Call.State.ENDED));
        assertThat(face.service.screen().state()).isEqualTo("menu");
        assertThat(press("F_CANCEL_LONGPRESS").state()).isEqualTo("idle");
    }
}
