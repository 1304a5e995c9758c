package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.carillon.sim.testkit.RecordingLog;
import org.carillon.api.provisioning.Backups.Extent;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final String ODD = "\"<&>'\t\n\r \u00e4\ud83d\ude00";
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        RecordingLog log = new RecordingLog();
        Engine.Target target = new Engine.Target() {
            @Override
            public void put(String pid, Map<String, Object> properties) {
                // nobody reads it
            }

            @Override
            public void remove(String pid) {
                // nobody reads it
            }

            @Override
            public void await() {
                // nobody reads it
            }
        };
        engine = new Engine(new Journal(new RecordingDisk(), Keys.sealing(), () -> 0, log.logger()::error), target, (layer, ids) -> {},
                () -> true, log.logger());
        engine.declare(Map.of(1L, List.of(Declared.singleton("lamp", Declared.text("Text", ""), Declared.text("Other", "o"),
                Declared.secret(Declared.text("Code", "0000"))))));
        engine.set(Map.of("Text", ODD, "Code", "geheim"), "ctl");
    }

    @Test
    void aValueWithItsProvenance() {
        assertThat(Answers.of(engine.get("Other"))).hasToString("{id=Other, value=o, layer=default, source=lamp, default=o, pending=null}");
    }

    @Test
    void aSecretIsNeverShown() {
        assertThat(Answers.of(engine.get("Code"))).hasToString("{id=Code, value=***, layer=user, source=ctl, default=0000, pending=null}");
        assertThat(Saved.of(engine.views(), Extent.ALL)).extracting(Setting::id).containsExactly("Other", "Text");
    }

    @Test
    void theHistoryShowsNoSecret() {
        engine.setUnjudged(Map.of("Unheard", "geheim"), "start");
        engine.unset(List.of("Text"), "web");
        List<Map<String, Object>> history = Answers.of(engine.history(), engine.catalogue());
        assertThat(history).first().hasToString("{undo=1, at=1970-01-01T00:00:00Z, cause=web, changes=[{id=Text, layer=user, from=" + ODD
                + ", to=null}]}");
        assertThat(history).element(1)
                .hasToString("{undo=2, at=1970-01-01T00:00:00Z, cause=start, changes=[{id=Unheard, layer=user, from=null, to=***}]}");
        assertThat(history).last().asString().contains("id=Code, layer=user, from=null, to=***").doesNotContain("geheim");
    }

    @Test
    void thePasswordInAUrlIsNeverShown() {
        engine.declare(Map.of(2L, List.of(Declared.singleton("server", Declared.url("Url")))));
        engine.set(Map.of("Url", "http://joe:ge@heim@host/a"), "ctl");
        assertThat(Answers.of(engine.get("Url"))).containsEntry("value", "http://***@host/a");
        assertThat(Saved.of(engine.views(), Extent.MODIFIED)).contains(new Setting(0, "Url", "http://host/a", false));
    }
}
