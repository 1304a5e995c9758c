package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * Bad input, by the way it takes in the field: a config.xml from a web server. What does not parse changes nothing; one bad value leaves the
 * others in force; each time the report says what, where and what was permitted.
 */
public class BadConfigurationTest {
    private static final String GOOD = "<setting id=\"Account2Label\" value=\"good\"/>";
    private static final int MEGABYTES_AT_MOST = 260;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Nginx nginx;
    private static PhoneProcess phone;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        nginx = Nginx.start(WORKSPACE);
        phone = PhoneProcess.in(WORKSPACE).audio("null").start();
        phone.set("DeviceProvisionServerUrl", nginx.http());
    }

    @Before
    public void before() {
        nginx.put("config.xml", Nginx.settings("Account1Label", "before " + System.nanoTime()));
        assertThat(Json.text(provision(), "result")).isEqualTo("applied");
    }

    @After
    public void thePhoneGoesOn() {
        assertThat(phone.get("FeatureDndEnable")).isEqualTo("false");
        assertThat(phone.residentMegabytes()).as("resident MB").isLessThan(MEGABYTES_AT_MOST);
        nginx.put("config.xml", Nginx.settings("Account1Label", "after"));
        assertThat(Json.text(provision(), "result")).isEqualTo("applied");
        assertThat(phone.get("Account1Label")).isEqualTo("after");
    }

    private static Object provision() {
        return phone.ctl("provision");
    }

    private static Object provision(String content) {
        nginx.put("config.xml", content);
        return provision();
    }

    private static String settings(String... elements) {
        return "<settings>\n" + String.join("\n", elements) + "\n</settings>\n";
    }

    /** The file is refused as a whole, in these words, and its layer is as it was. */
    private static void changesNothing(Object report, String... words) {
        assertThat(Json.text(report, "result")).as(report.toString()).isEqualTo("failed");
        Object file = Json.at(report, "files", 0);
        assertThat(Json.text(file, "name")).isEqualTo("config.xml");
        assertThat(Json.text(file, "status")).isEqualTo("failed");
        for (String word : words) {
            assertThat(Json.text(file, "error")).containsIgnoringCase(word);
        }
        assertThat(Json.text(file, "error")).doesNotContain("Exception", "java.", "com.sun");
        assertThat(Json.list(report, "changed")).isEmpty();
        assertThat(phone.get("Account1Label")).startsWith("before");
        assertThat(phone.get("Account2Label")).isNotEqualTo("good");
    }

    /** One setting is left out, with line, id, value and what was permitted; the good one is in force. */
    private static Object rejects(Object report, String list, int line, String id, String value, String permitted) {
        assertThat(Json.text(report, "result")).as(report.toString()).isEqualTo("applied");
        Object rejection = Json.list(report, "files", 0, list).stream().filter(one -> Json.text(one, "id").equals(id))
                .map(Object.class::cast).findFirst().orElseThrow(() -> new AssertionError(id + " is not in " + list + ": " + report));
        assertThat(Json.text(rejection, "file")).isEqualTo("config.xml");
        assertThat(Json.number(rejection, "line")).isEqualTo(line);
        assertThat(Json.text(rejection, "value")).isEqualTo(value);
        assertThat(Json.text(rejection, "permitted")).containsIgnoringCase(permitted);
        assertThat(phone.get("Account2Label")).isEqualTo("good");
        return rejection;
    }

    @Test
    public void noXml() {
        changesNothing(provision("Dear phone,\nplease be configured.\n"), "xml", "line 1");
    }

    @Test
    public void nothingAtAll() {
        changesNothing(provision(""), "");
    }

    @Test
    public void xmlThatBreaksOff() {
        changesNothing(provision("<settings>\n" + GOOD + "\n<setting id=\"Account3Lab"), "line 3");
    }

    @Test
    public void hundredMegabytes() throws IOException {
        byte[] line = ("<!-- " + "x".repeat(1_000_000) + " -->\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream content = nginx.write("config.xml")) {
            content.write("<settings>\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                content.write(line);
            }
            content.write((GOOD + "</settings>\n").getBytes(StandardCharsets.US_ASCII));
        }
        changesNothing(provision(), "MiB");
    }

    @Test
    public void moreSettingsThanAnybodyNeeds() {
        StringBuilder content = new StringBuilder("<settings>\n");
        for (int i = 0; i < 60_000; i++) {
            content.append("<setting id=\"X").append(i).append("\" value=\"1\"/>\n");
        }
        changesNothing(provision(content.append("</settings>").toString()), "settings");
    }

    @Test
    public void externalEntitiesAreNeitherReadNorFetched() throws IOException {
        try (ServerSocket lure = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            lure.setSoTimeout(300);
            String url = "http://127.0.0.1:" + lure.getLocalPort() + "/";
            changesNothing(provision("<!DOCTYPE settings SYSTEM \"" + url + "settings.dtd\" [\n<!ENTITY web SYSTEM \"" + url + "entity\">\n"
                    + "<!ENTITY file SYSTEM \"file:///etc/passwd\">\n<!ENTITY % parameter SYSTEM \"" + url
                    + "parameter\">\n%parameter;\n]>\n"
                    + settings(GOOD, "<setting id=\"Account3Label\" value=\"x&file;&web;\"/>")), "document type");
            try (var visitor = lure.accept()) {
                throw new AssertionError("somebody fetched something: " + visitor);
            } catch (SocketTimeoutException e) {
                // nobody came
            }
        }
        assertThat(phone.get("Account3Label")).isEmpty();
    }

    @Test
    public void billionLaughs() {
        StringBuilder content = new StringBuilder("<!DOCTYPE settings [\n<!ENTITY l0 \"ha\">\n");
        for (int i = 1; i < 10; i++) {
            content.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10)).append("\">\n");
        }
        changesNothing(provision(content + "]>\n" + settings(GOOD, "<setting id=\"Account3Label\" value=\"&l9;\"/>")), "document type");
    }

    @Test
    public void anotherRoot() {
        changesNothing(provision("<configuration>" + GOOD + "</configuration>"), "configuration", "settings");
    }

    @Test
    public void unknownIdsAreNamedAndKeptTheirValuesMayBeSecrets() {
        rejects(provision(settings(GOOD, "<setting id=\"TeleportationEnable\" value=\"true\"/>")), "unknown", 3, "TeleportationEnable",
                "***", "");
    }

    @Test
    public void aNumberOutOfRange() {
        rejects(provision(settings(GOOD, "<setting id=\"SettingAudiodiffserv\" value=\"64\"/>")), "rejected", 3, "SettingAudiodiffserv",
                "64", "63");
        assertThat(phone.get("SettingAudiodiffserv")).isEqualTo("46");
        Object again = provision();
        assertThat(Json.text(again, "files", 0, "status")).isEqualTo("not modified");
        assertThat(Json.text(again, "files", 0, "rejected", 0, "id")).as("%s", again).isEqualTo("SettingAudiodiffserv");
        assertThat(Json.number(again, "files", 0, "rejected", 0, "line")).isEqualTo(3);
    }

    @Test
    public void noNumberAtAll() {
        rejects(provision(settings("<setting id=\"SettingAudiodiffserv\" value=\"much\"/>", GOOD)), "rejected", 2, "SettingAudiodiffserv",
                "much", "63");
    }

    @Test
    public void aChoiceThatIsNone() {
        rejects(provision(settings(GOOD, "", "<setting id=\"FeatureDndRefuseCode\" value=\"200\"/>")), "rejected", 4,
                "FeatureDndRefuseCode", "200", "486");
    }

    @Test
    public void aTextTooLong() {
        String value = "x".repeat(65);
        rejects(provision(settings(GOOD, "<setting id=\"Account3Label\" value=\"" + value + "\"/>")), "rejected", 3, "Account3Label", value,
                "64");
    }

    @Test
    public void aSecretIsNotShownWhenItIsRejected() {
        String secret = "s".repeat(65);
        Object report = provision(settings(GOOD, "<setting id=\"Account3Password\" value=\"" + secret + "\"/>"));
        rejects(report, "rejected", 3, "Account3Password", "***", "64");
        assertThat(report.toString()).doesNotContain(secret);
    }

    @Test
    public void anAccountThatTheModelDoesNotHave() {
        Object report = provision(settings(GOOD, "<setting id=\"Account21Label\" value=\"one too many\"/>"));
        assertThat(Json.text(report, "result")).isEqualTo("applied");
        assertThat(report.toString()).contains("Account21Label");
        assertThat(phone.get("Account2Label")).isEqualTo("good");
    }

    @Test
    public void duplicatesTheFirstStands() {
        Object report = provision(settings(GOOD, "<setting id=\"Account2Label\" value=\"second\"/>"));
        assertThat(Json.text(report, "result")).isEqualTo("applied");
        assertThat(Json.list(report, "files", 0, "rejected")).singleElement().satisfies(rejection -> {
            assertThat(Json.text(rejection, "id")).isEqualTo("Account2Label");
            assertThat(Json.number(rejection, "line")).isEqualTo(3);
            assertThat(Json.text(rejection, "permitted")).isNotBlank();
        });
        assertThat(phone.get("Account2Label")).isEqualTo("good");
    }

    @Test
    public void bytesThatAreNotInTheEncoding() {
        nginx.put("config.xml", ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + settings(GOOD,
                "<setting id=\"Account3Label\" value=\"M\u00fcller\"/>")).getBytes(StandardCharsets.ISO_8859_1));
        changesNothing(provision(), "line");
    }

    @Test
    public void anEncodingThatNobodyKnows() {
        changesNothing(provision("<?xml version=\"1.0\" encoding=\"EBCDIC-KLINGON\"?>\n" + settings(GOOD)), "encoding");
    }

    @Test
    public void otherEncodingsAreRead() {
        List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16).forEach(charset -> {
            nginx.put("config.xml", ("<?xml version=\"1.0\" encoding=\"" + charset + "\"?>\n" + settings(GOOD,
                    "<setting id=\"Account3Label\" value=\"M\u00fcller " + charset + "\"/>")).getBytes(charset));
            provision();
            assertThat(phone.get("Account3Label")).isEqualTo("M\u00fcller " + charset);
        });
    }

    @Test
    public void elementsAndAttributesThatNobodyKnows() {
        Object report = provision(settings(GOOD, "<include href=\"http://127.0.0.1:1/\"/>",
                "<setting id=\"Account3Label\" value=\"taken\" colour=\"red\"/>", "<setting value=\"nameless\"/>"));
        assertThat(Json.text(report, "result")).isEqualTo("applied");
        assertThat(Json.list(report, "files", 0, "rejected")).extracting(rejection -> Json.number(rejection, "line")).contains(3L, 4L, 5L);
        assertThat(phone.get("Account2Label")).isEqualTo("good");
    }
}
