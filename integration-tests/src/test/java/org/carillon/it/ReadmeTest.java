package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/**
 * Each command that the READMEs of the project and of its bundles name is run as it stands there, but for the place of the phone's home. One
 * that is new and that nobody here knows how to run fails.
 */
public class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern INLINE = Pattern.compile("`((?:\\./phone|\\./mvnw|releng/bench/run|\\.ci/run)[^`]*)`");
    private static final String TEST = "./mvnw verify";
    private static final String DEMO = "./phone demo";
    private static final String DEMO_ONCE = "./phone demo --once";
    private static final String CI = ".ci/run";
    private static final String BENCH = "releng/bench/run";
    /** Of the phone and of whom it trusts, in the examples. */
    private static final String OUR_ADDRESS = "http://10.3.20.55";
    private static final String THEIR_ADDRESS = "10.3.20.10";
    /** Needs a network of its own, in which {@link DhcpTest} runs it. */
    private static final String WITH_DHCP = "./phone run --home DIR --dhcp eth0";
    private static final String OPENSSL = "openssl ";
    private static final Duration DEMO_LASTS = Duration.ofSeconds(90);
    private static final Duration BOOT = Duration.ofSeconds(40);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Rule
    public final Workspace workspace = new Workspace();

    /** Line of a README that is no command is what the one before prints. */
    private record Command(String line, List<String> prints) {}

    private static String read(Path readme) {
        try {
            return Files.readString(readme);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of its blocks that are not of another language. */
    private static List<Command> commands(String readme) {
        List<Command> commands = new ArrayList<>();
        BLOCK.matcher(readme).results().filter(block -> block.group(1).isEmpty() || block.group(1).equals("sh")).forEach(block -> {
            boolean prompted = block.group(2).startsWith("$ ");
            for (String line : block.group(2).lines().toList()) {
                if (!prompted || line.startsWith("$ ")) {
                    commands.add(new Command(line.replaceFirst("^\\$ ", "").replaceFirst("\\s+#.*", "").strip(), new ArrayList<>()));
                } else {
                    commands.getLast().prints().add(line);
                }
            }
        });
        return commands;
    }

    private Program start(String line) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.set(0, Repository.ROOT.resolve(words.getFirst()).normalize().toString());
        return workspace.owns(Program.start(line, workspace.directory().resolve("output-" + System.nanoTime() + ".log"),
                Map.of("CARILLON_BUILD", "never"), words));
    }

    /** Returns what it printed. */
    private String run(String line) {
        Program program = start(line);
        assertThat(program.exitCode(SOON)).as("%s: %s", line, program.output()).isZero();
        return program.output();
    }

    @Test
    public void theCommandsOfTheProjectRun() throws IOException {
        String readme = read(Repository.ROOT.resolve("README.md"));
        Set<String> lines = new LinkedHashSet<>(commands(readme).stream().map(Command::line).toList());
        INLINE.matcher(BLOCK.matcher(readme).replaceAll("")).results().forEach(found -> lines.add(found.group(1)));
        assertThat(lines).contains(TEST, CI, DEMO, DEMO_ONCE);
        assertThat(read(Repository.ROOT.resolve(CI))).as("what CI runs")
                .containsPattern("(?m)^CARILLON_PEERS=required \\Q" + TEST + "\\E$");
        lines.removeAll(List.of(TEST, CI, DEMO, DEMO_ONCE));
        if (lines.remove(BENCH)) {
            assertThat(run(BENCH + " --help")).as("it takes ten minutes, here it is but built and started").contains("--flat");
        }
        Certificates certificates = Certificates.in(workspace);
        Files.copy(certificates.authority(), workspace.directory().resolve("ca.pem"));
        Files.copy(certificates.pkcs12("phone"), workspace.directory().resolve("phone.p12"));
        String home = workspace.directory().resolve("home").toString();
        for (String line : lines) {
            if (line.startsWith("./phone run ")) {
                requireReady(start(line.replaceFirst("--home \\S+", "--home " + home)));
                run("./phone ctl --home " + home + " set DeviceProvisionServerUrl " + Nginx.start(workspace).http());
            } else if (line.startsWith("./phone ctl --home ")) {
                Json.parse(run(line.replaceFirst("--home \\S+", "--home " + home)));
            } else if (line.startsWith("./phone parameters ")) {
                assertThat(Json.list(Json.parse(run(line)))).hasSizeGreaterThan(100);
            } else {
                fail("nobody here knows how to run what README.md says: " + line);
            }
        }
    }

    private static void requireReady(Program phone) {
        Await.until("the ready line", BOOT, () -> phone.output().lines().anyMatch(line -> line.startsWith("{\"ready\":true")), phone::tail);
    }

    @Test
    public void theDemoEndsByItselfOrByCtrlC() {
        Program once = start(DEMO_ONCE);
        assertThat(once.exitCode(DEMO_LASTS)).as(once.output()).isZero();
        assertThat(once.output()).contains("They talk", "lost 0.", "That was a call.");
        Program stays = start(DEMO);
        Await.until("the links to both panels", DEMO_LASTS, () -> stays.output().contains("  M8: https://")
                && stays.output().contains("  H3G: https://"), stays::tail);
        stays.signal("INT");
        stays.exitCode(SOON);
    }

    @Test
    public void theExamplesOfTheBundlesRun() throws IOException {
        int examples = 0;
        try (DirectoryStream<Path> readmes = Files.newDirectoryStream(Repository.ROOT.resolve("bundles"), "org.carillon.*")) {
            for (Path bundle : readmes) {
                Path readme = bundle.resolve("README.md");
                if (Files.exists(readme)) {
                    examples += example(bundle.getFileName().toString(), read(readme));
                }
            }
        }
        assertThat(examples).as("READMEs with examples").isGreaterThan(1);
    }

    @Test
    public void filesAreEncryptedAsTheReadmeOfProvisioningSays() throws IOException {
        Path directory = workspace.directory("files");
        Files.createDirectory(directory.resolve("encrypted"));
        Files.writeString(directory.resolve("config.xml"), "<settings/>");
        List<Command> commands = commands(read(Repository.ROOT.resolve("bundles/org.carillon.core.provisioning/README.md")));
        commands.forEach(command -> openssl(directory, command.line()));
        assertThat(Files.readAllBytes(directory.resolve("encrypted/config.xml")))
                .startsWith("Salted__".getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl(directory, commands.getLast().line())).contains("<settings/>");
    }

    /** Runs a line with the key that a person would type. */
    private static String openssl(Path directory, String line) {
        Peers.require("openssl");
        assertThat(line).startsWith(OPENSSL);
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.set(0, Peers.path("openssl"));
        if (words.contains("enc")) {
            words.addAll(List.of("-pass", "pass:key"));
        }
        Program program = Program.start(line, directory.resolve("openssl.log"), words);
        assertThat(program.exitCode(SOON)).as("%s: %s", line, program.output()).isZero();
        return program.output();
    }

    private int example(String name, String readme) {
        List<Command> commands = commands(readme);
        if (commands.isEmpty() || commands.getFirst().line().equals(WITH_DHCP) || commands.getFirst().line().startsWith(OPENSSL)) {
            return 0;
        }
        PhoneProcess.Builder builder = PhoneProcess.in(workspace).audio("null");
        Pattern.compile("<setting id=\"(\\w+)\" value=\"([^\"]*)\"/>").matcher(readme).results()
                .forEach((MatchResult setting) -> builder.setting(setting.group(1), setting.group(2).replace(THEIR_ADDRESS, "127.0.0.1")));
        PhoneProcess phone = builder.start();
        for (Command command : commands) {
            String printed = command.line().startsWith("curl ") ? ask(phone, command.line())
                    : run(command.line().replace("DIR", phone.home().toString()));
            String wanted = String.join("\n", command.prints());
            assertThat(printed).as("%s: %s", name, command.line()).containsSubsequence(wanted.split("\\.\\.\\."));
        }
        phone.terminate();
        return 1;
    }

    /** What curl would do; a person allows it. */
    private static String ask(PhoneProcess phone, String curl) {
        try (WebClient web = WebClient.http(phone)) {
            HttpResponse<String> answer = web.get(curl.replaceFirst(".*" + OUR_ADDRESS + "(/[^ ']*).*", "$1"));
            assertThat(answer.statusCode()).as("%s: %s", curl, answer.body()).isBetween(200, 202);
            if (answer.statusCode() == 202) {
                Await.until("the question", SOON, () -> Json.text(phone.ctl("screen"), "state").equals("prompt"));
                phone.ctl("key", "OK");
            }
            return answer.body();
        }
    }
}
