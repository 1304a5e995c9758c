package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.Sipp;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Action URIs by HTTP and NOTIFY: who may press keys by them, what is refused, and pictures of the screen (manual 10.26). */
public class ActionUriTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;
    private static WebClient web;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        PhoneProcess phone = Bench.phone(WORKSPACE, kamailio).setting("ProgramKey2Type", 3).start();
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).start(), phone);
        web = WORKSPACE.owns(WebClient.http(phone));
    }

    @Before
    public void clear() {
        bench.clear();
        phone().ctl("key", "BACK_IDLE");
        phone().set("FeatureDndEnable", false);
        configure(true, false, "127.0.0.1");
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    /** Switches it off first, so that nobody is remembered. */
    private static void configure(boolean enable, boolean prompt, String trusted) {
        phone().set("FeatureActionUriEnable", false);
        phone().set("FeatureActionUriPromptEnable", prompt);
        phone().set("FeatureActionUriLimitIp", trusted);
        phone().set("FeatureActionUriEnable", enable);
    }

    private static int get(String values) {
        return web.get("/servlet?key=" + values).statusCode();
    }

    private static Object screen() {
        return phone().ctl("screen");
    }

    private static void press(String values) {
        HttpResponse<String> answer = web.get("/servlet?key=" + values);
        assertThat(answer.statusCode()).as("%s: %s", values, answer.body()).isEqualTo(200);
    }

    private static void awaitScreen(String what, Predicate<Object> wanted) {
        Await.until(what, SOON, () -> wanted.test(screen()), () -> screen().toString());
    }

    /** Presses keys, and waits until the screen is in a state. */
    private static void press(String values, String state) {
        press(values);
        awaitScreen(values + " leads to " + state, screen -> Json.text(screen, "state").equals(state));
    }

    private static boolean hasIcon(String icon) {
        return Json.list(screen(), "icons").contains(icon);
    }

    private static void awaitCall(String values, Predicate<Object> wanted) {
        press(values);
        phone().awaitCall("call after " + values, wanted);
    }

    @Test
    public void twoCallsAreShownInTurn() {
        bench.callOut();
        awaitCall("HOLD", call -> Json.flag(call, "held"));
        press("number=" + Bench.THEIRS, "early");
        press("F_UP", "held");
        press("DOWN", "early");
        press("UP", "held");
        press("F_DOWN;LEFT;F_RIGHT", "early");
    }

    @Test
    public void unknownKeysAndBadValuesAreSaid() {
        for (String values : List.of("NONE", "F_NONE", "L11", "F6", "F_L1_LONGPRESS", "", ";", "OK;;OK", "%0d%0aOK", "OK&x=y",
                "%D9%A1",
                "../../etc/passwd", "1".repeat(300), "OK;".repeat(40) + "OK", "x".repeat(10_000))) {
            HttpResponse<String> answer = web.get("/servlet?key=" + values);
            assertThat(answer.statusCode()).as(values).isBetween(400, 499);
            assertThat(answer.body()).as(values).isNotBlank();
        }
        assertThat(get("UNHOLD:nobody")).isEqualTo(409);
        assertThat(get("HOLD")).isEqualTo(409);
        assertThat(get("number=1&outgoing_uri=nobody")).isBetween(400, 499);
        assertThat(web.get("/servlet").statusCode()).isEqualTo(400);
        assertThat(web.get("/servlet?command=reboot").statusCode()).isEqualTo(400);
        press("BACK_IDLE", "idle");
    }

    @Test
    public void whatNoClientSendsIsRefused() throws IOException {
        for (String target : List.of("/servlet?key=%zz", "/servlet?key=L\u0661", "/servlet?key=OK\u0000", "/servlet?key=\u00ff")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), (int) Json.number(phone().ready(), "http"))) {
                socket.getOutputStream().write(
                        ("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).as(target)
                        .startsWith("HTTP/1.1 4");
            }
        }
        press("BACK_IDLE", "idle");
    }

    @Test
    public void trustedAddressesAreHeard() {
        for (String trusted : List.of("127.0.0.1", "192.0.2.1,127.*.0.*", "any", "*.*.*.*")) {
            configure(true, false, trusted);
            assertThat(get("BACK_IDLE")).as(trusted).isEqualTo(200);
        }
        for (String trusted : List.of("", "127.0.0.2", "192.0.2.*", "::1")) {
            configure(true, false, trusted);
            assertThat(get("OFFHOOK")).as(trusted).isEqualTo(403);
            assertThat(web.get("/screencapture").statusCode()).as(trusted).isEqualTo(403);
        }
        configure(false, false, "Any");
        assertThat(get("OFFHOOK")).isEqualTo(403);
        assertThat(Json.text(screen(), "state")).isEqualTo("idle");
    }

    @Test
    public void pagesOfOtherSitesAreRefused() {
        for (String[] header : new String[][]{{"Origin", "http://attacker.example"}, {"Referer", "http://attacker.example/page"},
                {"Sec-Fetch-Site", "cross-site"}}) {
            assertThat(web.get("/servlet?key=OFFHOOK", header).statusCode()).as(header[0]).isEqualTo(403);
        }
        assertThat(web.send("POST", "/servlet?key=OFFHOOK").statusCode()).isBetween(400, 499);
        assertThat(Json.text(screen(), "state")).isEqualTo("idle");
        assertThat(web.get("/servlet?key=OFFHOOK", "Origin", web.base()).statusCode()).isEqualTo(200);
    }

    @Test
    public void aPersonAllowsIt() {
        configure(true, true, "127.0.0.1");
        assertThat(get("1;2")).isEqualTo(202);
        awaitScreen("the question", screen -> Json.text(screen, "state").equals("prompt"));
        assertThat(screen().toString()).contains("Allow remote control?");
        assertThat(get("OK")).isEqualTo(503);
        phone().ctl("key", "F" + (1 + Json.list(screen(), "softkeys").indexOf("OK")));
        awaitScreen("what was asked for", screen -> Json.text(screen, "title").equals("12"));
        press("CANCEL", "idle");
    }

    @Test
    public void aPersonRefusesIt() {
        configure(true, true, "127.0.0.1");
        assertThat(get("1;2")).isEqualTo(202);
        awaitScreen("the question", screen -> Json.text(screen, "state").equals("prompt"));
        phone().ctl("key", "CANCEL");
        awaitScreen("no question", screen -> Json.text(screen, "state").equals("idle"));
        Await.until("the refusal is known", SOON, () -> get("3") == 403);
        assertThat(web.get("/screencapture").statusCode()).isEqualTo(403);
        assertThat(Json.text(screen(), "state")).isEqualTo("idle");
    }

    @Test
    public void theScreenIsAPictureOverBothProtocols() {
        try (WebClient secure = WebClient.https(phone())) {
            for (WebClient client : List.of(web, secure)) {
                for (String path : List.of("/screencapture", "/servlet?command=screencapture", "/screencapture/download")) {
                    HttpResponse<byte[]> answer = client.bytes(path);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
                    assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
                    assertThat(answer.headers().firstValue("content-disposition").isPresent()).isEqualTo(path.endsWith("download"));
                    BufferedImage picture = picture(answer.body());
                    assertThat(picture.getWidth()).isEqualTo(800);
                    assertThat(picture.getHeight()).isEqualTo(480);
                }
            }
        }
        byte[] before = web.bytes("/screencapture").body();
        press("1;2;3", "dialling");
        assertThat(web.bytes("/screencapture").body()).as("a number is seen").isNotEqualTo(before);
    }

    private static BufferedImage picture(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void theServerPressesKeysByNotify() {
        configure(true, false, "");
        new Sipp(WORKSPACE, phone().sipPort(), Bench.OURS).run("notify-action-uri", "-key", "action", "DND_ON");
        Await.until("DND is on", SOON, () -> hasIcon("dnd"));
        new Sipp(WORKSPACE, bench.kamailio().port(), Bench.OURS).run("notify-action-uri", "-key", "action", "OFFHOOK;1;2");
        awaitScreen("the number", screen -> Json.text(screen, "title").equals("12"));
    }

    @Test
    public void aPersonAllowsTheServer() {
        configure(true, true, "");
        new Sipp(WORKSPACE, phone().sipPort(), Bench.OURS).run("notify-action-uri", "-key", "action", "7");
        awaitScreen("the question", screen -> Json.text(screen, "state").equals("prompt"));
        phone().ctl("key", "OK");
        awaitScreen("the number", screen -> Json.text(screen, "title").equals("7"));
    }

    @Test
    public void nobodyElsePressesKeysByNotify() {
        assertThat(notify("127.0.0.2", "key=OFFHOOK")).isEqualTo(403);
        configure(false, false, "Any");
        assertThat(notify("127.0.0.1", "key=OFFHOOK")).isEqualTo(489);
        configure(true, false, "Any");
        assertThat(notify("127.0.0.1", "keys=OFFHOOK")).isEqualTo(400);
        assertThat(notify("127.0.0.1", "key=" + "x".repeat(10_000))).isEqualTo(400);
        assertThat(Json.text(screen(), "state")).isEqualTo("idle");
    }

    private static int notify(String from, String body) {
        try (RawSip raw = new RawSip(new InetSocketAddress(from, 0), phone().sipPort())) {
            raw.send(raw.request("NOTIFY", Bench.OURS, "Event: ACTION-URI\r\nContent-Type: message/sipfrag\r\n")
                    .replace("127.0.0.1:" + raw.port(),
                            from + ":" + raw.port())
                    .replace("Content-Length: 0\r\n\r\n", "Content-Length: " + body.length() + "\r\n\r\n" + body));
            return raw.status();
        }
    }

    /** Of the keys with numbers, those of the smallest model and the first ones beyond them. */
    @Test
    public void aSmallPhoneHasFewerKeysAndSaysHowMany() {
        PhoneProcess.Builder builder = PhoneProcess.in(WORKSPACE).model("H3G").audio("null").quiet().setting("FeatureActionUriEnable", true)
                .setting("FeatureActionUriPromptEnable", false).setting("FeatureActionUriLimitIp", "127.0.0.1")
                .setting("FeatureImmFwdNumber", "201");
        IntStream.rangeClosed(1, 3).forEach(key -> builder.setting("ProgramKey" + key + "Type", 3));
        PhoneProcess small = builder.start();
        try (WebClient client = WebClient.http(small)) {
            for (String key : List.of("L1", "L2", "L3", "F1")) {
                String before = small.get("FeatureDndEnable");
                assertThat(client.get("/servlet?key=" + key).statusCode()).as(key).isEqualTo(200);
                assertThat(small.get("FeatureDndEnable")).as(key).isNotEqualTo(before);
            }
            assertThat(client.get("/servlet?key=F2").statusCode()).isEqualTo(200);
            assertThat(small.get("FeatureImmFwdEnable")).isEqualTo("true");
            assertThat(client.get("/servlet?key=F3;1;2;F2").statusCode()).isEqualTo(200);
            assertThat(Json.text(small.ctl("screen"), "title")).as("F2 deletes, while a number is entered").isEqualTo("1");
            assertThat(client.get("/servlet?key=BACK_IDLE;F4").statusCode()).isEqualTo(200);
            assertThat(Json.text(small.ctl("screen"), "state")).isEqualTo("menu");
            Map.of("F5", "only F1 to F4", "L4", "only L1 to L3", "L0", "only L1 to L3", "HEADSET", "only ").forEach((key, words) -> {
                HttpResponse<String> answer = client.get("/servlet?key=" + key);
                assertThat(answer.statusCode()).as(key).isEqualTo(400);
                assertThat(answer.body()).contains("there is no key " + key + ", " + words);
            });
        }
        small.terminate();
    }
}
