package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Registration at a real server: kamailio with digest authentication. */
public class RegistrationTest {
    @ClassRule
    public static final Workspace SHARED = new Workspace();

    private static Kamailio kamailio;

    @Rule
    public final TestRule watch = SHARED.watch();

    @Rule
    public final Workspace workspace = new Workspace();

    @BeforeClass
    public static void start() {
        kamailio = Bench.kamailio(SHARED).start();
    }

    @Test
    public void aPhoneConfiguredByAWebServerRegistersAndUnregistersAtItsEnd() {
        Nginx nginx = Nginx.start(workspace);
        nginx.put("config.xml", Nginx.settings("Account1Server1Address", "127.0.0.1", "Account1Server1Port", kamailio.port()));
        nginx.put("config.3C28A6200099.xml",
                Nginx.settings("Account1UserName", "1001", "Account1RegName", "1001", "Account1Password", "one-for-the-phone"));
        PhoneProcess phone = PhoneProcess.in(workspace).option("--mac", "3C28A6200099", "--provision", nginx.http()).start();
        Object line = phone.awaitLine(1, "registered");
        assertThat(Json.text(line, "user")).isEqualTo("1001");
        assertThat(Json.text(line, "server")).isEqualTo("127.0.0.1:" + kamailio.port());
        assertThat(Json.text(line, "transport")).isEqualToIgnoringCase("udp");
        assertThat(Json.number(line, "code")).isEqualTo(200);
        assertThat(kamailio.locations().get("1001")).singleElement().asString().contains("127.0.0.1:" + phone.sipPort());

        assertThat(phone.terminate()).isZero();
        assertThat(kamailio.locations()).doesNotContainKey("1001");
    }

    @Test
    public void aWrongPasswordFailsWithItsReasonAndIsNotTriedWithoutEnd() {
        long before = refused();
        PhoneProcess phone = Bench.phone(workspace, kamailio).setting("Account1RegName", "1001").option("--set", "Account1Password=wrong")
                .start();
        Object line = phone.awaitLine(1, "failed");
        assertThat(Json.number(line, "code")).isIn(401L, 403L);
        assertThat(Json.text(line, "reason")).isNotBlank().doesNotContain("wrong");
        Await.elapse(Duration.ofSeconds(2));
        assertThat(refused() - before).as("refused REGISTERs within two seconds").isBetween(2L, 4L);
        assertThat(kamailio.locations()).doesNotContainKey("1001");

        phone.set("Account1Password", "one-for-the-phone");
        phone.awaitLine(1, "registered");
    }

    private static long refused() {
        return kamailio.seen().stream().filter(line -> line.startsWith("REGISTER 1001 401")).count();
    }

    @Test
    public void severalAccountsRegisterEachForItself() {
        PhoneProcess phone = Bench.phone(workspace, kamailio).account(7, "1003", "one-for-baresip", kamailio.port())
                .setting("Account2UserName", "1002").setting("Account2Server1Address", "127.0.0.1")
                .setting("Account2Server1Port", kamailio.port()).setting("Account2Enable", false).start();
        phone.awaitLine(1, "registered");
        phone.awaitLine(7, "registered");
        assertThat(Json.text(phone.line(2), "state")).isEqualTo("off");
        assertThat(kamailio.locations()).containsOnlyKeys("1001", "1003");
    }

    @Test
    public void theRegistrationIsRefreshedAtTheConfiguredPartOfItsTime() {
        PhoneProcess phone = Bench.phone(workspace, kamailio).setting("Account1Server1Expire", 60)
                .setting("Account1RegisterRenewalIntervalProportion", 3).start();
        phone.awaitLine(1, "registered");
        int first = kamailio.sequence("1001");
        assertThat(kamailio.expires("1001")).isBetween(55, 60);
        Await.until("two refreshes", Duration.ofSeconds(10), () -> kamailio.sequence("1001") >= first + 2, kamailio::tail);
        assertThat(phone.events()).as("no trouble meanwhile").noneMatch(event -> Json.text(event, "state").equals("failed"));
    }

    @Test
    public void aStaleNonceIsReplacedWithoutTrouble() {
        Kamailio forgetful = Bench.kamailio(workspace).named("forgetful").nonceLives(1).start();
        PhoneProcess phone = Bench.phone(workspace, forgetful).setting("Account1Server1Expire", 60)
                .setting("Account1RegisterRenewalIntervalProportion", 4).start();
        phone.awaitLine(1, "registered");
        phone.forget();
        Await.until("a stale nonce is answered", Duration.ofSeconds(10),
                () -> forgetful.seen().stream().filter(line -> line.startsWith("REGISTER 1001 200")).count() >= 3
                        && forgetful.seen().stream().anyMatch(line -> line.contains("401 auth=-6") || line.contains("401 auth=-4")),
                forgetful::tail);
        assertThat(phone.events()).noneMatch(event -> Json.text(event, "state").equals("failed"));
        assertThat(Json.text(phone.line(1), "state")).isEqualTo("registered");
    }

    @Test
    public void aServerThatWasRestartedSeesThePhoneAgain() {
        Kamailio mortal = Bench.kamailio(workspace).named("mortal").start();
        PhoneProcess phone = Bench.phone(workspace, mortal).setting("Account1Server1Expire", 60)
                .setting("Account1RegisterRenewalIntervalProportion", 3).start();
        phone.awaitLine(1, "registered");
        mortal.stop();
        mortal.start();
        Await.until("the phone is back", Duration.ofSeconds(20), () -> mortal.locations().containsKey("1001"), phone::tail);
        phone.awaitLine(1, "registered");
    }

    @Test
    public void anOutboundProxyIsAskedInsteadOfTheDomain() {
        PhoneProcess phone = PhoneProcess.in(workspace).setting("Account1UserName", "1001").setting("Account1RegName", "1001")
                .setting("Account1Password", "one-for-the-phone").setting("Account1Server1Address", "pbx.carillon.invalid")
                .setting("Account1OutboundProxy1Address", "127.0.0.1").setting("Account1OutboundProxy1Port", kamailio.port()).start();
        phone.awaitLine(1, "registered");
        assertThat(kamailio.locations()).containsKey("1001");
    }
}
