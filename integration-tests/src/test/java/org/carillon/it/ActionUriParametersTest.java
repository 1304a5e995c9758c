package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What the parameters of action URIs do, as who sends them and the person at the phone see it (manual 10.26.4). */
public class ActionUriParametersTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ConfiguredPhone configured;
    private static WebClient web;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        configured = ConfiguredPhone.start(WORKSPACE, Map.of());
        web = WORKSPACE.owns(WebClient.http(configured.phone()));
    }

    private int presses(Object... settings) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i].toString(), settings[i + 1]);
        }
        configured.configure(effects, map);
        configured.phone().ctl("key", "BACK_IDLE");
        return web.get("/servlet?key=OFFHOOK").statusCode();
    }

    private static String state() {
        return Json.text(configured.phone().ctl("screen"), "state");
    }

    @Test
    @Effect({"FeatureActionUriEnable", "FeatureActionUriLimitIp"})
    public void onlyTrustedAddressesAreHeardAndOnlyWhileItIsOn() {
        assertThat(presses()).isEqualTo(403);
        assertThat(presses("FeatureActionUriLimitIp", "127.0.0.*", "FeatureActionUriEnable", false)).isEqualTo(403);
        assertThat(presses("FeatureActionUriLimitIp", "127.0.1.*", "FeatureActionUriEnable", true, "FeatureActionUriPromptEnable", false))
                .isEqualTo(403);
        assertThat(state()).isEqualTo("idle");
        assertThat(presses("FeatureActionUriLimitIp", "10.0.0.1,127.0.0.*", "FeatureActionUriEnable", true, "FeatureActionUriPromptEnable",
                false)).isEqualTo(200);
        assertThat(state()).isEqualTo("dialling");
    }

    @Test
    @Effect("FeatureActionUriPromptEnable")
    public void thePersonIsAskedUnlessThatIsNotWanted() {
        assertThat(presses("FeatureActionUriLimitIp", "Any", "FeatureActionUriEnable", true, "FeatureActionUriPromptEnable", false))
                .isEqualTo(200);
        assertThat(state()).isEqualTo("dialling");
        assertThat(presses("FeatureActionUriLimitIp", "Any", "FeatureActionUriEnable", true, "FeatureActionUriPromptEnable", true))
                .isEqualTo(202);
        Await.until("the question", Duration.ofSeconds(5), () -> state().equals("prompt"));
        configured.phone().ctl("key", "CANCEL");
    }
}
