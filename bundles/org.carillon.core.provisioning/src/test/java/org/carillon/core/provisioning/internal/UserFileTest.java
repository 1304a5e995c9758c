package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.Parameters.Declared;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.api.provisioning.UserSettings;
import org.carillon.api.sip.NotifyHandler.Notification;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeParameters;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.FakeSettings;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

@Timeout(60)
class UserFileTest {
    private static final String PROTECT = "DeviceProvisionUserConfigProtectEnable";
    private static final String FILE = "/users/3C28A6200088-local.xml";

    @TempDir
    Path home;

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final FakeSettings settings = new FakeSettings();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<List<String>> restored = new ArrayList<>();
    private final UserSettings user = this::user;
    private volatile int status = 201;
    private volatile int trouble = 200;
    private final FakeParameters parameters = new FakeParameters()
            .declare(new Declared(PROTECT, "", "", "", "boolean", List.of(), "", false, false, "", ""), "true");
    private HttpServer server;
    private Downloading downloads;
    private UserFile file;

    private List<Setting> user() {
        List<Setting> all = new ArrayList<>();
        new TreeMap<>(settings.values()).forEach((id, value) -> all.add(new Setting(all.size() + 1, id, value, false)));
        return all;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        FakePhone phone = new FakePhone(home);
        downloads = new Downloading(Configs.defaults(ProvisioningConfig.class), phone, new SharedScopes(log.logger()),
                (name, password) -> new NoDigests(), RunsTest.tls());
        file = new UserFile(config(1), phone, scopes, user, parameters, new Saved(), downloads, log.logger());
    }

    @AfterEach
    void stop() {
        file.deactivate();
        downloads.deactivate();
        server.stop(0);
        assertThat(scopes.openScopes()).isEmpty();
    }

