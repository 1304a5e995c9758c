package org.carillon.core.device.internal;

import java.util.Map;
import org.carillon.api.device.Hardware;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The key that restores the factory settings when it is held down, once the person has confirmed it on the screen (manual 13.2.1). */
@Component(property = {PhoneAction.NAME + "=CONFERENCE_LONGPRESS", PhoneAction.NAME + "=HEADSET_LONGPRESS"},
        configurationPid = ResetConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ResetConfig.class)
public final class ResetKey implements PhoneAction {
    private static final Map<String, String> FACTS = Map.of("CONFERENCE_LONGPRESS", "conferenceKey", "HEADSET_LONGPRESS", "headsetKey");

    private final Hardware hardware;
    private final PhoneAction reset;
    private volatile boolean enabled;
    private volatile Face face;
    private Face.Question question;

    @Activate
    public ResetKey(ResetConfig config, @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "reset", target = "(" + PhoneAction.NAME + "=RESET)") PhoneAction reset) {
        this.enabled = config.byLongPress();
        this.hardware = hardware;
        this.reset = reset;
    }

    @Modified
    void modified(ResetConfig config) {
        enabled = config.byLongPress();
    }

    @Reference(name = "face", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFace(Face screen) {
        face = screen;
    }

    void unbindFace(Face screen) {
        if (face == screen) {
            face = null;
        }
    }

    @Deactivate
    synchronized void deactivate() {
        withdraw();
    }

    @Override
    public synchronized void perform(String name, String argument) {
        if (!Boolean.TRUE.equals(hardware.facts().get(FACTS.get(name)))) {
            throw new IllegalArgumentException("there is no key " + name.replace("_LONGPRESS", "") + " on this model");
        }
        Face screen = face;
        if (!enabled || screen == null) {
            throw new IllegalStateException("a reset by this key is turned off");
        }
        withdraw();
        question = screen.ask("Reset to factory settings? All settings will be erased.", this::answered);
    }

    private void withdraw() {
        if (question != null) {
            question.close();
            question = null;
        }
    }

    private void answered(boolean yes) {
        if (yes) {
            reset.perform("RESET", "");
        }
    }
}
