package org.carillon.feature.actionuri.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.carillon.feature.actionuri.internal.ActionUri.Hold;
import org.carillon.feature.actionuri.internal.ActionUri.Press;
import org.carillon.feature.actionuri.internal.ActionUri.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionUriTest {
    private static List<Step> parse(String values) {
        return ActionUri.parse("key=" + values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "F_OK", "L10", "F5", "0", "*", "F_POUND", "E1_2", "OFFHOOK", "DND_ON", "ATrans=201", "AlwaysFwdOn=+4971",
            "ASW:c1@192.0.2.1", "Autop", "BACK_IDLE"})
    void keysArePressed(String name) {
        assertThat(parse(name)).containsExactly(new Press(name));
    }

    @ParameterizedTest
    @CsvSource({"F_CANCEL_LONGPRESS,CANCEL", "F_L1_LONGPRESS,L1", "F_E1_20_LONGPRESS,E1_20", "E1_20_LONGPRESS,E1_20",
            "F_MUTE_LONGPRESS,MUTE"})
    void keysAreHeld(String name, String key) {
        assertThat(parse(name)).containsExactly(new Hold(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REBOOT", "reboot", "Reboot"})
    void twoNamesMayBeInAnyCase(String name) {
        assertThat(parse(name)).containsExactly(new Press("REBOOT"));
        assertThat(parse("reSet")).containsExactly(new Press("RESET"));
    }

    @Test
    void valuesKeepTheirOrder() {
        assertThat(parse("OFFHOOK;1;F_MUTE_LONGPRESS;number=1000&outgoing_uri=1001;OK")).containsExactly(new Press("OFFHOOK"),
                new Press("1"),
                new Hold("MUTE"), new Press("number=1000&outgoing_uri=1001"), new Press("OK"));
    }

    @ParameterizedTest
    @CsvSource({"number=1000,number=1000", "number=1000&outgoing_uri=1001,number=1000&outgoing_uri=1001",
            "number%3D1000&outgoing_uri=1001%40pbx,number=1000&outgoing_uri=1001@pbx",
            "number=sip:a@b%3Buser=phone,number=sip:a@b;user=phone",
            "number=+49711&outgoing_uri=,number=+49711"})
    void numbersAreCalled(String value, String name) {
        assertThat(parse(value)).containsExactly(new Press(name));
    }

    @ParameterizedTest
    @CsvSource({"AlwaysFwdOn=%2A21%23,AlwaysFwdOn=*21#", "%4f%4B,OK", "1+2,1+2", "OK%3BOK,OK;OK"})
    void escapesStandForTheirCharacter(String value, String name) {
        assertThat(parse(value)).containsExactly(new Press(name));
    }

    static Stream<Arguments> badOnes() {
        return Stream.of(Arguments.of("", "key=VALUE"), Arguments.of("OK", "key=VALUE"), Arguments.of("KEY=OK", "key=VALUE"),
                Arguments.of("xkey=OK", "key=VALUE"), Arguments.of("key=", "empty"), Arguments.of("key=OK;", "empty"),
                Arguments.of("key=;OK", "empty"), Arguments.of("key=%20", "empty"), Arguments.of("key=OK&outgoing_uri=1", "outgoing_uri"),
                Arguments.of("key=OK&key=OK", "outgoing_uri"), Arguments.of("key=number=1&user=2", "nothing else"),
                Arguments.of("key=number=1&outgoing_uri=2&outgoing_uri=3", "nothing else"),
                Arguments.of("key=%", "hexadecimal"), Arguments.of("key=%4", "hexadecimal"), Arguments.of("key=%zz", "hexadecimal"),
                Arguments.of("key=%\u0664\u0661", "hexadecimal"), Arguments.of("key=OK%0d%0aX: y", "printable"),
                Arguments.of("key=OK\r\nX: y", "printable"), Arguments.of("key=%00", "printable"), Arguments.of("key=%7F", "printable"),
                Arguments.of("key=L\u0661", "printable"), Arguments.of("key=AlwaysFwdOn=\u0662\u0660\u0661", "printable"),
                Arguments.of("key=%D9%A1", "printable"), Arguments.of("key=" + "1".repeat(ActionUri.LONGEST_VALUE + 1), "256"),
                Arguments.of("key=" + "x".repeat(10_000), "2048"), Arguments.of("key=" + "1;".repeat(ActionUri.MOST_STEPS) + "1", "32"));
    }

    @ParameterizedTest
    @MethodSource("badOnes")
    void whatIsNoneIsRefused(String text, String problem) {
        assertThatIllegalArgumentException().isThrownBy(() -> ActionUri.parse(text)).withMessageContaining(problem)
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]*"));
    }

    @Test
    void theLongestPermittedIsTaken() {
        assertThat(parse("1".repeat(ActionUri.LONGEST_VALUE))).hasSize(1);
        assertThat(parse("1;".repeat(ActionUri.MOST_STEPS - 1) + "1")).hasSize(ActionUri.MOST_STEPS);
    }

    /** A path is a value like any other: no file is ever named by it. */
    @Test
    void dotsAreNoPath() {
        assertThat(parse("../../etc/passwd")).containsExactly(new Press("../../etc/passwd"));
    }
}
