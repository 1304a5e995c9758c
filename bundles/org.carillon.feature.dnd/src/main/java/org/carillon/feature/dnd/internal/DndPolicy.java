package org.carillon.feature.dnd.internal;

import java.util.stream.IntStream;
import org.carillon.api.call.Verdict;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.Indicator.Sign;

/**
 * What the parameters of DND mean at one moment. In phone mode one switch rules all accounts, in custom mode each account has its own.
 *
 * @param phone
 *            of the whole phone
 * @param accounts
 *            of each account
 */
record DndPolicy(DndConfig phone, PerIndex<DndConfig.Account> accounts) {
    private static final int CUSTOM = 1;
    private static final int SUBSCRIBE = 1;
    private static final int IN_WORDS = 1;

    /** True in custom mode. */
    boolean isPerAccount() {
        return phone.mode() == CUSTOM;
    }

    boolean isOn(int account) {
        return isPerAccount() ? accounts.get(account).enable() : phone.enable();
    }

    /** The parameter that turns DND of an account on and off. */
    String switchOf(int account) {
        return isPerAccount() ? "Account" + account + "DndEnable" : "FeatureDndEnable";
    }

    /** True when the server learns of it by as-feature-event, false when a code is dialled. */
    boolean subscribes(int account) {
        return (isPerAccount() ? accounts.get(account).method() : phone.method()) == SUBSCRIBE;
    }

    /** What to dial so that the server does what the phone does; empty for nothing. */
    String code(int account) {
        if (isPerAccount()) {
            DndConfig.Account own = accounts.get(account);
            return own.enable() ? own.onCode() : own.offCode();
        }
        return phone.enable() ? phone.onCode() : phone.offCode();
    }

    /**
     * @param serverKnows
     *            true while the server is known to treat the account as this phone does: what it lets through then is for the person, unless
     *            the account wants local processing
     */
    Verdict judge(int account, boolean serverKnows) {
        boolean here = !serverKnows || accounts.get(account).localProcessing();
        return isOn(account) && here ? Verdict.busy(phone.refuseCode()) : Verdict.ring();
    }

    /** What the screen shows; null for nothing. */
    Sign sign() {
        boolean anywhere = isPerAccount() ? IntStream.rangeClosed(1, accounts.count()).anyMatch(this::isOn) : phone.enable();
        return anywhere ? new Sign("dnd", phone.promptMode() == IN_WORDS ? "Do not disturb" : "") : null;
    }
}
