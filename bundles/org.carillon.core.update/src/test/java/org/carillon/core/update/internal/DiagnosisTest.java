package org.carillon.core.update.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.api.ctl.CommandException;
import org.carillon.core.update.internal.Snapshot.BundleFacts;
import org.carillon.core.update.internal.Snapshot.BundleState;
import org.carillon.core.update.internal.Snapshot.ComponentFacts;
import org.carillon.core.update.internal.Snapshot.ComponentState;
import org.carillon.core.update.internal.Snapshot.FeatureFacts;
import org.carillon.core.update.internal.Snapshot.UnmetReference;
import org.carillon.core.update.internal.Snapshot.UnmetRequirement;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final String LINES = "org.carillon.api.line.Lines";
    private static final String CALLS = "org.carillon.api.call.Calls";

    private final List<BundleFacts> bundles = new ArrayList<>();
    private final List<ComponentFacts> components = new ArrayList<>();
    private final List<FeatureFacts> features = new ArrayList<>();
    private final List<FeatureFacts> others = new ArrayList<>();

    private List<String> why(String name) {
        return diagnosis().why(name);
    }

    private Diagnosis diagnosis() {
        return new Diagnosis(new Snapshot(bundles, components, features, others));
    }

    private void bundle(String name, BundleState state, UnmetRequirement... unmet) {
        bundles.add(new BundleFacts("org.carillon." + name, "0.1.0", state, Set.of(), List.of(unmet)));
    }

    private void component(String bundle, ComponentState state, String service, UnmetReference... unmet) {
        components.add(new ComponentFacts("org.carillon." + bundle + ".internal.Part", "org.carillon." + bundle,
                service.isEmpty() ? Set.of() : Set.of(service), state, List.of(unmet), List.of("org.carillon." + bundle), false,
                state == ComponentState.FAILED ? "java.lang.IllegalStateException: no sound" : ""));
    }

    private static UnmetReference reference(String name, String type) {
        return new UnmetReference(name, type, "");
    }

    @Test
    void findsNothingWrong() {
        bundle("feature.dnd", BundleState.ACTIVE);
        bundle("hw.m8", BundleState.ATTACHED);
        component("feature.dnd", ComponentState.SATISFIED, "");
        features.add(new FeatureFacts("dnd", "0.1.0", List.of("org.carillon.feature.dnd")));

        assertThat(why("feature.dnd")).containsExactly("feature.dnd is active");
        assertThat(why("org.carillon.feature.dnd")).containsExactly("feature.dnd is active");
        assertThat(why("dnd")).containsExactly("feature dnd is active");
        assertThat(why("hw.m8")).containsExactly("hw.m8 is active");
        assertThat(diagnosis().waiting()).isEmpty();
    }

    @Test
    void followsTheChainOfCauses() {
        bundle("feature.dnd", BundleState.ACTIVE);
        bundle("core.call", BundleState.ACTIVE);
        bundle("core.sip", BundleState.ACTIVE);
        component("feature.dnd", ComponentState.NO_SERVICE, "", reference("calls", CALLS));
        component("core.call", ComponentState.NO_SERVICE, CALLS, reference("lines", LINES));
        component("core.sip", ComponentState.NO_CONFIGURATION, LINES);

        assertThat(why("feature.dnd")).containsExactly("feature.dnd waits for core.call: reference calls: no service " + CALLS,
                "core.call waits for core.sip: reference lines: no service " + LINES,
                "core.sip waits for a configuration: org.carillon.core.sip");
        assertThat(why("core.sip")).hasSize(1);
        assertThat(diagnosis().waiting()).hasSize(3);
    }

    @Test
    void namesStoppedAndUnresolvedProviders() {
        bundle("feature.dnd", BundleState.ACTIVE);
        bundles.add(new BundleFacts("org.carillon.core.call", "0.1.0", BundleState.STOPPED, Set.of(CALLS), List.of()));
        bundles.add(new BundleFacts("org.carillon.core.sip", "0.1.0", BundleState.UNRESOLVED, Set.of(LINES),
                List.of(new UnmetRequirement("osgi.wiring.package javax.sip", List.of()),
                        new UnmetRequirement("osgi.wiring.package a", List.of("org.carillon.api.a")))));
        bundle("api.a", BundleState.UNRESOLVED, new UnmetRequirement("osgi.ee JavaSE 26", List.of()));
        component("feature.dnd", ComponentState.NO_SERVICE, "", reference("calls", CALLS), reference("lines", LINES));

        assertThat(why("feature.dnd")).containsExactly("feature.dnd waits for core.call: reference calls: no service " + CALLS,
                "feature.dnd waits for core.sip: reference lines: no service " + LINES, "core.call is stopped",
                "core.sip is not resolved: it requires osgi.wiring.package javax.sip, which nothing in this phone provides",
                "core.sip is not resolved: it requires osgi.wiring.package a, which comes from api.a",
                "api.a is not resolved: it requires osgi.ee JavaSE 26, which nothing in this phone provides");
    }

    @Test
    void tellsWhenNobodyProvidesOrTheFilterDoesNotMatch() {
        bundle("feature.dnd", BundleState.ACTIVE);
        bundle("core.call", BundleState.ACTIVE);
        component("core.call", ComponentState.SATISFIED, CALLS);
        component("feature.dnd", ComponentState.NO_SERVICE, "", reference("lines", LINES),
                new UnmetReference("calls", CALLS, "(kind=video)"));

        assertThat(why("feature.dnd")).containsExactly(
                "feature.dnd waits: reference lines: no service " + LINES + ", and nothing in this phone provides it",
                "feature.dnd waits: reference calls: no service " + CALLS + " with (kind=video), though core.call can provide it");
    }

    @Test
    void saysOnceWhatABundlesOwnPartsWaitFor() {
        bundle("core.provisioning", BundleState.ACTIVE);
        component("core.provisioning", ComponentState.NO_SERVICE, "Provisioning", reference("lines", LINES));
        component("core.provisioning", ComponentState.NO_SERVICE, "", reference("provisioning", "Provisioning"));

        assertThat(why("core.provisioning")).containsExactly(
                "core.provisioning waits: reference lines: no service " + LINES + ", and nothing in this phone provides it");
    }

    @Test
    void endsInACircle() {
        bundle("core.call", BundleState.ACTIVE);
        bundle("core.sip", BundleState.ACTIVE);
        component("core.call", ComponentState.NO_SERVICE, CALLS, reference("lines", LINES));
        component("core.sip", ComponentState.NO_SERVICE, LINES, reference("calls", CALLS));

        assertThat(why("core.call")).containsExactly("core.call waits for core.sip: reference lines: no service " + LINES,
                "core.sip waits for core.call: reference calls: no service " + CALLS, "core.sip and core.call wait for each other");
    }

    @Test
    void isBoundedInDepth() {
        for (int i = 0; i < 50; i++) {
            bundle("core.b" + i, BundleState.ACTIVE);
            component("core.b" + i, ComponentState.NO_SERVICE, "S" + i, reference("next", "S" + (i + 1)));
        }

        assertThat(why("core.b0")).hasSizeBetween(5, 20);
    }

    @Test
    void quotesTheFailure() {
        bundle("core.media", BundleState.ACTIVE);
        component("core.media", ComponentState.FAILED, "");

        assertThat(why("core.media")).containsExactly("core.media failed: Part threw java.lang.IllegalStateException: no sound");
    }

    @Test
    void waitsForNoConfigurationThatNeedNotBeThere() {
        bundle("core.ui", BundleState.ACTIVE);
        components.add(new ComponentFacts("ModuleKey", "org.carillon.core.ui", Set.of(), ComponentState.NO_CONFIGURATION, List.of(),
                List.of("org.carillon.core.ui.module"), true, ""));

        assertThat(why("core.ui")).containsExactly("core.ui is active");
        assertThat(diagnosis().waiting()).isEmpty();
    }

    @Test
    void knowsWhatTheProductDoesNotHave() {
        bundle("core.call", BundleState.ACTIVE);
        features.add(new FeatureFacts("telephony", "0.1.0", List.of("org.carillon.core.call", "org.carillon.core.sip")));
        others.add(new FeatureFacts("wifi", "0.1.0", List.of("org.carillon.feature.wifi")));

        assertThat(why("wifi")).containsExactly("feature wifi is absent: this product does not have it");
        assertThat(why("feature.wifi"))
                .containsExactly("feature.wifi is absent: it comes with feature wifi, which this product does not have");
        assertThat(why("telephony")).containsExactly("core.sip is absent: it is not installed");
        assertThat(diagnosis().waiting()).containsExactly("core.sip is absent: it is not installed");
        assertThatThrownBy(() -> why("nothing")).isInstanceOf(CommandException.class).hasMessageContaining("no bundle or feature nothing");
    }

    @Test
    void listsFeatures() {
        bundle("core.call", BundleState.ACTIVE);
        bundle("core.ui", BundleState.ACTIVE);
        component("core.ui", ComponentState.NO_SERVICE, "", reference("calls", CALLS));
        features.add(new FeatureFacts("telephony", "0.1.0",
                List.of("org.carillon.core.call", "org.carillon.core.ui", "org.carillon.core.sip")));

        assertThat(FeaturesCommand.answer(new Snapshot(bundles, components, features, others)).toString())
                .isEqualTo("[{name=telephony, version=0.1.0, bundles=[{name=core.call, version=0.1.0, state=active}, "
                        + "{name=core.ui, version=0.1.0, state=waiting}, {name=core.sip, version=null, state=absent}], source=image}]");
    }
}
