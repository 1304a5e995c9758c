package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Strace;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * SIGKILL to the real process before each single step by which it changes its store: started again, it is what it was or what it was to become, in all
 * its layers, sources, secrets and its history, and never a mixture. Which steps there are is seen in a run that nobody disturbs.
 */
public class KilledStepsTest {
    private static final String FILE = "config.xml";
    private static final List<String> STORE = List.of("config", "config/parameters.journal", "config/parameters.new",
            "config/parameters.old",
            "provisioning.properties", "provisioning.properties.new");
    private static final List<String> OBSERVED = List.of("Account1Label", "Account2Label", "Account3Label", "Account4Label",
            "Account1Password",
            "Account2Password", "Account3Password", "FeatureDndEnable");
    private static final String RESET = "reset";

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static final AtomicInteger COPIES = new AtomicInteger();
    private static WebServer web;
    /** The home of a phone that does not run, with values of a person, of files and a history. */
    private static Path old;

    /** What changes the store. */
    private interface Operation {
        void run(PhoneProcess phone);
    }

    @BeforeClass
    public static void makeOld() throws IOException {
        web = WebServer.start(WORKSPACE);
        old = WORKSPACE.directory().resolve("old");
        PhoneProcess phone = start(old);
        phone.set("DeviceProvisionServerUrl", web.url() + FILE);
        for (String id : List.of("Account1Label", "Account2Label", "Account1Password")) {
            phone.set(id, "Mine");
        }
        phone.ctl("trust", Certificates.in(WORKSPACE).authority().toString());
        provision(phone, setting("Account3Label", "Old") + setting("Account2Password", "Old"));
        assertThat(phone.terminate()).isZero();
    }

    private static PhoneProcess.Builder phone(Path home) {
        return PhoneProcess.in(WORKSPACE).home(home).audio("null").quiet();
    }

    private static PhoneProcess start(Path home) {
        return phone(home).start();
    }

    /** With the run of provisioning that it makes by itself behind it, so that there is no other beside the operation. */
    private static PhoneProcess startSettled(Path home) {
        PhoneProcess phone = start(home);
        Await.until("it has asked its server", Duration.ofSeconds(20),
                () -> Json.text(phone.ctl("provision", "--last"), "result").equals("failed"), phone::tail);
        return phone;
    }

    private static String setting(String id, String value) {
        return "<setting id=\"" + id + "\" value=\"" + value + "\"/>";
    }

    /** The server has the file for just this once: what a phone does at its start changes nothing. */
    private static void provision(PhoneProcess phone, String settings) {
        web.put(FILE, "<settings>" + settings + "</settings>");
        try {
            assertThat(Json.text(phone.ctl("provision"), "result")).isEqualTo("applied");
        } finally {
            web.remove(FILE);
        }
    }

