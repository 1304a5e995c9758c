package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** Which threads of a phone the kernel runs before all others. How punctual they are is measured by releng/bench. */
public class PacingTest {
    @Rule
    public final Workspace workspace = new Workspace();

    /** Field 41 of proc(5) stat, counted after the command's closing parenthesis, which ends field 2. */
    private static final int POLICY = 41 - 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Optional<String> policy(Path task, boolean pacing) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            int end = stat.lastIndexOf(')');
            boolean paces = stat.substring(0, end).endsWith("(core.media/pace");
            return paces == pacing ? Optional.of(stat.substring(end + 2).split(" ")[POLICY]) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // the thread has ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> policies(PhoneProcess phone, boolean pacing) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + phone.pid() + "/task"))) {
            return tasks.flatMap(task -> policy(task, pacing).stream()).toList().stream();
        }
    }

    @Test
    public void pacesUnderFifoWhereThatIsPermitted() throws Exception {
        Peers.require("chrt");
        Program asked = Program.start("chrt", workspace.directory().resolve("chrt.log"), List.of(Peers.path("chrt"), "-f", "20", "true"));
        String expected = asked.exitCode(PATIENCE) == 0 ? "1" : "0";
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null").quiet().start();

        Await.until("the pacing thread has policy " + expected, PATIENCE,
                () -> policies(phone, true).toList().equals(List.of(expected)), phone::tail);
        assertThat(policies(phone, false)).isNotEmpty().containsOnly("0");
    }
}
