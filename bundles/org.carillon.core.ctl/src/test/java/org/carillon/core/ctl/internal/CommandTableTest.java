package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.junit.jupiter.api.Test;

class CommandTableTest {
    private final CommandTable table = new CommandTable();

    private static Command command(String answer) {
        return (name, arguments, out) -> answer + " " + name + arguments;
    }

    @Test
    void runsTheCommandOfThatName() {
        table.add(command("one"), Map.of(Command.NAME, "get", Command.USAGE, "ID"));
        table.add(command("two"), Map.of(Command.NAME, new String[]{"stop", "start"}, Command.USAGE, "NAME"));
        assertThat(table.run("get", List.of("X"), out -> {})).isEqualTo("one get[X]");
        assertThat(table.run("start", List.of(), out -> {})).isEqualTo("two start[]");
        assertThat(table.run("help", List.of(), out -> {}))
                .isEqualTo(Map.of("get", "ID", "help", "", "start", "NAME", "stop", "NAME"));
    }

    @Test
    void usagesMayStandInTheOrderOfTheNames() {
        table.add(command("x"), Map.of(Command.NAME, new String[]{"get", "set"}, Command.USAGE, new String[]{"ID", "ID VALUE"}));
        assertThat(table.usages()).containsEntry("get", "ID").containsEntry("set", "ID VALUE");
    }

    @Test
    void anUnknownCommandNamesThoseThatThereAre() {
        Command gone = command("gone");
        table.add(gone, Map.of(Command.NAME, "gone"));
        table.add(command("x"), Map.of(Command.NAME, "set"));
        table.remove(gone);
        assertThatThrownBy(() -> table.run("gone", List.of(), out -> {})).isInstanceOf(CommandException.class)
                .hasMessage("unknown command gone; there are: help set");
    }

    @Test
    void theHighestRankingOfOneNameRuns() {
        table.add(command("first"), Map.of(Command.NAME, "get", Command.USAGE, "1", "service.id", 1L));
        table.add(command("second"), Map.of(Command.NAME, "get", Command.USAGE, "2", "service.id", 2L));
        assertThat(table.run("get", List.of(), out -> {})).isEqualTo("first get[]");
        table.add(command("best"), Map.of(Command.NAME, "get", Command.USAGE, "3", "service.id", 3L, "service.ranking", 1));
        assertThat(table.run("get", List.of(), out -> {})).isEqualTo("best get[]");
        assertThat(table.usages()).containsEntry("get", "3");
    }
}