    private static Path copyOfOld() throws IOException {
        Path copy = WORKSPACE.directory("copy-" + COPIES.incrementAndGet()).resolve("home");
        try (Stream<Path> all = Files.walk(old)) {
            for (Path entry : all.toList()) {
                Files.copy(entry, copy.resolve(old.relativize(entry).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return copy;
    }

    private static List<Path> store(Path home) {
        return STORE.stream().map(home::resolve).toList();
    }

    private static Map<String, Object> observe(PhoneProcess phone) {
        Map<String, Object> seen = new TreeMap<>();
        OBSERVED.forEach(id -> seen.put(id, phone.ctl("get", id)));
        Json.list(phone.ctl("history"))
                .forEach(past -> seen.put("history " + Json.text(past, "undo"), Json.text(past, "cause") + Json.list(past, "changes")));
        return seen;
    }

    /** Returns the steps, before each of which it was killed. */
    private static List<String> killBeforeEachStep(Operation operation) throws IOException {
        Path whole = copyOfOld();
        PhoneProcess undisturbed = startSettled(whole);
        Map<String, Object> before = observe(undisturbed);
        Strace watching = Strace.watch(WORKSPACE, undisturbed, store(whole));
        operation.run(undisturbed);
        undisturbed.kill();
        List<String> steps = watching.awaitEnd().steps();
        PhoneProcess done = startSettled(whole);
        Map<String, Object> after = observe(done);
        done.kill();
        assertThat(after).isNotEqualTo(before);
        List<Boolean> becameNew = new ArrayList<>();
        for (int step = 1; step <= steps.size(); step++) {
            becameNew.add(killBefore(step, steps, operation, before, after));
        }
        assertThat(becameNew).as("old, and from some step on new: %s", steps).startsWith(false).endsWith(true).isSorted();
        return steps;
    }

    /** Returns true when it is what it was to become. */
    private static boolean killBefore(int step, List<String> steps, Operation operation, Map<String, Object> before,
            Map<String, Object> after)
            throws IOException {
        Path home = copyOfOld();
        PhoneProcess victim = startSettled(home);
        Strace killer = Strace.kill(WORKSPACE, victim, store(home), steps.subList(0, step));
        assertThatThrownBy(() -> operation.run(victim)).as("a phone that dies").isInstanceOf(UncheckedIOException.class);
        assertThat(killer.awaitEnd().steps()).startsWith(steps.subList(0, step).toArray(String[]::new));
        victim.kill();

        PhoneProcess phone = startSettled(home);
        Map<String, Object> seen = observe(phone);
        assertThat(seen).as("killed before step %d of %s", step, steps).isIn(before, after);
        assertThat(home.resolve("config/parameters.new")).doesNotExist();
        if (seen.equals(before)) {
            operation.run(phone);
            assertThat(observe(phone)).as("done again").isEqualTo(after);
        }
        phone.kill();
        return seen.equals(after);
    }

    /** With so much in it that the store is rewritten. */
    @Test
    public void anApplyIsWholeOrNothing() throws IOException {
        StringBuilder settings = new StringBuilder(setting("Account1Label", "New") + setting("Account1Password", "New"));
        for (int i = 0; i < 700; i++) {
            settings.append(setting("Unknown" + i, "x".repeat(200)));
        }
        settings.append(setting("Account4Label", "New")).append(setting("Account3Password", "New"));
        assertThat(killBeforeEachStep(phone -> provision(phone, settings.toString()))).contains("write parameters.journal",
                "fsync parameters.journal", "rename parameters.new parameters.journal", "write provisioning.properties.new");
    }

    @Test
    public void anImportIsWholeOrNothing() throws IOException {
        Path file = Files.writeString(WORKSPACE.directory().resolve("saved.xml"), "<settings>" + setting("Account1Label", "New")
                + setting("Account4Label", "New") + setting("Account1Password", "New") + setting("FeatureDndEnable", "true")
                + "</settings>");
        killBeforeEachStep(phone -> phone.ctl("import", file.toString()));
    }

    @Test
    public void anUndoIsWholeOrNothing() throws IOException {
        killBeforeEachStep(phone -> phone.ctl("undo", "3"));
    }

    /** It dies before the mark is safe, and then at each start when it has taken one more step. */
    @Test
    public void aResetIsFinishedByWhicheverStartLives() throws IOException {
        List<String> steps = stepsOfReset();
        Path home = copyOfOld();
        PhoneProcess victim = start(home);
        List<Path> files = ownersFiles(home);
        Strace marking = Strace.kill(WORKSPACE, victim, List.of(home.resolve(RESET)), List.of("fsync reset"));
        assertThatThrownBy(() -> victim.ctl(RESET)).isInstanceOf(UncheckedIOException.class);
        assertThat(marking.awaitEnd().steps()).containsExactly("fsync reset");
        victim.kill();

        assertThat(steps).hasSizeGreaterThan(10).startsWith("unlink storage.key");
        for (int step = 1; step < steps.size(); step++) {
            // what lies behind the last file is taken again
            List<String> taken = steps.subList(Math.min(step - 1, steps.size() - 3), step + 1);
            assertThat(Strace.kill(WORKSPACE, phone(home), files, taken).awaitEnd().steps()).as("of %s", steps)
                    .startsWith(taken.toArray(String[]::new));
        }
        PhoneProcess phone = start(home);
        assertThat(phone.get("Account1Label")).isEmpty();
        assertThat(Json.text(phone.ctl("get", "Account1Password"), "layer")).isEqualTo("default");
        assertThat(Json.list(phone.ctl("history"))).isEmpty();
        assertThat(home.resolve("trusted")).doesNotExist();
        phone.terminate();
    }

    private static List<String> stepsOfReset() throws IOException {
        Path whole = copyOfOld();
        Files.createFile(whole.resolve(RESET));
        Strace watching = Strace.kill(WORKSPACE, phone(whole), ownersFiles(whole), List.of());
        Await.until("the reset is over", Duration.ofSeconds(20), () -> watching.steps().contains("unlink reset"));
        watching.end();
        List<String> steps = watching.steps();
        return steps.subList(0, steps.indexOf("unlink reset") + 2);
    }

    /** All but what the framework keeps and what is there only while it runs. */
    private static List<Path> ownersFiles(Path home) throws IOException {
        List<Path> files = new ArrayList<>(List.of(home.resolve(RESET)));
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(file -> !file.startsWith(home.resolve("osgi")) && !file.endsWith("control.sock")).forEach(files::add);
        }
        return files;
    }
}
