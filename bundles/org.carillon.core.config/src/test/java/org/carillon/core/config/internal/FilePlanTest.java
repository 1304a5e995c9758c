package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.junit.jupiter.api.Test;

class FilePlanTest {
    private static final Catalogue CATALOGUE = Declared.catalogue(
            Declared.singleton("lamp", Declared.number("Level", 1, 5, 3), Declared.secret(Declared.number("Code", 1, 5, 3))),
            Declared.indexed("lamp.account", 3, Declared.number("Account{account}el", 1, 5, 3),
                    Declared.number("Account{account}Level", 1, 5, 3)));

    private static Setting setting(int line, String id, String value) {
        return new Setting(line, id, value, false);
    }

    private static File common(Setting... settings) {
        return new File(Layer.COMMON, "config.xml", Arrays.asList(settings));
    }

    private static FilePlan plan(State state, File... files) {
        return new FilePlan(state, CATALOGUE, Arrays.asList(files), Set.of());
    }

    private static State user(String id, String value) {
        return State.EMPTY.with(List.of(new Change(org.carillon.core.config.internal.Layer.USER, id, new Entry(value, false, "ctl"))));
    }

    private static String userValue(State state, String id) {
        Entry entry = state.get(org.carillon.core.config.internal.Layer.USER, id);
        return entry == null ? null : entry.value();
    }

    @Test
    void whatIsNotPermittedIsReportedInFull() {
        assertThat(plan(State.EMPTY, common(setting(7, " Level ", "9"), setting(8, "Code", "1234"))).rejected()).containsExactly(
                new Rejection("config.xml", 7, "Level", "9", "an integer from 1 to 5"),
                new Rejection("config.xml", 8, "Code", "***", "an integer from 1 to 5"));
    }

    @Test
    void unknownIdsAreKeptAndTheirValuesNeverShown() {
        FilePlan plan = plan(State.EMPTY, common(setting(1, "Account4Level", "geheim"), setting(2, "Nobody", "geheim")));
        assertThat(plan.unknown()).containsExactly(
                new Rejection("config.xml", 1, "Account4Level", "***", "unknown id: Account{account}Level exists for 1 to 3"),
                new Rejection("config.xml", 2, "Nobody", "***", "unknown id: no running bundle declares it"));
        assertThat(plan.changes()).hasSize(2);
    }

    /** A file that a server does not send again is judged by what is left of it. */
    @Test
    void whatCountsForNothingIsFoundInTheLayerToo() {
        State state = user("Level", "4");
        FilePlan plan = plan(state, common(setting(2, "Level", "9"), setting(12, "Code", "1234"), setting(3, "Account1Level", "2"),
                setting(14, "Account2Level", null), setting(5, "Account4Level", "geheim"), setting(4, "Nobody", "geheim")));
        State after = state.with(plan.changes());
        ConfigurationFiles.Ineffective left = FilePlan.ineffective(after.layer(org.carillon.core.config.internal.Layer.COMMON), CATALOGUE);
        assertThat(left.rejected()).isEqualTo(plan.rejected()).hasSize(2);
        assertThat(left.unknown()).containsExactlyElementsOf(plan.unknown().reversed()).hasSize(2);
        assertThat(FilePlan.ineffective(user("Level", "9").layer(org.carillon.core.config.internal.Layer.USER), CATALOGUE).rejected())
                .containsExactly(new Rejection("ctl", 0, "Level", "9", "an integer from 1 to 5"));
    }

    @Test
    void duplicatesAndStrangeIdsAreLeftOut() {
        FilePlan plan = plan(State.EMPTY,
                common(setting(1, "Level", "1"), setting(2, " Level", "2"), setting(3, "", "2"), setting(4, "a b", "2"),
                        setting(5, "x".repeat(129), "2")));
        assertThat(plan.rejected()).extracting(Rejection::line).containsExactly(2, 3, 4, 5);
        assertThat(plan.rejected().getFirst().permitted()).contains("line 1");
        assertThat(plan.changes()).singleElement().extracting(change -> change.entry().value()).isEqualTo("1");
    }

    @Test
    void aChangedFileTakesTheUserValuesOfAllIdsThatItSets() {
        State state = user("Level", "5");
        File first = common(setting(1, "Level", "1"), setting(2, "Code", "2"));
        state = state.with(plan(state, first).changes());
        assertThat(userValue(state, "Level")).isNull();

        state = state.with(user("Level", "5").asChanges());
        assertThat(plan(state, first).changes()).as("the same file again").isEmpty();
        State moved = state.with(plan(state, common(setting(11, "Code", "2"), setting(12, "Level", "1"))).changes());
        assertThat(userValue(moved, "Level")).as("only lines moved").isEqualTo("5");
        assertThat(moved.get(org.carillon.core.config.internal.Layer.COMMON, "Level").source()).isEqualTo("config.xml:12");
        State other = state.with(plan(state, common(setting(1, "Level", "1"), setting(2, "Code", "3"))).changes());
        assertThat(userValue(other, "Level")).as("another id changed").isNull();
        State less = state.with(plan(state, common(setting(2, "Code", "2"))).changes());
        assertThat(userValue(less, "Level")).as("an id that it sets no more").isEqualTo("5");
    }

