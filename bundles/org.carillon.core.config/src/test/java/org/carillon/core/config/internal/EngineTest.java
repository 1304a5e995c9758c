package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.provisioning.Backups.Extent;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class EngineTest {
    private static final Declaration LAMP = Declared.singleton("lamp", Declared.number("Level", 1, 5, 3), Declared.text("Text", ""),
            Declared.secret(Declared.text("Code", "0000")), Declared.reboot(Declared.text("Stack", "IPv4")));
    private static final Declaration ACCOUNT = Declared.indexed("lamp.account", 3, Declared.text("Account{account}Name", "nobody"),
            Declared.number("Account{account}Level", 1, 5, 3));

    private final RecordingDisk disk = new RecordingDisk();
    private final RecordingLog log = new RecordingLog();
    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Configurations target = new Configurations();
    private Engine engine;
    private long clock;

    /** Configuration Admin, in a map. */
    private static final class Configurations implements Engine.Target {
        private final Map<String, Map<String, Object>> all = new TreeMap<>();
        private final List<String> updated = new ArrayList<>();
        private int awaited;

        @Override
        public void put(String pid, Map<String, Object> properties) {
            all.put(pid, properties);
            updated.add(pid);
        }

        @Override
        public void remove(String pid) {
            all.remove(pid);
        }

        @Override
        public void await() {
            awaited++;
        }
    }

    @BeforeEach
    void open() throws IOException {
        engine = engine();
        engine.declare(Map.of(1L, List.of(LAMP, ACCOUNT)));
        target.updated.clear();
    }

    private Engine engine() throws IOException {
        return new Engine(new Journal(disk, Keys.sealing(), () -> ++clock, log.logger()::error), target,
                (layer, ids) -> told.add(layer + " " + ids), running::get,
                log.logger());
    }

    private Outcome apply(String name, Setting... settings) {
        return engine.apply(List.of(new File(Layer.COMMON, name, List.of(settings))), Set.of(), false);
    }

    @Test
    void everyInstanceHasItsConfiguration() {
        assertThat(target.all).containsOnlyKeys("lamp", "lamp.account~1", "lamp.account~2", "lamp.account~3");
        assertThat(target.all.get("lamp.account~2")).isEqualTo(Map.of("index", 2, "AccountName", "nobody", "AccountLevel", 3));
    }

    @Test
    void onlyWhatChangedIsUpdated() {
        engine.set(Map.of("Account2Level", "4"), "ctl");
        assertThat(target.updated).containsExactly("lamp.account~2");
        engine.set(Map.of("Account2Level", "04"), "ctl");
        engine.unset(List.of("Account1Level", "Nobody"), "ctl");
        assertThat(target.updated).containsExactly("lamp.account~2");
        assertThat(told).containsExactly("user [Account2Level]");
        assertThat(target.awaited).as("also another one's change in flight is waited for").isEqualTo(3);
    }

    @Test
    void whatThePersonSetIsToldWithoutSecretsAndStrangers() {
        engine.set(Map.of("Text", "mine", "Level", "2", "Code", "1234"), "ctl");
        engine.setUnjudged(Map.of("Elsewhere", "x"), "ctl");
        apply("config.xml", new Setting(1, "Account1Name", "theirs", false));
        assertThat(engine.userSettings()).containsExactly(new Setting(1, "Level", "2", false), new Setting(2, "Text", "mine", false));
    }

    @Test
    void whatThePersonSetIsToldWithoutUserInfo() {
        engine.declare(Map.of(2L, List.of(Declared.singleton("server", Declared.url("Server"), Declared.url("Backup")))));
        engine.set(Map.of("Server", "joe:pw@h/", "Backup", "http://h/"), "ctl");
        engine.add(new File(Layer.USER, "saved.xml", List.of(new Setting(1, "Backup", null, false))));
        assertThat(engine.userSettings()).containsExactly(new Setting(1, "Backup", null, false), new Setting(2, "Server", "h/", false));
    }

    /** What was saved is brought back to the very phone, whatever layer the URL is from. */
    @Test
    void aSavedUrlTakesNoUserInfoAway() {
        engine.declare(Map.of(2L, List.of(Declared.singleton("server", Declared.url("Server"), Declared.url("Backup")))));
        engine.set(Map.of("Server", "joe:pw@h/"), "ctl");
        apply("c.xml", new Setting(1, "Backup", "http://joe:pw@h/", false));
        Outcome outcome = engine.add(new File(Layer.USER, "saved.xml", Saved.of(engine.views(), Extent.ALL)));
        assertThat(outcome.changed()).isEmpty();
        assertThat(target.all.get("server")).containsEntry("Server", "joe:pw@h/").containsEntry("Backup", "http://joe:pw@h/");
        assertThat(engine.get("Backup").effective().layer()).isEqualTo(org.carillon.core.config.internal.Layer.COMMON);
        engine.add(new File(Layer.USER, "saved.xml",
                List.of(new Setting(1, "Server", "h/other", false), new Setting(2, "Backup", null, false))));
        assertThat(engine.get("Server").effective().value()).as("another URL").isEqualTo("h/other");
        assertThat(engine.get("Backup").effective().value()).as("define=default").isEmpty();
        engine.set(Map.of("Server", "joe:pw@h/"), "ctl");
        engine.set(Map.of("Server", "h/"), "ctl");
        assertThat(engine.get("Server").effective().value()).as("a person may take it away").isEqualTo("h/");
    }

    @Test
    void allOrNone() {
        int before = disk.operations();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Level", "4");
        values.put("Code", "x".repeat(21));
        assertThatThrownBy(() -> engine.set(values, "ctl")).isInstanceOf(ParameterException.class)
                .hasMessage("Code = *** is not permitted; permitted: text of at most 20 characters");
        values.put("Code", "1");
        values.put("Account4Name", "x");
        assertThatThrownBy(() -> engine.set(values, "ctl")).isInstanceOf(ParameterException.class)
                .hasMessage("Account4Name: unknown id: Account{account}Name exists for 1 to 3");
        assertThat(engine.get("Level").effective().value()).isEqualTo("3");
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(target.updated).isEmpty();
    }

    @Test
    void aDiskThatFailsChangesNothing() {
        disk.failAt(1);
        assertThatThrownBy(() -> engine.set(Map.of("Level", "4"), "ctl")).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing was changed").hasMessageContaining("No space left");
        assertThat(engine.get("Level").effective().value()).isEqualTo("3");
        assertThat(target.updated).isEmpty();
        engine.set(Map.of("Level", "4"), "ctl");
        assertThat(engine.get("Level").effective().value()).isEqualTo("4");
    }

    @Test
    void aFileIsTold() {
        engine.set(Map.of("Text", "mine"), "ctl");
        told.clear();
        Outcome outcome = apply("c.xml", new Setting(1, "Level", "1", false), new Setting(2, "Text", "", false),
                new Setting(3, "Stack", "v6", false));
        assertThat(outcome.changed()).containsExactly("Level", "Stack", "Text");
        assertThat(outcome.reboot()).isTrue();
        assertThat(told).containsExactly("common [Level, Stack, Text]");
        assertThat(apply("c.xml", new Setting(1, "Level", "1", false), new Setting(2, "Text", "", false),
                new Setting(3, "Stack", "v6", false)))
                .isEqualTo(new Outcome(List.of(), List.of(), List.of(), false));
    }

    @Test
    void aPlanChangesNothing() {
        int before = disk.operations();
        Outcome outcome = engine.apply(List.of(new File(Layer.MAC, "m.xml", List.of(new Setting(1, "Level", "1", false)))), Set.of(), true);
        assertThat(outcome.changed()).containsExactly("Level");
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(told).isEmpty();
        assertThat(engine.get("Level").effective().layer()).isEqualTo(org.carillon.core.config.internal.Layer.DEFAULT);
    }

    @Test
    void aBundleThatReturnsFindsWhatWasSetMeanwhile() {
        engine.withdraw(1);
        assertThat(target.all).as("configurations wait").hasSize(4);
        assertThatThrownBy(() -> engine.get("Level")).isInstanceOf(ParameterException.class);
        apply("c.xml", new Setting(1, "Level", "1", false), new Setting(2, "Account2Level", "6", false),
                new Setting(3, "Code", "x".repeat(30), false));
        engine.declare(Map.of(1L, List.of(LAMP, ACCOUNT)));
        assertThat(target.updated).containsExactly("lamp");
        assertThat(target.all.get("lamp")).containsEntry("Level", 1);
        assertThat(log.messages(LogLevel.WARN)).containsExactlyInAnyOrder(
                "Account2Level = 6 of layer common (c.xml:2) is not permitted and counts for nothing; permitted: an integer from 1 to 5",
                "Code = *** of layer common (c.xml:3) is not permitted and counts for nothing; permitted: text of at most 20 characters");
    }

    @Test
    void whatANewVersionNoLongerDeclaresGoes() {
        engine.withdraw(1);
        engine.declare(Map.of(1L, List.of(LAMP, Declared.indexed("lamp.account", 1, Declared.text("Account{account}Name", "nobody")))));
        assertThat(target.all).containsOnlyKeys("lamp", "lamp.account~1");
        engine.forget(1);
        assertThat(target.all).isEmpty();
        assertThat(engine.properties("lamp")).isNull();
    }

    @Test
    void twoHomesForOneParameterAreNamed() {
        engine.declare(Map.of(2L, List.of(Declared.singleton("other", Declared.number("Level", 1, 9, 9)))));
        assertThat(log.messages(LogLevel.ERROR)).containsExactly("Level is declared by lamp and by lamp");
        assertThat(engine.get("Level").slot().pid()).isEqualTo("lamp");
    }

    @Test
    void whatNeedsARebootWaitsForIt() throws IOException {
        engine.set(Map.of("Stack", "early"), "ctl");
        assertThat(target.all.get("lamp")).as("during the boot").containsEntry("Stack", "early");
        running.set(true);
        engine.set(Map.of("Stack", "late"), "ctl");
        assertThat(target.all.get("lamp")).containsEntry("Stack", "early");
        assertThat(engine.get("Stack").pending()).isTrue();
        assertThat(engine.pending()).containsExactly("Stack");
        assertThat(engine.get("Stack").effective().value()).isEqualTo("late");
        engine.set(Map.of("Stack", "early"), "ctl");
        assertThat(engine.get("Stack").pending()).isFalse();
        assertThat(engine.pending()).isEmpty();
        engine.set(Map.of("Stack", "late"), "ctl");
        engine = engine();
        engine.declare(Map.of(1L, List.of(LAMP, ACCOUNT)));
        assertThat(target.all.get("lamp")).as("after the reboot").containsEntry("Stack", "late");
        assertThat(engine.get("Stack").pending()).isFalse();
    }

    @Test
    void valuesOfTheStartAreWrittenOnce() {
        engine.setUnjudged(Map.of(" Level", "4", "Unheard", "of"), "start");
        int before = disk.operations();
        engine.setUnjudged(Map.of("Level", "4", "Unheard", "of"), "start");
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(engine.get("Level").effective()).isEqualTo(new Effective("4", org.carillon.core.config.internal.Layer.USER, "start"));
    }

    @Test
    void aSavedFileIsRestoredInOneTransaction() {
        engine.set(Map.of("Level", "4", "Code", "1234"), "ctl");
        int before = disk.operations();
        Outcome outcome = engine.add(new File(Layer.USER, "saved.xml", List.of(new Setting(3, "Level", "1", false), new Setting(4, "Text",
                "mine", false), new Setting(5, "Account1Level", "6", false))));
        assertThat(outcome.changed()).containsExactly("Level", "Text");
        assertThat(outcome.rejected()).hasSize(1);
        assertThat(disk.operations() - before).isEqualTo(2);
        assertThat(engine.get("Code").effective().value()).isEqualTo("1234");
        assertThat(causes()).first().isEqualTo("saved.xml");
        engine.undo(1);
        assertThat(engine.get("Level").effective().value()).isEqualTo("4");
        assertThat(engine.get("Text").effective().value()).isEmpty();
    }

    @Test
    void whatIsSavedHoldsStoppedBundlesToo() {
        engine.set(Map.of("Text", "mine", "Account2Level", "4"), "ctl");
        engine.withdraw(1);
        assertThat(Saved.of(engine.views(), Extent.ALL)).extracting(Setting::id).doesNotContain("Text");
        Catalogue all = engine.catalogue().with(Map.of(1L, List.of(LAMP, ACCOUNT)));
        assertThat(Saved.of(engine.views(all), Extent.MODIFIED)).containsExactlyInAnyOrder(new Setting(0, "Text", "mine", false),
                new Setting(0, "Account2Level", "4", false));
        assertThat(Saved.of(engine.views(all), Extent.DEVICE)).isEmpty();
    }

    private List<String> causes() {
        return engine.history().stream().map(step -> step.past().cause()).toList();
    }

    @Test
    void undoBringsBackWhatWasThereInOneTransaction() throws IOException {
        engine.set(Map.of("Level", "4"), "ctl");
        apply("c.xml", new Setting(3, "Level", "1", false), new Setting(4, "Account2Name", "joe", false));
        engine.unset(List.of("Level"), "web");
        engine.set(Map.of("Text", "mine"), "phone");
        target.updated.clear();
        told.clear();
        int before = disk.operations();
        assertThat(engine.undo(2)).as("the user's value and the file's").containsExactly("Account2Name", "Level", "Text");
        assertThat(disk.operations() - before).as("a write and a force").isEqualTo(2);
        assertThat(engine.get("Level").effective()).isEqualTo(new Effective("4", org.carillon.core.config.internal.Layer.USER, "ctl"));
        assertThat(target.updated).containsExactly("lamp.account~2", "lamp");
        assertThat(told).containsExactlyInAnyOrder("user [Level, Text]", "common [Account2Name]");
        assertThat(causes()).containsExactly("undo 2", "phone", "c.xml", "ctl");

        assertThat(engine.undo(1)).as("the undo is undone").containsExactly("Account2Name", "Level", "Text");
        assertThat(engine.get("Level").effective()).isEqualTo(
                new Effective("1", org.carillon.core.config.internal.Layer.COMMON, "c.xml:3"));
        engine = engine();
        assertThat(causes()).as("after a restart").containsExactly("undo 1", "undo 2", "phone", "c.xml", "ctl");
    }

    @Test
    void undoLeavesWhatNetworksTell() {
        engine.set(Map.of("Level", "4"), "ctl");
        engine.apply(List.of(new File(Layer.NETWORK, "DHCP", List.of(new Setting(1, "Text", "told", false)))), Set.of(), false);
        assertThat(causes()).containsExactly("ctl");
        engine.undo(1);
        assertThat(engine.get("Text").effective().value()).isEqualTo("told");
        assertThat(engine.get("Level").effective().value()).isEqualTo("3");
    }

    @Test
    void undoHasItsBounds() {
        for (int i = 0; i < 30; i++) {
            engine.set(Map.of("Text", "value " + i), "ctl");
        }
        assertThat(engine.history()).hasSize(20);
        assertThatThrownBy(() -> engine.undo(21)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("21 changes cannot be undone, 20 are known");
        assertThatThrownBy(() -> engine.undo(0)).isInstanceOf(IllegalArgumentException.class);
        engine.undo(20);
        assertThat(engine.get("Text").effective().value()).isEqualTo("value 9");
    }

    @Test
    void aDiskThatFailsUndoesNothing() {
        engine.set(Map.of("Level", "4"), "ctl");
        disk.failAt(1);
        assertThatThrownBy(() -> engine.undo(1)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("nothing was changed");
        assertThat(engine.get("Level").effective().value()).isEqualTo("4");
        assertThat(causes()).containsExactly("ctl");
    }

    /** Whatever happens in whatever order, configurations are what the layers say, and so they are after a restart. */
    @Test
    void theProjectionFollowsTheStore() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            engine.set(Map.of("Text", "seed " + seed), "ctl");
            for (int step = 0; step < 20; step++) {
                String id = List.of("Level", "Text", "Account1Level", "Account3Name").get(random.nextInt(4));
                switch (random.nextInt(7)) {
                    case 0, 1 -> engine.set(Map.of(id, String.valueOf(random.nextInt(5) + 1)), "ctl");
                    case 2 -> engine.unset(List.of(id), "ctl");
                    case 3 -> apply("c" + random.nextInt(3), new Setting(step, id, String.valueOf(random.nextInt(9)), false));
                    case 4 -> engine.withdraw(1);
                    case 5 -> engine.undo(random.nextInt(engine.history().size()) + 1);
                    default -> engine.declare(Map.of(1L, List.of(LAMP, ACCOUNT)));
                }
                if (random.nextInt(10) == 0) {
                    engine = engine();
                }
                engine.declare(Map.of(1L, List.of(LAMP, ACCOUNT)));
                for (Engine.View view : engine.views()) {
                    Slot slot = view.slot();
                    assertThat(target.all.get(slot.pid()).get(slot.definition().attribute()))
                            .as("seed %d step %d %s", seed, step, slot.id())
                            .isEqualTo(slot.definition().property(view.effective().value()));
                }
            }
        }
    }
}
