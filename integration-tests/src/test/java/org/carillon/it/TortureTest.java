package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.RawStream;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.TortureMessage;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The 49 messages of RFC 4475 to a registered phone in a call: each is answered as {@code docs/rfc4475.md} says, and the call goes on. */
public class TortureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMillis(250);

    @Rule
    public final Workspace workspace = new Workspace();

    private TalkingPhone talking;

    /** A phone for each test: it takes the same message twice within half a minute for a repetition, whatever it comes over. */
    @Before
    public void talk() {
        talking = TalkingPhone.start(workspace);
        talking.talk();
    }

    @After
    public void theCallGoesOn() {
        talking.goesOn();
    }

    @Test
    public void overUdp() {
        List<String> wrong = new ArrayList<>();
        for (TortureMessage message : TortureMessage.all()) {
            try (RawSip raw = new RawSip(new InetSocketAddress(talking.stranger(), message.port()), talking.phone().sipPort())) {
                raw.send(message.bytes("UDP"));
                String answer = answer(message, raw, message.overUdp().equals("-") ? SILENCE : PATIENCE);
                if (!answer.equals(message.overUdp())) {
                    wrong.add(message + " was answered with " + answer + " instead of " + message.overUdp());
                }
            }
            talking.hangUpOthers();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    public void overTcp() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (TortureMessage message : TortureMessage.all()) {
            String wanted = message.overTcp().equals("-") ? "" : message.overTcp().replace("rings", "180");
            try (RawStream stream = new RawStream(talking.stranger(), talking.phone().sipPort())) {
                stream.send(message.bytes("TCP"));
                String answer = stream.outcome(wanted::equals);
                if (!answer.equals(wanted) && !(wanted.equals("closed") && answer.endsWith(" closed"))) {
                    wrong.add(message + " was answered with " + answer + " instead of " + wanted);
                }
            }
            talking.hangUpOthers();
        }
        assertThat(wrong).isEmpty();
    }

    /** The first response to it that is no 100. */
    private static String answer(TortureMessage message, RawSip raw, Duration patience) {
        Optional<String> response = raw.receive(patience);
        while (response.isPresent() && (RawSip.status(response.get()) == 100 || !message.isAnsweredBy(response.get()))) {
            response = raw.receive(patience);
        }
        return response.map(RawSip::status).map(status -> status == 180 ? "rings" : String.valueOf(status)).orElse("-");
    }
}
