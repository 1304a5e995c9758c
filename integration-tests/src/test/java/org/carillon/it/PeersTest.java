package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Proves the tools: two phones that nobody here wrote talk to each other over kamailio, and what is said is found in what is heard. */
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
        alice.hangup();
        bob.await("CALL_CLOSED");

        Tones.presentIn(bob.heard(), tones.first(), 0.2, 1.4);
        Tones.absentIn(bob.heard(), tones.second(), 0.2, 1.4);
        Tones.presentIn(alice.heard(), tones.second(), 0.2, 1.4);
        assertThat(Tones.breaks(bob.heard(), tones.first(), 0.2, 1.4)).isEmpty();
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
