package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Direct;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.Workspace;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What takes RFC 3261's 32 seconds, all at once: peers that fall silent in the middle of a call's making and ending. */
public class SlowSignallingTest {
    private static final Duration TIMER = Duration.ofSeconds(45);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Test
    public void peersThatFallSilentAreGivenUp() throws SocketException {
        Direct direct = Direct.start(WORKSPACE);
        try (DatagramSocket hole = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket ear = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                RawSip silent = direct.raw();
                RawSip deaf = direct.raw()) {
            // never answers our INVITE: timer B
            String toHole = Json.text(direct.phone().ctl("dial", "sip:hole@127.0.0.1:" + hole.getLocalPort()), "id");

            // never acknowledges our 200: 64*T1, then BYE (13.3.1.4)
            silent.send(invite(silent, ear.getLocalPort()));
            String unacknowledged = Json.text(direct.phone().awaitCall("ringing"), "id");
            direct.phone().ctl("answer", unacknowledged);

            // acknowledges, and never answers our BYE: timer F
            deaf.send(invite(deaf, ear.getLocalPort()));
            String unanswered = Json.text(direct.phone().awaitCall("ringing"), "id");
            direct.phone().ctl("answer", unanswered);
            String success = deaf.response();
            deaf.send(ack(success, deaf));
            direct.phone().awaitCall("call is acknowledged and talks",
                    call -> Json.text(call, "id").equals(unanswered) && Json.text(call, "state").equals("talking"));
            direct.phone().ctl("hangup", unanswered);

            Object lost = direct.phone().awaitEvent("org/carillon/call/ENDED", event -> Json.text(event, "id").equals(unanswered));
            assertThat(Json.text(lost, "by")).as("a call that we hung up is over for us at once").isEqualTo("local");
            Await.until("all calls are over", TIMER, () -> direct.phone().calls().isEmpty(), direct.phone()::tail);
            Object noAnswer = direct.phone().awaitEvent("org/carillon/call/ENDED", event -> Json.text(event, "id").equals(toHole));
            assertThat(Json.number(noAnswer, "code")).isEqualTo(408);
            direct.phone().awaitEvent("org/carillon/call/ENDED", event -> Json.text(event, "id").equals(unacknowledged));
            assertThat(requests(silent)).as("after 32 s without ACK the call is ended by BYE").contains("BYE");
        }
        direct.requireSound();
    }

    private static String invite(RawSip raw, int mediaPort) {
        String sdp = "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + mediaPort
                + " RTP/AVP 0\r\n";
        return raw.request("INVITE", Direct.USER, "Content-Type: application/sdp\r\n").replace("Content-Length: 0\r\n\r\n",
                "Content-Length: " + sdp.length() + "\r\n\r\n" + sdp);
    }

    private static String ack(String success, RawSip raw) {
        String contact = header(success, "Contact").replaceAll(".*<([^>]*)>.*", "$1");
        return "ACK " + contact + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + raw.port() + ";branch=z9hG4bK" + RawSip.unique()
                + "\r\nMax-Forwards: 70\r\nFrom:" + header(success, "From") + "\r\nTo:" + header(success, "To") + "\r\nCall-ID:"
                + header(success, "Call-ID") + "\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n";
    }

    private static String header(String message, String name) {
        return message.lines().filter(line -> line.startsWith(name + ":")).map(line -> line.substring(name.length() + 1)).findFirst()
                .orElseThrow();
    }

    private static String requests(RawSip raw) {
        StringBuilder methods = new StringBuilder();
        for (Optional<String> message = raw.receive(Duration.ofMillis(600)); message.isPresent(); message = raw
                .receive(Duration.ofMillis(600))) {
            if (!message.get().startsWith("SIP/2.0")) {
                methods.append(message.get(), 0, message.get().indexOf(' ')).append(' ');
            }
        }
        return methods.toString();
    }
}
