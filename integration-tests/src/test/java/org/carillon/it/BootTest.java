package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** How phones start and end, and what they say when they cannot. */
public class BootTest {
    @Rule
    public final Workspace workspace = new Workspace();

    /** What a start that came to nothing left: exit code, stdout, stderr. */
    private record Failure(int exitCode, String out, List<String> err) {}

    private Failure failure(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(Repository.ROOT.resolve("phone").toString(), "run"));
        command.addAll(List.of(options));
        Path log = workspace.directory("failure").resolve("err-" + System.nanoTime() + ".log");
        Program program = workspace.owns(Program.startPiped("phone", log, Map.of("CARILLON_BUILD", "never"), command));
        int code = program.exitCode(Duration.ofSeconds(30));
        String out = new String(program.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Failure(code, out, program.output().lines().toList());
    }

    private String home(String name) {
        return workspace.directory().resolve(name).toString();
    }

    private void boots(String model) throws IOException {
        PhoneProcess phone = PhoneProcess.in(workspace).model(model).audio("null").start();
        assertThat(Json.text(phone.ready(), "model")).isEqualTo(model);
        assertThat(Json.text(phone.ready(), "mac")).isEqualTo("3C28A6200088");
        assertThat(phone.sipPort()).isBetween(1024, 65535);
        assertThat(Json.number(phone.ready(), "bootMillis")).isPositive();
        assertThat(ProcessHandle.of(phone.pid())).isPresent();
        assertThat(Files.getPosixFilePermissions(phone.home())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(phone.home().resolve("control.sock")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Json.text(phone.ctl("status"), "model")).isEqualTo(model);
        assertThat(Json.list(phone.ctl("features"))).extracting(feature -> Json.text(feature, "name")).isNotEmpty();
        assertThat(phone.terminate()).isZero();
        assertThat(phone.moreOutput()).as("stdout has one line").isEmpty();
        assertThat(ProcessHandle.of(phone.pid())).as("nothing is left running").isEmpty();
    }

    @Test
    public void h3gBoots() throws IOException {
        boots("H3G");
    }

    @Test
    public void h6Boots() throws IOException {
        boots("H6");
    }

    @Test
    public void m3sBoots() throws IOException {
        boots("M3s");
    }

    @Test
    public void m5sBoots() throws IOException {
        boots("M5s");
    }

    @Test
    public void m7sBoots() throws IOException {
        boots("M7s");
    }

    @Test
    public void m7sProBoots() throws IOException {
        boots("M7s Pro");
    }

    @Test
    public void m8Boots() throws IOException {
        boots("M8");
    }

    @Test
    public void aRebootMakesASecondReadyLineAndKeepsWhatWasSet() {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null").option("--set", "Account1Label=first").start();
        assertThat(phone.get("Account1Label")).isEqualTo("first");
        phone.set("Account1Label", "kept");
        long firstPid = phone.pid();
        assertThat(Json.at(phone.ready(), "boot")).isIn(null, 1);
        phone.ctl("reboot");
        Object second = phone.awaitReady();
        assertThat(Json.number(second, "boot")).isEqualTo(2);
        assertThat(Json.number(second, "pid")).isNotEqualTo(firstPid);
        assertThat(phone.get("Account1Label")).isEqualTo("kept");
        assertThat(phone.terminate()).isZero();
    }

    @Test
    public void noSecretIsLoggedHoweverMuchIs() throws IOException {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null")
                .option("--log", "TRACE", "--set", "Account1Password=hidden-one", "--set",
                        "DeviceProvisionServerUrl=http://joe:hidden-two@127.0.0.1:9/")
                .start();
        phone.ctl("provision");
        phone.set("Account1Password", "hidden-three");
        assertThat(phone.terminate()).isZero();
        String log = Files.readString(phone.home().resolveSibling("phone.log"));
        assertThat(log).contains(" DEBUG ").doesNotContain("hidden-");
    }

    @Test
    public void aHomeIsTakenUpAgainByTheNextStart() {
        PhoneProcess first = PhoneProcess.in(workspace).audio("null").start();
        first.set("Account1Label", "kept");
        assertThat(first.terminate()).isZero();
        PhoneProcess second = PhoneProcess.in(workspace).home(first.home()).audio("null").start();
        assertThat(second.get("Account1Label")).isEqualTo("kept");
    }

    @Test
    public void aPortThatIsTakenIsNamed() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Failure failure = failure("--home", home("a"), "--sip-port", port, "--https-port", "0", "--http-port", "0");
            assertThat(failure.exitCode()).isEqualTo(1);
            assertThat(failure.out()).isEmpty();
            assertThat(failure.err()).filteredOn(line -> line.contains(port)).hasSize(1);
            assertThat(failure.err().getLast()).contains("sip").contains(port);
        }
    }

    @Test
    public void aHomeInUseIsNamed() throws IOException {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null").start();
        Failure failure = failure("--home", phone.home().toString(), "--sip-port", "0");
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.out()).isEmpty();
        assertThat(failure.err()).singleElement().asString().contains(phone.home().toString()).contains("in use");
        assertThat(Json.text(phone.ctl("status"), "model")).isEqualTo("M8");
    }

    @Test
    public void aHomeThatIsNoDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(workspace.directory().resolve("file"));
        Failure failure = failure("--home", file.toString(), "--sip-port", "0");
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.err()).singleElement().asString().contains(file.toString());
    }

    @Test
    public void anAddressOfAnotherMachineIsNamed() throws IOException {
        Failure failure = failure("--home", home("b"), "--bind", "192.0.2.1", "--sip-port", "0");
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.out()).isEmpty();
        assertThat(failure.err()).singleElement().asString().contains("--bind 192.0.2.1");
    }

    @Test
    public void aBadOptionGetsUsage() throws IOException {
        Failure failure = failure("--teleport", "now");
        assertThat(failure.exitCode()).isEqualTo(2);
        assertThat(failure.out()).isEmpty();
        assertThat(failure.err().getFirst()).contains("--teleport");
        assertThat(failure.err()).anyMatch(line -> line.contains("usage"));
    }

    @Test
    public void badValuesGetUsage() throws IOException {
        for (String[] bad : new String[][]{{"--sip-port", "70000"}, {"--mac", "12"}, {"--rtp-ports", "5-2"}, {"--audio", "trumpet"},
                {"--bind", "no.such.host.invalid"}, {"--set", "nothing"}, {"--provision", "gopher://x"}, {"--config", "/no/such/file"}}) {
            Failure failure = failure(bad);
            assertThat(failure.exitCode()).as(bad[0]).isEqualTo(2);
            assertThat(failure.err().getFirst()).contains(bad[0]);
        }
    }

    @Test
    public void anUnknownModelIsAnsweredWithThoseThereAre() throws IOException {
        Failure failure = failure("--model", "M99", "--home", home("b"));
        assertThat(failure.exitCode()).isEqualTo(2);
        assertThat(failure.err().getFirst()).contains("M99").contains("M7s Pro", "H3G");
    }

    @Test
    public void theCatalogueComesWithoutAPhone() throws IOException {
        Path log = workspace.directory("catalogue").resolve("err.log");
        Program program = workspace.owns(Program.startPiped("parameters", log, Map.of("CARILLON_BUILD", "never"),
                List.of(Repository.ROOT.resolve("phone").toString(), "parameters", "--model", "H6")));
        Object catalogue = Json.parse(new String(program.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(program.exitCode(Duration.ofSeconds(10))).isZero();
        assertThat(Json.list(catalogue)).extracting(row -> Json.text(row, "id")).contains("FeatureDndEnable", "Account{account}DndEnable")
                .doesNotHaveDuplicates();
    }

    @Test
    public void theCommandLineSaysWhenThereIsNoPhone() {
        Path log = workspace.directory("nobody").resolve("ctl.log");
        Program program = workspace.owns(Program.start("ctl", log, Map.of("CARILLON_BUILD", "never"),
                List.of(Repository.ROOT.resolve("phone").toString(), "ctl", "--home", home("nobody"), "status")));
        assertThat(program.exitCode(Duration.ofSeconds(10))).isEqualTo(1);
        assertThat(program.output().lines()).singleElement().asString().contains(home("nobody"));
    }

    @Test
    public void theCommandLineSaysWhatItDoesNotKnow() {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null").start();
        assertThat(phone.commandLine(1, "fly")).contains("fly");
        assertThat(phone.commandLine(1, "set", "SettingAudiodiffserv", "64")).contains("SettingAudiodiffserv").contains("63");
        assertThat(phone.commandLine(0, "export")).startsWith("<?xml").contains("<settings>");
    }
}
