package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.HostileWeb;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tftpd;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * What servers may do to a phone (manual 3.6): whatever the first place does, the phone leaves it within its time-outs and is provisioned by the
 * backup, an nginx.
 */
public class ProvisioningServersTest {
    private static final int ATTEMPT_SECONDS = 2;
    /** A run of one hanging file and three good ones, on a busy machine. */
    private static final Duration IN_TIME = Duration.ofSeconds(ATTEMPT_SECONDS + 6);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static Nginx nginx;
    private static HostileWeb hostile;
    private static PhoneProcess phone;
    private static int runs;

    @BeforeClass
    public static void start() {
        nginx = Nginx.start(WORKSPACE);
        hostile = HostileWeb.start(WORKSPACE, nginx.hostilePort());
        phone = PhoneProcess.in(WORKSPACE).audio("null").start();
        phone.set("DeviceProvisionAttemptExpiredTime", ATTEMPT_SECONDS);
        phone.set("DeviceNetworkConnectExpiredTime", 3);
        phone.set("DeviceProvisionBackupServerUrl", nginx.http());
        phone.ctl("trust", nginx.ca().toString());
    }

    /** A file for the backup: longer each time, as nginx tells versions of one second apart by their size. */
    @Before
    public void refresh() {
        fresh();
    }

    private static void fresh() {
        runs++;
        nginx.put("config.xml", Nginx.settings("Account2Label", label()));
    }

    private static String label() {
        return "run" + "-".repeat(runs);
    }

    /** Runs with this place first; returns what the report says of it. */
    private static String tried(String url, String... words) {
        fresh();
        phone.set("DeviceProvisionServerUrl", url);
        long begun = System.nanoTime();
        Object report = phone.ctl("provision");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(IN_TIME);
        assertThat(Json.text(report, "result")).as(report.toString()).isEqualTo("applied");
        assertThat(Json.text(report, "origin")).isEqualTo("DeviceProvisionBackupServerUrl");
        assertThat(phone.get("Account2Label")).isEqualTo(label());
        assertThat(phone.get("Account1Label")).isNotEqualTo("hostile");
        assertThat(Json.list(report, "tried")).hasSize(1);
        String error = Json.text(report, "tried", 0, "error");
        assertThat(error).contains(words).doesNotContain("Exception", "java.");
        return error;
    }

    /** Such a server over HTTP, and one over TLS. */
    private static void triedBoth(String manner, String... words) {
        tried(hostile.url(manner), words);
        tried(nginx.https() + manner + "/", words);
    }

    @Test
    public void onesThatHaveNoFiles() {
        triedBoth("404", "config.xml: not found", "config.M8.xml: not found");
        tried(nginx.https6() + "404/", "config.xml: not found", "config.M8.xml: not found");
    }

    @Test
    public void onesThatRefuse() {
        triedBoth("500", "HTTP status 500");
        triedBoth("403", "HTTP status 403");
    }

    @Test
    public void oneThatWantsAPassword() {
        tried(nginx.http() + "basic/", "user name and password needed");
    }

    @Test
    public void onesThatSayNothing() {
        int before = hostile.requests().size();
        triedBoth("silent", "config.xml: not finished within 2 s");
        assertThat(hostile.requests().subList(before, hostile.requests().size())).as("they are not asked for another file")
                .containsExactly("/silent/config.xml", "/silent/config.xml");
    }

    @Test
    public void oneThatDoesNotShakeHands() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            tried("https://127.0.0.1:" + mute.getLocalPort() + "/",
                    "config.xml: no connection to 127.0.0.1:" + mute.getLocalPort() + " within 2 s");
        }
    }

    @Test
    public void onesThatBreakOff() {
        triedBoth("cut", "config.xml: the connection ended before the answer did");
        tried(hostile.url("closed"), "config.xml: the connection ended before the answer did");
        tried(nginx.https() + "closed/", "config.xml: HTTP status 502");
    }

    @Test
    public void onesThatDrip() {
        triedBoth("drip", "config.xml: not finished within 2 s");
        tried(nginx.https6() + "drip/", "config.xml: not finished within 2 s");
    }

    @Test
    public void onesThatSendMoreThanAnybodyNeeds() {
        triedBoth("endless", "config.xml: larger than 8 MiB");
        triedBoth("announced", "config.xml: larger than 8 MiB");
        assertThat(phone.residentMegabytes()).isLessThan(260);
    }

    @Test
    public void oneThatSpeaksAnotherLanguage() {
        tried(hostile.url("nonsense"), "config.xml: Invalid status line");
    }

    @Test
    public void onesThatLeadInCircles() {
        tried(hostile.url("loop"), "more than 5 redirections");
    }

    @Test
    public void oneThatLeadsFromHttpsToHttp() {
        tried(nginx.https() + "open", "which is not permitted");
    }

    @Test
    public void oneWithFilesInTheWrongFormat() {
        nginx.put("wrong.xml", "Dear phone,");
        tried(nginx.http() + "wrong.xml", "no well-formed XML");
    }

    @Test
    public void oneThatNobodyVouchesFor() {
        tried(WebServer.startTls(WORKSPACE).url(), "TLS: ", "certification path");
    }

    @Test
    public void filesComeByTftp() {
        Tftpd tftpd = Tftpd.start(WORKSPACE);
        phone.set("DeviceProvisionServerUrl", tftpd.url());
        byte[] large = Nginx.settings("Account3Label", "by tftp").replace("</settings>", " ".repeat(100_000) + "</settings>")
                .getBytes(StandardCharsets.UTF_8);
        tftpd.put("config.xml", large);
        Object report = phone.ctl("provision");
        assertThat(Json.text(report, "url")).as(report.toString()).isEqualTo(tftpd.url());
        assertThat(Json.list(report, "files").stream().map(file -> Json.text(file, "status"))).containsExactly("applied", "not found",
                "not found");
        assertThat(phone.get("Account3Label")).isEqualTo("by tftp");
        assertThat(Json.text(phone.ctl("provision"), "result")).isEqualTo("unchanged");

        tftpd.put("config.xml", new byte[9 << 20]);
        tried(tftpd.url(), "larger than 8 MiB");
        tftpd.put("config.xml", "no xml".getBytes(StandardCharsets.UTF_8));
        tried(tftpd.url(), "no well-formed XML");
        tried("tftp://127.0.0.1:1/", "config.xml: not finished within 2 s");
    }

    @Test
    public void everyPlaceIsTold() {
        phone.set("DeviceProvisionServerUrl", hostile.url("404"));
        phone.set("DeviceProvisionBackupServerUrl", hostile.url("500"));
        try {
            Object report = phone.ctl("provision");
            assertThat(Json.text(report, "result")).isEqualTo("failed");
            assertThat(Json.list(report, "tried").stream().map(place -> Json.text(place, "origin"))).isEqualTo(
                    List.of("DeviceProvisionServerUrl", "DeviceProvisionBackupServerUrl"));
        } finally {
            phone.set("DeviceProvisionBackupServerUrl", nginx.http());
        }
    }

    @Test
    public void aPlanTellsAndChangesNothing() {
        phone.set("DeviceProvisionServerUrl", hostile.url("404"));
        Object plan = phone.ctl("provision", "--plan");
        assertThat(Json.text(plan, "result")).isEqualTo("planned");
        assertThat(Json.list(plan, "changed")).extracting(Object::toString).contains("Account2Label");
        assertThat(phone.get("Account2Label")).isNotEqualTo(label());
    }
}
