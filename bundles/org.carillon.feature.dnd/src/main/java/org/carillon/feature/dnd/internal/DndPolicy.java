package org.carillon.feature.dnd.internal;

import java.util.stream.IntStream;
import org.carillon.api.call.Verdict;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.Indicator.Sign;

/** What the parameters of DND mean. Cheap to make anew; asks for an account's parameters when they are needed. */
record DndPolicy(DndConfig phone, PerIndex<DndConfig.Account> accounts) {
    private static final int CUSTOM = 1;
    private static final int SUBSCRIBE = 1;

    /**
     * A switch that a person can turn.
     *
     * @param id
     *            parameter that holds its state
     * @param code
     *            what to dial now that it has this state; empty for nothing
     * @param subscribe
     *            true when the server is told by as-feature-event instead
     */
    record Switch(String id, boolean on, String code, boolean subscribe) {}

    boolean isPerAccount() {
        return phone.mode() == CUSTOM;
    }

    boolean isOn(int account) {
        return isPerAccount() ? accounts.get(account).enable() : phone.enable();
    }

    Verdict judge(int account) {
        return isOn(account) ? Verdict.reject(phone.refuseCode()) : Verdict.ring();
    }

    /** The switch that governs an account. */
    Switch of(int account) {
        if (!isPerAccount()) {
            boolean on = phone.enable();
            return new Switch("FeatureDndEnable", on, on ? phone.onCode() : phone.offCode(), phone.method() == SUBSCRIBE);
        }
        DndConfig.Account own = accounts.get(account);
        return new Switch("Account" + account + "DndEnable", own.enable(), own.enable() ? own.onCode() : own.offCode(),
                own.method() == SUBSCRIBE);
    }

    /** What the idle screen shows; null for nothing. */
    Sign sign() {
        boolean anywhere = isPerAccount() ? IntStream.rangeClosed(1, accounts.count()).anyMatch(this::isOn) : phone.enable();
        return anywhere ? new Sign("dnd", phone.promptMode() == 1 ? "Do not disturb" : "") : null;
    }
}