    @Test
    void aSettingWithoutEffectTakesNoUserValue() {
        State state = user("Level", "5");
        assertThat(userValue(state.with(plan(state, common(setting(1, "Level", "9"))).changes()), "Level")).isEqualTo("5");
    }

    private static final Catalogue PROTECTING = Declared.catalogue(Declared.singleton("lamp", Declared.number("Level", 1, 5, 3),
            Declared.number("Code", 1, 5, 3), Declared.text(ConfigurationConfig.PROTECT, "false")));

    private static State protectedBy(State state, File... files) {
        return state.with(new FilePlan(state, PROTECTING, Arrays.asList(files), Set.of()).changes());
    }

    @Test
    void whereTheUserIsProtectedAFileMustOverride() {
        State state = user("Level", "5").with(user("Code", "5").asChanges());
        State kept = protectedBy(state, common(setting(1, ConfigurationConfig.PROTECT, "true"), setting(2, "Level", "1"),
                new Setting(3, "Code", "1", true)));
        assertThat(userValue(kept, "Level")).as("the very file that protects").isEqualTo("5");
        assertThat(userValue(kept, "Code")).isNull();
        State taken = protectedBy(kept.with(user("Code", "4").asChanges()), common(setting(2, "Level", "1"), setting(3, "Code", "1")));
        assertThat(userValue(taken, "Level")).as("protected no more").isNull();
        assertThat(userValue(taken, "Code")).isNull();
    }

    @Test
    void anotherLayersFileProtectsAsWell() {
        State state = user("Level", "5");
        File protecting = new File(Layer.MAC, "mac.xml", List.of(setting(1, ConfigurationConfig.PROTECT, "true")));
        assertThat(userValue(protectedBy(state, common(setting(2, "Level", "1")), protecting), "Level")).isEqualTo("5");
        assertThat(userValue(protectedBy(protectedBy(state, protecting), common(setting(2, "Level", "1"))), "Level")).isEqualTo("5");
    }

    @Test
    void aSavedFileIsAddedToWhatTheUserHas() {
        State state = user("Level", "5").with(user("Account1Level", "2").asChanges());
        FilePlan plan = FilePlan.adding(state, CATALOGUE, new File(Layer.USER, "saved.xml",
                List.of(setting(3, "Level", "9"), setting(4, "Account2Level", "4"), setting(5, "Nobody", "x"))));
        assertThat(plan.rejected()).extracting(Rejection::id).containsExactly("Level");
        assertThat(plan.unknown()).extracting(Rejection::id).containsExactly("Nobody");
        State restored = state.with(plan.changes());
        assertThat(userValue(restored, "Level")).as("what is not permitted takes nothing away").isEqualTo("5");
        assertThat(userValue(restored, "Account1Level")).as("what the file does not name").isEqualTo("2");
        assertThat(restored.get(org.carillon.core.config.internal.Layer.USER, "Account2Level")).isEqualTo(
                new Entry("4", false, "saved.xml:4"));
        assertThat(userValue(restored, "Nobody")).isEqualTo("x");
    }

    @Test
    void whatTheStartSaidIsKept() {
        State state = user("Level", "5");
        FilePlan plan = new FilePlan(state, CATALOGUE, List.of(common(setting(1, "Level", "1"))), Set.of("Level"));
        assertThat(userValue(state.with(plan.changes()), "Level")).isEqualTo("5");
        FilePlan replaced = new FilePlan(state, CATALOGUE, List.of(new File(Layer.USER, "local.xml", List.of(setting(1, "Code", "1")))),
                Set.of("Level"));
        assertThat(userValue(state.with(replaced.changes()), "Level")).isEqualTo("5");
    }

    @Test
    void aFileReplacesItsLayerAndLeavesOthers() {
        State state = State.EMPTY.with(plan(State.EMPTY, common(setting(1, "Level", "1")),
                new File(Layer.MAC, "mac.xml", List.of(setting(1, "Level", null), setting(2, "Code", "2")))).changes());
        state = state.with(plan(state, new File(Layer.MAC, "mac.xml", List.of())).changes());
        assertThat(state.asChanges()).extracting(Change::layer).containsExactly(org.carillon.core.config.internal.Layer.COMMON);
    }

    @Test
    void ofTwoFilesForOneLayerTheLaterOneWins() {
        FilePlan plan = plan(State.EMPTY, common(setting(1, "Level", "1")),
                new File(Layer.COMMON, "b.xml", List.of(setting(4, "Level", "2"))));
        assertThat(plan.rejected()).isEmpty();
        assertThat(plan.changes()).singleElement().extracting(Change::entry).isEqualTo(new Entry("2", false, "b.xml:4"));
    }

    @Test
    void overrideIsRemembered() {
        FilePlan plan = plan(State.EMPTY, common(new Setting(1, "Level", "1", true)));
        assertThat(plan.changes()).singleElement().extracting(Change::entry).isEqualTo(new Entry("1", true, "config.xml:1"));
    }
}
