package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.RawWeb;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Servers, callers and URLs that mean no good: what is asked for stays what was configured, and a call does not notice. */
public class HostileActionUrlTest {
    private static final int TOGGLES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final List<String> IDS = List.of("ActionUrlMute", "ActionUrlUnmute", "ActionUrlHandfree", "ActionUrlOffHook",
            "ActionUrlIncomingCall");

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Nginx nginx;
    private static TalkingPhone talking;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        nginx = Nginx.start(WORKSPACE);
        talking = TalkingPhone.start(WORKSPACE);
    }

    @Before
    public void clear() {
        phone().ctl("unset", "DeviceProvisionAttemptExpiredTime");
        IDS.forEach(id -> phone().ctl("unset", id));
    }

    private static PhoneProcess phone() {
        return talking.phone();
    }

    private static void awaitLogged(String text) {
        Await.until("the log says " + text, PATIENCE, () -> phone().program().output().contains(text), phone()::tail);
    }

    private static void awaitTarget(String regex) {
        Await.until("a request for " + regex, PATIENCE, () -> nginx.targets().stream().anyMatch(target -> target.matches(regex)),
                () -> nginx.targets() + "\n" + phone().tail());
    }

    @Test
    public void serversThatNeverComeToAnEndDisturbNoCall() throws Exception {
        byte[] header = "HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[65_536];
        try (RawWeb hangs = new RawWeb(out -> Thread.sleep(60_000)); RawWeb drips = new RawWeb(out -> {
            for (int i = 0; i < 600; i++) {
                out.write(header, i % header.length, 1);
                Thread.sleep(100);
            }
        }); RawWeb endless = new RawWeb(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(body);
            }
        })) {
            phone().set("DeviceProvisionAttemptExpiredTime", 1);
            phone().set("ActionUrlMute", hangs.url());
            phone().set("ActionUrlUnmute", drips.url());
            phone().set("ActionUrlHandfree", endless.url() + "?ip=$ip");
            phone().set("ActionUrlOffHook", nginx.http() + "loop");
            phone().ctl("key", "HANDSFREE");
            talking.talk();
            for (int i = 0; i < TOGGLES; i++) {
                phone().ctl("mute", "on");
                phone().ctl("mute", "off");
            }
            awaitLogged("50 action URLs wait for their servers: the oldest is dropped, and so on");
            phone().ctl("key", "OFFHOOK");
            awaitLogged("ActionUrlOffHook: 127.0.0.1:");
            awaitLogged("HTTP status 302, but redirections are not followed");
            talking.goesOn();
            assertThat(nginx.targets()).containsOnlyOnce("/loop");
            assertThat(endless.targets()).contains("/?ip=127.0.0.1");
            assertThat(hangs.targets()).isNotEmpty().hasSizeLessThan(TOGGLES);
            assertThat(drips.targets()).isNotEmpty().hasSizeLessThan(TOGGLES);
            awaitLogged("ActionUrlMute: 127.0.0.1:");
            assertThat(phone().program().output()).containsOnlyOnce("action URLs wait for their servers");
        }
    }

    @Test
    public void whateverACallerIsCalledStaysAValue() {
        phone().set("ActionUrlIncomingCall", nginx.http() + "action/in?name=$display_remote&who=$callerID&end=1");
        talking.talk();
        for (String name : List.of("a&admin=1#x?y=/../..", "%0d%0aX-Evil: 1%00+", "$mac$local", "B\u00fcro \ud83d\ude00",
                "long ".repeat(2_000))) {
            int before = nginx.targets().size();
            try (RawSip raw = new RawSip(phone().sipPort())) {
                raw.send(raw.request("INVITE", Bench.OURS, "").replaceFirst("From: <", "From: \"" + name.replace("$", "\\$") + "\" <"));
                Await.until("a request about " + name.length() + " characters", PATIENCE, () -> nginx.targets().size() > before,
                        () -> nginx.targets() + "\n" + phone().tail());
            }
            String target = nginx.targets().get(before);
            assertThat(target).matches("/action/in\\?name=([A-Za-z0-9._~-]|%[0-9A-F]{2})+&who=([A-Za-z0-9._~-]|%[0-9A-F]{2})+&end=1");
            assertThat(target).hasSizeLessThan(4_000);
            talking.hangUpOthers();
        }
        talking.goesOn();
    }

    @Test
    public void otherSchemesAreRefusedAndPasswordsMasked() {
        for (String url : List.of("ftp://joe:hidden-one@server/x", "file:///etc/passwd", "javascript:alert(1)", "server/help.xml",
                "http://server/a\r\nX-Evil: 1", "http://server/" + "x".repeat(512))) {
            assertThatThrownBy(() -> phone().set("ActionUrlMute", url)).hasMessageContaining("ActionUrlMute")
                    .hasMessageContaining("a URL that begins with http:// or https:// of at most 512 characters")
                    .hasMessageNotContaining("hidden-one");
        }
        assertThat(phone().get("ActionUrlMute")).isEmpty();
        phone().set("ActionUrlMute", nginx.http().replace("//", "//joe:hidden-two@") + "missing");
        assertThat(phone().get("ActionUrlMute")).doesNotContain("hidden-two");
        talking.talk();
        phone().ctl("mute", "on");
        awaitLogged("HTTP status 404");
        phone().ctl("mute", "off");
        talking.goesOn();
        assertThat(phone().program().output()).doesNotContain("hidden-one").doesNotContain("hidden-two");
    }

    @Test
    public void serversOverHttpsAreVerified() {
        phone().set("ActionUrlHandfree", nginx.https() + "action/tls");
        phone().ctl("key", "HANDSFREE");
        awaitLogged("ActionUrlHandfree: 127.0.0.1:" + URI.create(nginx.https()).getPort() + ": TLS: ");
        assertThat(nginx.targets()).doesNotContain("/action/tls");
        phone().ctl("trust", nginx.ca().toString());
        phone().ctl("key", "HANDSFREE");
        awaitTarget("/action/tls");
    }

    /** Whoever is told something could otherwise press keys: the phone trusts anybody here, and asks nobody. */
    @Test
    public void noServerSendsThePhoneToItselfOrElsewhere() throws IOException {
        phone().set("FeatureActionUriEnable", true);
        phone().set("FeatureActionUriPromptEnable", false);
        phone().set("FeatureActionUriLimitIp", "Any");
        String own = "http://127.0.0.1:" + (int) Json.number(phone().ready(), "http") + "/servlet?key=DND_ON";
        try (RawWeb elsewhere = RawWeb.polite()) {
            for (String target : List.of(own, elsewhere.url())) {
                for (int status : List.of(302, 307)) {
                    try (RawWeb sends = new RawWeb(out -> out.write(("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + target
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII)))) {
                        phone().set("ActionUrlHandfree", sends.url());
                        phone().ctl("key", "HANDSFREE");
                        awaitLogged("ActionUrlHandfree: " + URI.create(sends.url()).getAuthority() + ": HTTP status " + status
                                + ", but redirections are not followed");
                        assertThat(sends.targets()).containsExactly("/");
                    }
                    String again = "action/after-" + status + "-to-" + URI.create(target).getPort();
                    phone().set("ActionUrlHandfree", nginx.http() + again);
                    phone().ctl("key", "HANDSFREE");
                    awaitTarget("/" + again);
                }
            }
            assertThat(elsewhere.targets()).isEmpty();
            assertThat(phone().get("FeatureDndEnable")).isEqualTo("false");
            phone().set("ActionUrlHandfree", own);
            phone().ctl("key", "HANDSFREE");
            Await.until("a URL that was configured as the phone's own does what it says", PATIENCE,
                    () -> phone().get("FeatureDndEnable").equals("true"), phone()::tail);
        } finally {
            phone().ctl("key", "DND_OFF");
            phone().ctl("unset", "FeatureActionUriEnable");
            phone().ctl("unset", "FeatureActionUriLimitIp");
        }
    }
}
