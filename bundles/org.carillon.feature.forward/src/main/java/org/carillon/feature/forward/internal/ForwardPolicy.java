package org.carillon.feature.forward.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.call.Verdict;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.Indicator.Sign;

/**
 * What the parameters of call forward mean at one moment. In phone mode they rule all accounts, in custom mode each account has its own.
 *
 * @param phone
 *            of the whole phone
 * @param accounts
 *            of each account
 */
record ForwardPolicy(ForwardConfig phone, PerIndex<ForwardConfig.Account> accounts) {
    private static final int CUSTOM = 1;
    private static final int SUBSCRIBE = 1;

    /** When calls go elsewhere. */
    enum Kind {
        ALWAYS("Imm"), BUSY("Busy"), NO_ANSWER("NoReply");

        private final String word;

        /**
         * @param word
         *            in the ids of its parameters
         */
        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * One kind of one account.
     *
     * @param number
     *            empty when there is none
     * @param onCode
     *            empty when the server is not told
     * @param offCode
     *            the same
     */
    record Forward(boolean enabled, String number, String onCode, String offCode) {
        /** True when calls go elsewhere: it takes a number. */
        boolean isOn() {
            return enabled && !number.isEmpty();
        }

        /** What to dial so that the server does what the phone does; empty for nothing. */
        String code() {
            return isOn() && !onCode.isEmpty() ? onCode + number : isOn() ? "" : offCode;
        }
    }

    /** True in custom mode. */
    boolean isPerAccount() {
        return phone.mode() == CUSTOM;
    }

    /** True when the server learns of it by as-feature-event, false when codes are dialled. */
    boolean subscribes(int account) {
        return (isPerAccount() ? accounts.get(account).method() : phone.method()) == SUBSCRIBE;
    }

    /** What holds for an account. */
    Forward forward(Kind kind, int account) {
        if (isPerAccount()) {
            ForwardConfig.Account own = accounts.get(account);
            return switch (kind) {
                case ALWAYS -> new Forward(own.immEnable(), own.immNumber(), own.immOnCode(), own.immOffCode());
                case BUSY -> new Forward(own.busyEnable(), own.busyNumber(), own.busyOnCode(), own.busyOffCode());
                case NO_ANSWER -> new Forward(own.noReplyEnable(), own.noReplyNumber(), own.noReplyOnCode(), own.noReplyOffCode());
            };
        }
        return switch (kind) {
            case ALWAYS -> new Forward(phone.immEnable(), phone.immNumber(), phone.immOnCode(), phone.immOffCode());
            case BUSY -> new Forward(phone.busyEnable(), phone.busyNumber(), phone.busyOnCode(), phone.busyOffCode());
            case NO_ANSWER -> new Forward(phone.noReplyEnable(), phone.noReplyNumber(), phone.noReplyOnCode(), phone.noReplyOffCode());
        };
    }

    /** The parameter that turns it on and off. */
    String switchOf(Kind kind, int account) {
        return id(kind, account) + "Enable";
    }

    /** The parameter that holds the number. */
    String numberOf(Kind kind, int account) {
        return id(kind, account) + "Number";
    }

    private String id(Kind kind, int account) {
        return (isPerAccount() ? "Account" + account : "Feature") + kind.word + "Fwd";
    }

    /**
     * @param serverKnows
     *            parameters on which the server is known to act by itself: what it lets through then is for the person, unless the account
     *            wants local processing
     */
    Verdict judge(int account, Set<String> serverKnows) {
        if (acts(Kind.ALWAYS, account, serverKnows)) {
            return Verdict.redirect(forward(Kind.ALWAYS, account).number());
        }
        return acts(Kind.NO_ANSWER, account, serverKnows)
                ? Verdict.ring(Duration.ofSeconds(phone.noReplyDuration()), Verdict.redirect(forward(Kind.NO_ANSWER, account).number()))
                : Verdict.ring();
    }

    /** The same about a call that would be refused as busy. */
    Verdict judgeBusy(int account, Set<String> serverKnows) {
        return Stream.of(Kind.ALWAYS, Kind.BUSY).filter(kind -> acts(kind, account, serverKnows)).findFirst()
                .map(kind -> Verdict.redirect(forward(kind, account).number())).orElse(Verdict.ring());
    }

    private boolean acts(Kind kind, int account, Set<String> serverKnows) {
        return forward(kind, account).isOn()
                && (!serverKnows.contains(switchOf(kind, account)) || accounts.get(account).localProcessing());
    }

    /** Where calls go that do not ring here at all; null when there is nothing to show. */
    Sign sign() {
        List<Integer> all = isPerAccount() ? IntStream.rangeClosed(1, accounts.count()).boxed().toList() : List.of(1);
        if (all.stream().allMatch(account -> Stream.of(Kind.values()).noneMatch(kind -> forward(kind, account).isOn()))) {
            return null;
        }
        List<String> numbers = all.stream().map(account -> forward(Kind.ALWAYS, account)).filter(Forward::isOn).map(Forward::number)
                .distinct().toList();
        return new Sign("forward", numbers.isEmpty() ? "" : "Forwarded to " + String.join(", ", numbers));
    }
}
