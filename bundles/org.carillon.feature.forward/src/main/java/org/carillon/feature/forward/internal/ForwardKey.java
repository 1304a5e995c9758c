package org.carillon.feature.forward.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Calls;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Settings;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.KeyType;
import org.carillon.api.ui.PhoneAction;
import org.carillon.api.ui.Softkey;
import org.carillon.feature.forward.internal.ForwardPolicy.Kind;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Turns call forward on and off for the person: always forward by a key of type 7, all three by actions, which take the number as argument. Both
 * throw a {@link ParameterException} when there is no number to turn it on with. A softkey sends the one call that rings elsewhere, and turns always
 * forward while there is no call.
 */
@Component(property = {KeyFunction.TYPE + ":Integer=" + ForwardKey.NUMBER, PhoneAction.NAME + "=AlwaysFwdOn",
        PhoneAction.NAME + "=AlwaysFwdOff", PhoneAction.NAME + "=BusyFwdOn", PhoneAction.NAME + "=BusyFwdOff",
        PhoneAction.NAME + "=NoAnswFwdOn", PhoneAction.NAME + "=NoAnswFwdOff", Softkey.NAME + "=Forward"})
@KeyType(type = ForwardKey.NUMBER, name = "Forward")
public final class ForwardKey implements KeyFunction, PhoneAction, Softkey {
    static final int NUMBER = 7;
    private static final Map<String, Kind> KINDS = Map.of("AlwaysFwd", Kind.ALWAYS, "BusyFwd", Kind.BUSY, "NoAnswFwd", Kind.NO_ANSWER);

    private final ForwardScreening forward;
    private final Settings settings;
    private final Lines lines;
    private final Calls calls;

    @Activate
    public ForwardKey(@Reference(name = "forward") ForwardScreening forward, @Reference(name = "settings") Settings settings,
            @Reference(name = "lines") Lines lines, @Reference(name = "calls") Calls calls) {
        this.forward = forward;
        this.settings = settings;
        this.lines = lines;
        this.calls = calls;
    }

    @Override
    public void pressed(Key key) {
        turn(Kind.ALWAYS, List.of(key.account()), !isOn(key), "");
    }

    @Override
    public Light light(Key key) {
        return isOn(key) ? Light.SOLID_RED : Light.OFF;
    }

    private boolean isOn(Key key) {
        return forward.policy().forward(Kind.ALWAYS, key.account()).isOn();
    }

    /** Turns the phone's switch, or in custom mode those of all accounts that have a line. */
    @Override
    public void perform(String name, String argument) {
        turn(KINDS.get(name.replaceFirst("O(n|ff)$", "")), accounts(), name.endsWith("On"), argument);
    }

    private List<Integer> accounts() {
        return forward.policy().isPerAccount() ? lines.all().stream().map(Line::account).toList() : List.of(1);
    }

    @Override
    public String label() {
        return "Forward";
    }

    /** Sends a call to the number that was entered, or without one where always forward would send it. */
    @Override
    public void pressed(String call, String number) {
        if (call.isEmpty()) {
            turn(Kind.ALWAYS, accounts(), accounts().stream().noneMatch(account -> forward.policy().forward(Kind.ALWAYS, account).isOn()),
                    "");
            return;
        }
        int account = calls.get(call).map(Call::account).orElse(1);
        calls.redirect(call, number.isEmpty() ? forward.policy().forward(Kind.ALWAYS, account).number() : number);
    }

    private void turn(Kind kind, List<Integer> accounts, boolean on, String number) {
        ForwardPolicy policy = forward.policy();
        Map<String, String> values = new HashMap<>();
        for (int account : accounts) {
            values.put(policy.switchOf(kind, account), String.valueOf(on));
            if (on && !number.isEmpty()) {
                values.put(policy.numberOf(kind, account), number);
            } else if (on && policy.forward(kind, account).number().isEmpty()) {
                String id = policy.numberOf(kind, account);
                throw new ParameterException(id, id + " is blank: there is no number to forward calls to");
            }
        }
        settings.set(values);
    }
}
