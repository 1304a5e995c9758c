package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/** The rule that notes effects of parameters notes none that was not seen. */
public class ParameterEffectsTest {
    private static final Path NOTES = Repository.ROOT.resolve("integration-tests/target/parameter-effects/a.fixture.txt");

    @Rule
    public final Workspace workspace = new Workspace();

    private final ParameterEffects effects = new ParameterEffects();

    @After
    public void clear() throws IOException {
        Files.deleteIfExists(NOTES);
    }

    private interface Body {
        void run() throws Throwable;
    }

    private void run(Body body, String method) throws Throwable {
        Effect effect = ParameterEffectsTest.class.getDeclaredMethod(method).getAnnotation(Effect.class);
        effects.apply(new Statement() {
            @Override
            public void evaluate() throws Throwable {
                body.run();
            }
        }, Description.createTestDescription("a.fixture", method, effect)).evaluate();
    }

    @Effect("Account{account}Label")
    void label() {}

    private void set(String id) {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null")
                .option("--config", effects.file(workspace.directory().resolve("config.xml"), Map.of(id, "7")).toString()).start();
        effects.requireApplied(phone);
    }

    @Test
    public void whatATestSetAndSawIsNoted() throws Throwable {
        run(() -> set("Account12Label"), "label");
        assertThat(NOTES).hasContent("Account{account}Label");
    }

    @Test
    public void anEffectOfWhatNobodySetIsNone() {
        assertThatThrownBy(() -> run(() -> set("Account12DisplayName"), "label")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("no file that was applied set Account{account}Label");
        assertThat(NOTES).doesNotExist();
    }

    @Test
    public void aFileThatThePhoneDidNotTakeSetsNothing() {
        assertThatThrownBy(() -> run(() -> {
            effects.file(Map.of("Account12Label", "7"));
            effects.requireApplied(PhoneProcess.in(workspace).audio("null").start());
        }, "label")).isInstanceOf(AssertionError.class).hasMessageContaining("was not applied from a file");
        assertThat(NOTES).doesNotExist();
    }

    @Test
    public void aTestThatFailedSawNothing() {
        assertThatThrownBy(() -> run(() -> {
            set("Account12Label");
            throw new IllegalStateException("expected");
        }, "label")).hasMessage("expected");
        assertThat(NOTES).doesNotExist();
    }
}
