package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.TortureMessage;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** The 49 messages of RFC 4475 to a registered phone in a call: each is answered as {@code docs/rfc4475.md} says, and the call goes on. */
public class TortureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMillis(250);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static TalkingPhone talking;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        talking = TalkingPhone.start(WORKSPACE);
    }

    @Before
    public void talk() {
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

    /** The first response to it that is no 100. */
    private static String answer(TortureMessage message, RawSip raw, Duration patience) {
        Optional<String> response = raw.receive(patience);
        while (response.isPresent() && (RawSip.status(response.get()) == 100 || !message.isAnsweredBy(response.get()))) {
            response = raw.receive(patience);
        }
        return response.map(RawSip::status).map(status -> status == 180 ? "rings" : String.valueOf(status)).orElse("-");
    }
}
