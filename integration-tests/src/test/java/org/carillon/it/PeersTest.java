package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.carillon.sim.pbx.Pbx;
import org.junit.AssumptionViolatedException;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Proves the tools before they judge our phone: phones that nobody here wrote talk to each other, and what is said is found in what is heard. */
public class PeersTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Test
    public void twoBaresipsTalkThroughKamailio() {
        Kamailio kamailio = Kamailio.in(WORKSPACE).user("alice", "wonderland").user("bob", "builder").start();
        Baresip alice = Baresip.in(WORKSPACE, "alice").registersAt(kamailio, "wonderland").codecs("PCMA").start();
        Baresip bob = Baresip.in(WORKSPACE, "bob").registersAt(kamailio, "builder").start();
        assertThat(kamailio.locations()).containsOnlyKeys("alice", "bob");
        Capture capture = Capture.start(WORKSPACE);
        Tones.Pair tones = Tones.randomPair();
        alice.say(tones.first());
        bob.say(tones.second());

        alice.dial("sip:bob@" + Kamailio.DOMAIN);
        bob.await("CALL_INCOMING");
        bob.accept();
        alice.await("CALL_ESTABLISHED");
        Await.until("both heard something", Duration.ofSeconds(10), () -> bob.heardSeconds() > 1.5 && alice.heardSeconds() > 1.5);
        bob.dtmf("1#");
        Await.until("digits arrive", Duration.ofSeconds(5), () -> alice.digits().equals("1#"), alice::tail);
        alice.hold();
        Instant held = Instant.now();
        Await.elapse(Duration.ofSeconds(1));
        alice.resume();
        Instant resumed = Instant.now();
        Await.elapse(Duration.ofSeconds(1));
        alice.hangup();
        bob.await("CALL_CLOSED");
        capture.stop();

        Tones.presentIn(bob.heard(), tones.first(), 0.2, 1.4);
        Tones.absentIn(bob.heard(), tones.second(), 0.2, 1.4);
        Tones.presentIn(alice.heard(), tones.second(), 0.2, 1.4);
        assertThat(Tones.breaks(bob.heard(), tones.first(), 0.2, 1.4)).isEmpty();
        List<Capture.Rtp> toAlice = capture.rtpTo(alice.rtpPort());
        Duration settled = Duration.ofMillis(200);
        Tones.absentIn(Capture.sound(toAlice, held.plus(settled), resumed), tones.second(), 0, 1);
        Tones.presentIn(Capture.sound(toAlice, resumed.plus(settled), Instant.now()), tones.second(), 0, 0.7);
    }

    @Test
    public void twoBaresipsTalkThroughTheSimulatedPbx() throws IOException {
        try (Pbx pbx = new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of("carol", "sea", "dave", "bowman"))) {
            Baresip carol = Baresip.in(WORKSPACE, "carol").registersAt(pbx.port(), "sea").start();
            Baresip dave = Baresip.in(WORKSPACE, "dave").registersAt(pbx.port(), "bowman").answers().start();
            assertThat(pbx.isRegistered("carol")).isTrue();
            carol.dial("sip:dave@127.0.0.1:" + pbx.port());
            carol.await("CALL_ESTABLISHED");
            dave.await("CALL_ESTABLISHED");
            Await.until("carol hears dave", Duration.ofSeconds(5), () -> carol.heardSeconds() > 0.3);
            dave.hangup();
            carol.await("CALL_CLOSED");
            carol.reset();
            carol.dial("sip:nobody@127.0.0.1:" + pbx.port());
            assertThat(carol.await("CALL_CLOSED").parameter()).contains("404");
        }
    }

    @Test
    public void nginxServesFilesOverHttpAndToThoseWithAPassword() throws IOException, InterruptedException {
        Nginx nginx = Nginx.start(WORKSPACE);
        nginx.put("config.xml", Nginx.settings("A", "1"));
        nginx.put("basic/config.xml", Nginx.settings("B", "2"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(nginx.http() + "config.xml"));
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body()).contains("\"A\" value=\"1\"");
            HttpRequest.Builder secret = HttpRequest.newBuilder(URI.create(nginx.http() + "basic/config.xml"));
            assertThat(client.send(secret.build(), HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(401);
            secret.header("Authorization", "Basic cGhvbmU6c2VjcmV0");
            assertThat(client.send(secret.build(), HttpResponse.BodyHandlers.ofString()).body()).contains("\"B\"");
        }
        assertThat(nginx.requests()).extracting(line -> line.substring(0, line.lastIndexOf(' '))).contains("GET /config.xml 200",
                "GET /basic/config.xml 401", "GET /basic/config.xml 200");
    }

    @Test
    public void aMissingPeerIsNamed() {
        assertThatThrownBy(() -> Peers.require("sh", "no-such-peer"))
                .isInstanceOfAny(AssumptionViolatedException.class, AssertionError.class).hasMessageContaining("no-such-peer");
    }

    @Test
    public void aMissingPacketIsSeen() {
        Wav whole = Wav.tone(1337, 2, 8000);
        short[] torn = new short[whole.samples().length - 160];
        System.arraycopy(whole.samples(), 0, torn, 0, 8000);
        System.arraycopy(whole.samples(), 8160, torn, 8000, torn.length - 8000);
        assertThat(Tones.breaks(whole, 1337, 0, 2)).isEmpty();
        assertThat(Tones.breaks(new Wav(8000, torn), 1337, 0, 2)).isNotEmpty().allSatisfy(at -> assertThat(at).isBetween(0.97, 1.01));
    }
}
