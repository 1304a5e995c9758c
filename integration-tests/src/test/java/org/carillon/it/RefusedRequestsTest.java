package org.carillon.it;

import org.carillon.it.kit.Direct;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Requests that the phone answers by itself, each a scenario of SIPp that says what the answer has to be and why. */
@RunWith(Parameterized.class)
public class RefusedRequestsTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Direct direct;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Parameter
    public String scenario;

    @Parameters(name = "{0}")
    public static Object[] scenarios() {
        return new Object[]{"options", "options-without-user", "options-unknown-user", "options-no-hops-left", "unknown-method",
                "method-register", "method-publish", "method-update", "unsupported-body", "unsupported-encoding", "unsupported-scheme",
                "unsupported-extension", "unknown-user", "no-contact", "stray-bye", "stray-bye-without-tag", "stray-info", "stray-cancel",
                "stray-notify", "stray-reinvite", "stray-ack", "unusable-codec", "video-only", "encrypted-only", "garbage-sdp"};
    }

    @BeforeClass
    public static void start() {
        direct = Direct.start(WORKSPACE);
    }

    @Test
    public void isAnsweredAsTheRfcWantsIt() {
        direct.sipp().run(scenario);
    }

    @After
    public void thePhoneGoesOn() {
        direct.requireSound();
    }
}
