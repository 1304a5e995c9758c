package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.Settings;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.api.provisioning.ProvisioningSource;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.api.sip.NotifyHandler.Notification;
import org.carillon.api.tls.TlsContexts;
import org.carillon.core.provisioning.internal.Report.FileReport;
import org.carillon.core.provisioning.internal.Report.Tried;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

/** Runs against a web server: the order of the places, when one is left for the next, and the URLs that files bring. */
@Timeout(60)
class RunsTest {
    private static final String BAD = "bad";
    private static final String BROKEN = "broken";
    private static final String SERVER_URL = "DeviceProvisionServerUrl";

    @TempDir
    Path home;

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final RecordingEvents events = new RecordingEvents();
    private final RunAnnouncer announcer = new RunAnnouncer(false, events);
    private final ProvisioningSources sources = new ProvisioningSources();
    private final Layers layers = new Layers();
    private final Waiting parameters = new Waiting();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Downloading downloads;
    private ServerUrls local;
    private Provisioning provisioning;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        FakePhone phone = new FakePhone(home);
        downloads = new Downloading(layers.config(), phone, new SharedScopes(log.logger()), (user, password) -> new NoDigests(), tls());
        local = new ServerUrls(layers.config());
        sources.bindSource(local, Map.of(ProvisioningSource.RANK, 200, ProvisioningSource.NAME, "local"));
        provisioning = new Provisioning(layers.config(), () -> Report.NONE, phone, scopes, layers, parameters, layers, downloads, sources,
                announcer,
                log.logger());
    }

    @AfterEach
    void stop() {
        provisioning.deactivate();
        downloads.deactivate();
        server.stop(0);
        assertThat(scopes.openScopes()).isEmpty();
    }

    static TlsContexts tls() {
        return verify -> {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        };
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        String file = files.get(path);
        boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        if (file != null) {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
        }
        if (path.startsWith("/cut/")) {
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(file == null ? 404 : known ? 304 : 200, file == null || known ? -1 : 0);
        if (file != null && !known) {
            exchange.getResponseBody().write(file.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String settings(String... rows) {
        StringBuilder text = new StringBuilder("<settings>");
        for (int i = 0; i < rows.length; i += 2) {
            text.append("<setting id='").append(rows[i]).append("' value='").append(rows[i + 1]).append("'/>");
        }
        return text.append("</settings>").toString();
    }

    private void source(String name, int rank, ProvisioningSource source) {
        sources.bindSource(source, Map.of(ProvisioningSource.RANK, rank, ProvisioningSource.NAME, name));
    }

    private void knows(String name, int rank, String path) {
        source(name, rank, () -> List.of(new Location(url(path), "test of " + name)));
    }

    @Test
    void withoutAnyPlaceItIsOffAndNobodyHearsOfIt() {
        assertThat(provisioning.run()).isEqualTo(Report.NONE);
        assertThat(events.all()).isEmpty();
    }

    @Test
    void sourcesAreAskedInTheOrderOfTheirRankUntilOneHasFiles() {
        knows("rdds", 400, "/rdds/");
        knows("eds", 300, "/eds/");
        knows("dhcp", 100, "/dhcp/");
        layers.user(SERVER_URL, url("/local/"));
        layers.user("DeviceProvisionBackupServerUrl", url("/backup/"));
        files.put("/eds/config.xml", settings("A", "1"));
        Report report = provisioning.run();
        assertThat(requests).filteredOn(path -> path.endsWith("/config.xml")).containsExactly("/dhcp/config.xml", "/local/config.xml",
                "/backup/config.xml", "/eds/config.xml");
        assertThat(report.result()).isEqualTo("applied");
        assertThat(report.source()).isEqualTo("eds");
        assertThat(report.origin()).isEqualTo("test of eds");
        assertThat(report.url()).isEqualTo(url("/eds/"));
        assertThat(report.tried()).extracting(Tried::source).containsExactly("dhcp", "local", "local");
        assertThat(report.tried()).extracting(Tried::origin).containsExactly("test of dhcp", SERVER_URL, "DeviceProvisionBackupServerUrl");
        assertThat(report.tried().getFirst().error()).startsWith("config.xml: not found; config.M8.xml: not found");
    }

    @Test
    void aSourceMayComeLateAndGo() {
        ProvisioningSource late = () -> List.of(new Location(url("/late/"), ""));
        files.put("/late/config.xml", settings("A", "1"));
        assertThat(provisioning.run().result()).isEqualTo("off");
        source("late", 150, late);
        assertThat(provisioning.run().result()).isEqualTo("applied");
        sources.unbindSource(late);
        assertThat(provisioning.run().result()).isEqualTo("off");
    }

    @Test
    void whatIsWrongAtOnePlaceLeadsToTheNext() {
        knows("format", 1, "/format/config.xml");
        knows("cut", 2, "/cut/");
        source("scheme", 3, () -> List.of(new Location("ftp://user:geheim@server/", "")));
        source("unreachable", 4, () -> {
            throw new IOException("the redirection server does not answer");
        });
        source("broken", 5, () -> {
            throw new IllegalStateException("a fault of its own");
        });
        knows("good", 6, "/good/");
        files.put("/format/config.xml", "hello");
        files.put("/good/config.xml", settings("A", "1"));
        Report report = provisioning.run();
        assertThat(report.source()).isEqualTo("good");
        assertThat(report.tried()).extracting(Tried::source).containsExactly("format", "cut", "scheme", "unreachable", "broken");
        assertThat(report.tried()).extracting(Tried::error).satisfiesExactly(error -> assertThat(error).contains("no well-formed XML"),
                error -> assertThat(error).startsWith("config.xml: "), error -> assertThat(error).contains("not usable"),
                error -> assertThat(error).contains("does not answer"), error -> assertThat(error).contains("a fault of its own"));
        assertThat(report.toString()).doesNotContain("geheim");
        assertThat(requests).filteredOn(path -> path.startsWith("/cut/")).as("a server that does not answer is not asked for more")
                .doesNotContain("/cut/config.M8.xml");
    }

    @Test
    void theSamePlaceIsAskedOnce() {
        knows("one", 1, "/same/");
        knows("two", 2, "/same/");
        Report report = provisioning.run();
        assertThat(report.result()).isEqualTo("failed");
        assertThat(report.error()).contains("config.xml: not found");
        assertThat(requests).filteredOn(path -> path.endsWith("/config.xml")).hasSize(1);
    }

    @Test
    void theStartRunWaitsForTheFrameworkAndItsSources() {
        scopes.settle();
        assertThat(requests).isEmpty();
        knows("dhcp", 100, "/dhcp/");
        files.put("/dhcp/config.xml", settings("A", "1"));
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        scopes.settle();
        assertThat(provisioning.last().result()).isEqualTo("applied");
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED, ProvisioningEvents.ENDED);
        assertThat(events.of(ProvisioningEvents.STARTED).getFirst().getProperty(ProvisioningEvents.AT_START)).isEqualTo(true);
    }

    @Test
    void runsThatOthersBeginDoNotPileUp() {
        knows("dhcp", 100, "/dhcp/");
        files.put("/dhcp/config.xml", settings("A", "1"));
        files.put("/given/config.xml", settings("A", "2"));
        for (int i = 0; i < 20; i++) {
            provisioning.begin("test");
            provisioning.begin("test", new Location(url("/given/"), "PnP"));
        }
        scopes.settle();
        assertThat(requests).filteredOn(path -> path.endsWith("/config.xml")).containsExactly("/dhcp/config.xml", "/given/config.xml");
        assertThat(provisioning.last().origin()).isEqualTo("PnP");
        assertThat(layers.effective("A")).isEqualTo("2");
    }

    @Test
    void aServerMayHaveARunBegunAndThePhoneRestarted() {
        List<String> reboots = new ArrayList<>();
        CheckSync checkSync = new CheckSync(provisioning, reboots::add);
        knows("dhcp", 100, "/dhcp/");
        assertThat(checkSync.notified(checkSync(Map.of()))).isEqualTo(200);
        assertThat(checkSync.notified(checkSync(Map.of("reboot", "false")))).isEqualTo(200);
        scopes.settle();
        assertThat(requests).filteredOn(path -> path.endsWith("/config.xml")).hasSize(1);
        assertThat(reboots).isEmpty();
        checkSync.notified(checkSync(Map.of("reboot", "true")));
        checkSync.notified(checkSync(Map.of("reboot", "true")));
        assertThat(reboots).as("before the run").isEmpty();
        scopes.settle();
        assertThat(requests).filteredOn(path -> path.endsWith("/config.xml")).hasSize(2);
        assertThat(reboots).containsExactly("NOTIFY check-sync");
    }

    @Test
    void aRunThatBreaksHoldsNoRestartBack() {
        List<String> reboots = new ArrayList<>();
        CheckSync checkSync = new CheckSync(provisioning, reboots::add);
        knows("dhcp", 100, "/dhcp/");
        files.put("/dhcp/config.xml", settings("A", BROKEN));
        for (int time = 1; time <= 2; time++) {
            checkSync.notified(checkSync(Map.of("reboot", "true")));
            assertThatThrownBy(scopes::settle).hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(reboots).hasSize(time);
        }
    }

    private static Notification checkSync(Map<String, String> parameters) {
        return new Notification(1, InetAddress.getLoopbackAddress(), parameters, "", "");
    }

    @Test
    void aPlanChangesNothing() {
        knows("dhcp", 100, "/dhcp/");
        files.put("/dhcp/config.xml", settings("A", "1"));
        Report plan = provisioning.plan();
        assertThat(plan.result()).isEqualTo("planned");
        assertThat(plan.changed()).containsExactly("A");
        assertThat(layers.effective("A")).isEmpty();
        assertThat(provisioning.last()).isEqualTo(Report.NONE);
        assertThat(events.all()).isEmpty();
        assertThat(home).isEmptyDirectory();

        provisioning.run();
        assertThat(provisioning.plan().result()).isEqualTo("unchanged");
    }

    @Test
    void aPlanSaysOnlyTheFirstStage() {
        chain(3);
        layers.user("DeviceProvisionImmediateUpdateTimes", "2");
        assertThat(provisioning.plan().changed()).contains(SERVER_URL);
        assertThat(requests).contains("/0/config.xml").doesNotContain("/1/config.xml");
    }

    /** The first place is /0/, whose file names /1/ and so on; the last one names /{count}/, which has none. */
    private void chain(int count) {
        layers.user(SERVER_URL, url("/0/"));
        for (int i = 0; i < count; i++) {
            files.put("/" + i + "/config.xml", settings(SERVER_URL, url("/" + (i + 1) + "/"), "Seen" + i, "1"));
        }
    }

    private List<String> asked() {
        return requests.stream().filter(path -> path.endsWith("/config.xml")).map(path -> path.substring(1, path.lastIndexOf('/')))
                .toList();
    }

    @Test
    void noTimesSaveTheUrlAndAskItNextTime() {
        chain(2);
        assertThat(provisioning.run().result()).isEqualTo("applied");
        assertThat(asked()).containsExactly("0");
        assertThat(layers.effective(SERVER_URL)).isEqualTo(url("/1/"));
        provisioning.run();
        assertThat(asked()).containsExactly("0", "1");
    }

    @Test
    void twoTimesAskThreeUrlsAndSaveTheFourth() {
        chain(9);
        layers.user("DeviceProvisionImmediateUpdateTimes", "2");
        Report report = provisioning.run();
        assertThat(asked()).containsExactly("0", "1", "2", "3");
        assertThat(layers.effective(SERVER_URL)).isEqualTo(url("/4/"));
        assertThat(report.url()).isEqualTo(url("/3/"));
        assertThat(report.origin()).isEqualTo("DeviceProvisionServerUrl of " + url("/2/"));
        assertThat(report.changed()).contains("Seen0", "Seen3");
        assertThat(report.files()).extracting(FileReport::status).filteredOn("applied"::equals).hasSize(4);
    }

    @Test
    void theFileItselfMaySayHowManyTimes() {
        chain(3);
        files.put("/0/config.xml", settings(SERVER_URL, url("/1/"), "DeviceProvisionImmediateUpdateTimes", "1"));
        files.put("/1/config.xml", settings(SERVER_URL, url("/2/"), "DeviceProvisionImmediateUpdateTimes", "1"));
        provisioning.run();
        assertThat(asked()).containsExactly("0", "1", "2");
    }

    @Test
    void aUrlThatWasAskedEndsIt() {
        layers.user(SERVER_URL, url("/0/"));
        layers.user("DeviceProvisionImmediateUpdateTimes", "20");
        files.put("/0/config.xml", settings(SERVER_URL, url("/1/")));
        files.put("/1/config.xml", settings(SERVER_URL, url("/0")));
        provisioning.run();
        assertThat(asked()).containsExactly("0", "1");
        assertThat(layers.effective(SERVER_URL)).isEqualTo(url("/0"));
    }

    @Test
    void aFileThatNamesItsOwnPlaceLeadsNowhere() {
        layers.user(SERVER_URL, url("/0/"));
        layers.user("DeviceProvisionImmediateUpdateTimes", "20");
        files.put("/0/config.xml", settings(SERVER_URL, url("/0/")));
        provisioning.run();
        assertThat(asked()).containsExactly("0");
    }

    @Test
    void aUrlWithoutFilesIsSavedAllTheSame() {
        chain(1);
        layers.user("DeviceProvisionImmediateUpdateTimes", "5");
        Report report = provisioning.run();
        assertThat(asked()).containsExactly("0", "1");
        assertThat(report.result()).isEqualTo("applied");
        assertThat(report.url()).isEqualTo(url("/0/"));
        assertThat(report.tried()).singleElement().satisfies(tried -> assertThat(tried.url()).isEqualTo(url("/1/")));
        assertThat(layers.effective(SERVER_URL)).isEqualTo(url("/1/"));
    }

    @Test
    void aUrlIsKeptWhenTheFileThatReplacesItNamesNone() {
        chain(1);
        files.put("/1/config.xml", settings("A", "1"));
        provisioning.run();
        provisioning.run();
        assertThat(asked()).containsExactly("0", "1");
        assertThat(layers.effective(SERVER_URL)).isEqualTo(url("/1/"));
        layers.protectUser = true;
        files.remove("/1/config.xml");
        files.put("/1/config.M8.xml", settings(SERVER_URL, url("/2/")));
        provisioning.run();
        assertThat(layers.effective(SERVER_URL)).as("a URL that nobody chose is not protected").isEqualTo(url("/2/"));
    }

    @Test
    void whatCountsForNothingIsToldAlsoWhenNothingWasModified() {
        layers.user(SERVER_URL, url("/"));
        files.put("/config.xml", settings("A", BAD));
        assertThat(provisioning.run().result()).isEqualTo("applied");
        FileReport again = provisioning.run().files().getFirst();
        assertThat(again.status()).isEqualTo("not modified");
        assertThat(again.rejected()).extracting(Rejection::id, Rejection::file).containsExactly(tuple("A", "config.xml"));
        assertThat(log.messages(LogLevel.WARN)).as("that is said when the file comes").noneMatch(line -> line.contains("left out"));
    }

    @Test
    void whatWaitsForARebootIsTold() {
        layers.user(SERVER_URL, url("/"));
        files.put("/config.xml", settings("A", "1"));
        parameters.ids = List.of("A", "B");
        assertThat(provisioning.plan().pending()).containsExactly("A", "B");
        assertThat(provisioning.run().pending()).containsExactly("A", "B");
        assertThat(provisioning.last().pending()).containsExactly("A", "B");
        parameters.ids = List.of();
        assertThat(provisioning.run().pending()).isEmpty();
    }

    /** Parameters of which some wait for a reboot. */
    private static final class Waiting implements Parameters {
        private List<String> ids = List.of();

        @Override
        public List<Declared> declared() {
            return List.of();
        }

        @Override
        public List<String> pending() {
            return ids;
        }

        @Override
        public String value(String id) {
            throw new ParameterException(id, id);
        }
    }

    /** core.config in small: a layer for each file, the user above. */
    private final class Layers implements ConfigurationFiles, Settings {
        private final Map<Layer, Map<String, String>> all = new HashMap<>();
        private boolean protectUser;

        private Map<String, String> layer(Layer layer) {
            return all.computeIfAbsent(layer, key -> new HashMap<>());
        }

        private String effective(String id) {
            return List.of(Layer.USER, Layer.MAC, Layer.DEVICE, Layer.COMMON).stream().map(layer -> layer(layer).get(id))
                    .filter(value -> value != null).findFirst().orElse("");
        }

        private ProvisioningConfig config() {
            String times = effective("DeviceProvisionImmediateUpdateTimes");
            return Configs.of(ProvisioningConfig.class, Map.of("serverUrl", effective(SERVER_URL), "backupServerUrl",
                    effective("DeviceProvisionBackupServerUrl"), "immediateUpdateTimes", times.isEmpty() ? 0 : Integer.parseInt(times)));
        }

        private void project() {
            if (provisioning != null) {
                provisioning.modified(config());
                local.modified(config());
                downloads.modified(config());
            }
        }

        private void user(String id, String value) {
            layer(Layer.USER).put(id, value);
            project();
        }

        @Override
        public Outcome apply(List<File> given, boolean plan) {
            List<String> changed = new ArrayList<>();
            for (File file : given) {
                Map<String, String> entries = new HashMap<>();
                file.settings().forEach(setting -> entries.put(setting.id(), setting.value()));
                entries.forEach((id, value) -> {
                    if (value.equals(BROKEN)) {
                        throw new IllegalStateException(id);
                    }
                    if (!value.equals(effective(id))) {
                        changed.add(id);
                    }
                });
                if (!plan) {
                    all.put(file.layer(), entries);
                    if (!protectUser) {
                        layer(Layer.USER).keySet().removeAll(entries.keySet());
                    }
                }
            }
            project();
            return new Outcome(changed, List.of(), List.of(), false);
        }

        @Override
        public Ineffective ineffective(Layer layer) {
            List<Rejection> rejected = new ArrayList<>();
            layer(layer).forEach((id, value) -> {
                if (value.equals(BAD)) {
                    rejected.add(new Rejection("config.xml", 1, id, value, "something else"));
                    rejected.add(new Rejection("other.xml", 1, id, value, "something else"));
                }
            });
            return new Ineffective(rejected, List.of());
        }

        @Override
        public String fingerprint(Layer layer) {
            return layer(layer).toString();
        }

        @Override
        public void set(Map<String, String> values) {
            values.forEach(this::user);
        }

        @Override
        public void unset(String id) {
            layer(Layer.USER).remove(id);
            project();
        }
    }
}
