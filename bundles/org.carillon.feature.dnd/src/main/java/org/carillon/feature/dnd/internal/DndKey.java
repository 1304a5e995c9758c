package org.carillon.feature.dnd.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.Settings;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.KeyType;
import org.carillon.api.ui.PhoneAction;
import org.carillon.api.ui.Softkey;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Turns do-not-disturb on and off for the person: by a key of type 3, a softkey, and the actions {@code DND_ON} and {@code DND_OFF}. */
@Component(property = {KeyFunction.TYPE + ":Integer=" + DndKey.NUMBER, PhoneAction.NAME + "=" + DndKey.ON,
        PhoneAction.NAME + "=" + DndKey.OFF, Softkey.NAME + "=" + DndKey.LABEL})
@KeyType(type = DndKey.NUMBER, name = DndKey.LABEL)
public final class DndKey implements KeyFunction, PhoneAction, Softkey {
    static final int NUMBER = 3;
    static final String LABEL = "DND";
    static final String ON = "DND_ON";
    static final String OFF = "DND_OFF";

    private final DndScreening dnd;
    private final Settings settings;
    private final Lines lines;

    @Activate
    public DndKey(@Reference(name = "dnd") DndScreening dnd, @Reference(name = "settings") Settings settings,
            @Reference(name = "lines") Lines lines) {
        this.dnd = dnd;
        this.settings = settings;
        this.lines = lines;
    }

    @Override
    public void pressed(Key key) {
        DndPolicy policy = dnd.policy();
        settings.set(Map.of(policy.switchOf(key.account()), String.valueOf(!policy.isOn(key.account()))));
    }

    @Override
    public Light light(Key key) {
        return dnd.policy().isOn(key.account()) ? Light.SOLID_RED : Light.OFF;
    }

    /** Turns the phone's switch, or in custom mode those of all accounts that have a line. */
    @Override
    public void perform(String name, String argument) {
        DndPolicy policy = dnd.policy();
        List<Integer> accounts = policy.isPerAccount() ? lines.all().stream().map(Line::account).toList() : List.of(1);
        settings.set(accounts.stream().collect(Collectors.toMap(policy::switchOf, account -> String.valueOf(name.equals(ON)))));
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public void pressed(String call, String number) {
        perform(dnd.sign() == null ? ON : OFF, "");
    }
}
