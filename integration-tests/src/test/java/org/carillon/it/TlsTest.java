package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A line over TLS, at kamailio: whom it trusts, whom it does not and what it says then, and calls in both directions. */
public class TlsTest {
    private static final String HERE = "IP:127.0.0.1,DNS:localhost";

    @ClassRule
    public static final Workspace SHARED = new Workspace();

    private static Certificates certificates;
    private static Certificates.Identity good;

    @Rule
    public final TestRule watch = SHARED.watch();

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        certificates = Certificates.in(SHARED);
        good = certificates.signed("good", HERE);
    }

    private Kamailio.Builder kamailio(Certificates.Identity identity) {
        return Bench.kamailio(workspace).tls(identity, certificates.authority());
    }

    /** Its account comes after the authority that it trusts, and so is tried at once. */
    private PhoneProcess phone(Kamailio kamailio) {
        PhoneProcess phone = PhoneProcess.in(workspace).start();
        phone.ctl("trust", certificates.authority().toString());
        phone.set("Account1UserName", Bench.OURS);
        phone.set("Account1Password", "one-for-the-phone");
        phone.set("Account1Server1Transport", 2);
        phone.set("Account1Server1Port", kamailio.tlsPort());
        phone.set("Account1Server1Address", "127.0.0.1");
        return phone;
    }

    private String refused(Certificates.Identity identity) {
        Kamailio kamailio = kamailio(identity).start();
        PhoneProcess phone = phone(kamailio);
        String reason = Json.text(phone.awaitLine(1, "failed"), "reason");
        assertThat(kamailio.locations()).isEmpty();
        return reason;
    }

    @Test
    public void callsGoBothWaysOverTls() {
        Kamailio kamailio = kamailio(good).start();
        Bench bench = Bench.of(kamailio, Bench.baresip(workspace, kamailio, Bench.THEIRS).start(), phone(kamailio));
        assertThat(Json.text(bench.phone().line(1), "transport")).isEqualTo("tls");
        Tones.Pair tones = bench.tones();
        bench.callOut();
        talk(bench, tones);
        bench.clear();
        tones = bench.tones();
        bench.callIn();
        talk(bench, tones);
    }

    /** The server restarts, and knows neither connection nor line any more. */
    @Test
    public void aCallWhoseConnectionIsGoneGoesOnAndCanBeHeldAndEnded() {
        Kamailio kamailio = kamailio(good).start();
        Bench bench = Bench.of(kamailio, Bench.baresip(workspace, kamailio, Bench.THEIRS).start(), phone(kamailio));
        Tones.Pair tones = bench.tones();
        bench.callOut();
        kamailio.stop();
        bench.phone().awaitLine(1, "failed", Duration.ofSeconds(3));
        kamailio.start();
        bench.phone().ctl("hold");
        bench.phone().awaitCall("call is held", call -> Json.flag(call, "held") && !Json.flag(call, "holdPending"));
        bench.phone().ctl("resume");
        bench.phone().awaitCall("call is resumed", call -> !Json.flag(call, "held") && !Json.flag(call, "holdPending"));
        Object line = bench.phone().awaitLine(1, "registered", Duration.ofSeconds(8));
        assertThat(Json.text(line, "transport")).isEqualTo("tls");
        double resumed = bench.phone().heardSeconds();
        Await.until("the phone hears more", Duration.ofSeconds(8), () -> bench.phone().heardSeconds() > resumed + 1.5);
        bench.phone().ctl("hangup");
        bench.awaitRest();
        assertThat(Tones.heardIn(bench.phone().heard(), tones.second(), 1)).as("it hears baresip to the end").isTrue();
    }

    private static void talk(Bench bench, Tones.Pair tones) {
        bench.talkFor(2);
        bench.baresip().hangup();
        bench.awaitRest();
        Tones.presentIn(bench.baresip().heard(), tones.first(), 0.2, 1.9);
        Tones.presentIn(bench.phone().heard(), tones.second(), 0.4, 1.9);
    }

    @Test
    @Effect({"SIPTlsPeerVerify", "SIPTlsVersion"})
    public void verificationAndVersionFollowTheConfiguration() {
        Kamailio kamailio = kamailio(certificates.selfSigned("self-made", HERE)).start();
        ConfiguredPhone configured = ConfiguredPhone.start(workspace, Map.of("Account1UserName", "1001", "Account1Password",
                "one-for-the-phone", "Account1Server1Address", "127.0.0.1", "Account1Server1Port", kamailio.tlsPort(),
                "Account1Server1Transport", 2));
        PhoneProcess phone = configured.phone();
        assertThat(Json.text(phone.awaitLine(1, "failed"), "reason")).contains("CN=self-made");
        configured.configure(effects, settings("SIPTlsPeerVerify", false, "SIPTlsVersion", 0));
        phone.awaitLine(1, "registered");
        assertThat(kamailio.seen()).contains("REGISTER over TLSv1.3").doesNotContain("REGISTER over TLSv1.2");
        configured.configure(effects, settings("SIPTlsPeerVerify", false, "SIPTlsVersion", 2));
        Await.until("TLS 1.2", Duration.ofSeconds(10), () -> kamailio.seen().contains("REGISTER over TLSv1.2"), phone::tail);
        phone.awaitLine(1, "registered");
    }

    private static Map<String, Object> settings(Object... values) {
        Map<String, Object> settings = new HashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            settings.put((String) values[i], values[i + 1]);
        }
        return settings;
    }

    @Test
    public void aServerThatSpeaksOnlyTls12IsTaken() {
        phone(kamailio(good).tlsVersion("TLSv1.2").start()).awaitLine(1, "registered", Duration.ofSeconds(15));
    }

    @Test
    public void aServerThatAsksForACertificateGetsThePhonesOwn() {
        Kamailio mutual = kamailio(good).mutual().start();
        PhoneProcess phone = phone(mutual);
        phone.awaitEvent("org/carillon/line/CHANGED",
                event -> Json.text(event, "reason").matches(".*(certificate_required|handshake_failure"
                        + "|closed|reset).*"));
        assertThat(mutual.locations()).isEmpty();
        phone.ctl("certificate", certificates.pkcs12("own").toString());
        phone.awaitLine(1, "registered", Duration.ofSeconds(20));
    }

    @Test
    public void aWrongHostIsRefused() {
        assertThat(refused(certificates.signed("elsewhere", "DNS:pbx.example"))).contains("not issued for 127.0.0.1")
                .contains("pbx.example");
    }

    @Test
    public void anExpiredCertificateIsRefused() {
        assertThat(refused(certificates.expired("old", HERE))).contains("expired");
    }

    @Test
    public void aSelfSignedCertificateIsRefused() {
        assertThat(refused(certificates.selfSigned("self-signed", HERE))).contains("CN=self-signed");
    }
}