    private UserFileConfig config(int method) {
        return Configs.of(UserFileConfig.class, Map.of("enable", true, "path",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/users", "method", method));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        requests.add(method + " " + path);
        byte[] body = new byte[0];
        int answer = status;
        if (method.equals("GET")) {
            String there = files.get(path);
            answer = there == null ? 404 : trouble;
            body = there == null || trouble != 200 ? body : there.getBytes(StandardCharsets.UTF_8);
        } else if (status == 201) {
            files.put(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(answer, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void change(String id, String value) {
        settings.set(Map.of(id, value));
        file.handleEvent(new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.LAYER, "user", ParameterEvents.IDS, List.of(id))));
    }

    private void provisioned() {
        file.handleEvent(new Event(ProvisioningEvents.ENDED, Map.of(ProvisioningEvents.RESULT, "unchanged")));
        scopes.settle();
    }

    @Test
    void changesAreUploadedTogetherAndOnce() {
        change("B", "2 < 3");
        change("A", "\"1\"");
        scopes.advance(Duration.ofSeconds(4));
        assertThat(requests).isEmpty();
        change("C", "3");
        scopes.advance(Duration.ofMinutes(5));
        assertThat(requests).containsExactly("POST " + FILE);
        assertThat(files.get(FILE)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <settings>
                  <setting id="A" value="&quot;1&quot;"/>
                  <setting id="B" value="2 &lt; 3"/>
                  <setting id="C" value="3"/>
                </settings>
                """);
        file.handleEvent(new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.LAYER, "common", ParameterEvents.IDS, List.of("D"))));
        scopes.advance(Duration.ofMinutes(5));
        assertThat(requests).hasSize(1);
    }

    @Test
    void theMethodIsConfigured() {
        file.modified(config(0));
        change("A", "1");
        scopes.advance(Duration.ofMinutes(1));
        assertThat(requests).containsExactly("PUT " + FILE);
    }

    @Test
    void aPhoneThatHasNothingTakesWhatLiesThere() {
        files.put(FILE, "<settings><setting id='A' value='1'/><setting id='Refused' value='x'/></settings>");
        provisioned();
        assertThat(settings.values()).isEqualTo(Map.of("A", "1"));
        assertThat(log.messages(LogLevel.WARN)).containsExactly(
                "3C28A6200088-local.xml:1: Refused is left out; permitted: something else");
        assertThat(requests).containsExactly("GET " + FILE);
        provisioned();
        assertThat(requests).containsExactly("GET " + FILE, "GET " + FILE);
    }

    @Test
    void whatLiesThereIsTakenWhenItChangedAndNothingDidHere() {
        change("A", "1");
        scopes.advance(Duration.ofMinutes(1));
        files.put(FILE, "<settings><setting id='A' value='theirs'/></settings>");
        provisioned();
        assertThat(settings.values()).isEqualTo(Map.of("A", "theirs"));
    }

    /** So that a URL here keeps its password, which the file there lacks. */
    @Test
    void whatIsAlikeIsLeftAlone() {
        change("A", "1");
        change("B", "1");
        scopes.advance(Duration.ofMinutes(1));
        files.put(FILE, "<settings><setting id='A' value='1' override='true'/><setting id='B' value='2'/></settings>");
        provisioned();
        assertThat(restored).containsExactly(List.of("B"));
        provisioned();
        assertThat(restored).containsExactly(List.of("B"), List.of());
    }

    @Test
    void aQueryOfItsDirectoryStaysBehindTheName() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/users";
        for (String path : List.of(url + "?token=a.xml", url + "/mine.xml?token=b")) {
            file.modified(Configs.of(UserFileConfig.class, Map.of("enable", true, "path", path, "method", 0)));
            change("A", path);
            scopes.advance(Duration.ofMinutes(1));
        }
        assertThat(requests).containsExactly("PUT " + FILE, "PUT /users/mine.xml");
    }

    @Test
    void whatChangedHereGoesFirst() {
        change("A", "1");
        scopes.advance(Duration.ofMinutes(1));
        status = 500;
        change("A", "2");
        scopes.advance(Duration.ofMinutes(1));
        assertThat(log.messages(LogLevel.WARN)).anyMatch(line -> line.contains("could not be uploaded: HTTP status 500"));
        status = 201;
        provisioned();
        assertThat(settings.values()).isEqualTo(Map.of("A", "2"));
        assertThat(files.get(FILE)).contains("value=\"2\"");
    }

    @Test
    void aFileThatCannotBeFetchedIsNotReplaced() {
        settings.set(Map.of("A", "1"));
        files.put(FILE, "<settings><setting id='A' value='2'/></settings>");
        trouble = 503;
        provisioned();
        files.put(FILE, " ".repeat(2 << 20));
        trouble = 200;
        provisioned();
        assertThat(requests).containsExactly("GET " + FILE, "GET " + FILE);
    }

    @Test
    void aServerWithoutTheFileGetsIt() {
        settings.set(Map.of("A", "1"));
        provisioned();
        assertThat(requests).containsExactly("GET " + FILE, "POST " + FILE);
    }

    @Test
    void anUploadThatFailsIsRepeatedInGrowingIntervals() {
        status = 503;
        change("A", "1");
        scopes.advance(Duration.ofHours(12));
        int attempts = requests.size();
        assertThat(attempts).isBetween(8 + 11 * 60 / 43, 9 + 12 * 60 / 21);
        assertThat(log.messages(LogLevel.WARN)).hasSize(attempts).first().asString().contains("503")
                .containsPattern("tried again in \\d s");
        status = 201;
        scopes.advance(Duration.ofMinutes(45));
        assertThat(requests).hasSize(attempts + 1);
        assertThat(files.get(FILE)).contains("\"A\" value=\"1\"");
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void aChangeOrARunDoesNotWaitForTheRepetition() {
        status = 503;
        change("A", "1");
        scopes.advance(Duration.ofHours(3));
        status = 201;
        requests.clear();
        change("A", "2");
        scopes.advance(Duration.ofSeconds(6));
        assertThat(requests).containsExactly("POST " + FILE);
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void aBrokenFileChangesNothing() {
        settings.set(Map.of("A", "1"));
        for (String broken : List.of("<settings><setting id='A' value='2'/>", "", "\u0000\u0001",
                "<!DOCTYPE settings [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><settings><setting id='A' value='&x;'/></settings>")) {
            files.put(FILE, broken);
            provisioned();
        }
        assertThat(settings.values()).isEqualTo(Map.of("A", "1"));
        assertThat(requests).hasSize(4).containsOnly("GET " + FILE);
    }

    @Test
    void withoutProtectionOrWhenOffNothingHappens() {
        parameters.put(Map.of(PROTECT, "false"));
        change("A", "1");
        scopes.advance(Duration.ofMinutes(1));
        provisioned();
        parameters.put(Map.of(PROTECT, "true"));
        file.modified(Configs.defaults(UserFileConfig.class));
        change("A", "2");
        scopes.advance(Duration.ofMinutes(1));
        provisioned();
        assertThat(requests).isEmpty();
    }

    @Test
    void theConfigurationIsPostedWhenTheSipServerAsks() {
        String directory = "127.0.0.1:" + server.getAddress().getPort() + "/conf/";
        ConfigUpload posting = new ConfigUpload(Configs.of(UploadConfig.class, Map.of("url", directory)), new FakePhone(home), scopes,
                new Export(Configs.defaults(ExportConfig.class), new Saved()), downloads, log.logger());
        Notification report = new Notification(1, InetAddress.getLoopbackAddress(), "", "");
        assertThat(posting.notified(report)).isEqualTo(200);
        assertThat(posting.notified(report)).isEqualTo(200);
        scopes.settle();
        assertThat(requests).containsExactly("POST /conf/3C28A6200088-config.xml");
        assertThat(files.get("/conf/3C28A6200088-config.xml")).contains("<setting id=\"MODIFIED\" value=\"a&lt;b\"/>");
        posting.modified(Configs.of(UploadConfig.class, Map.of("url", directory, "enable", false)));
        assertThat(posting.notified(report)).isEqualTo(489);
        posting.modified(Configs.defaults(UploadConfig.class));
        assertThat(posting.notified(report)).isEqualTo(489);
        posting.deactivate();
    }

    private final class Saved implements Backups {
        @Override
        public List<Setting> save(Extent extent) {
            return List.of(new Setting(0, extent.name(), "a<b", false));
        }

        @Override
        public Outcome restore(String name, List<Setting> given) {
            restored.add(given.stream().map(Setting::id).toList());
            List<Rejection> refused = given.stream().filter(setting -> setting.id().equals("Refused"))
                    .map(setting -> new Rejection(name, setting.line(), setting.id(), "***", "something else")).toList();
            given.stream().filter(setting -> !setting.id().equals("Refused"))
                    .forEach(setting -> settings.set(Map.of(setting.id(), setting.value())));
            return new Outcome(List.of(), refused, List.of(), false);
        }
    }
}
