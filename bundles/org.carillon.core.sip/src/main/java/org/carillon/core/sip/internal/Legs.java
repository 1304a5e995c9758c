package org.carillon.core.sip.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;

/** The call legs of this phone, and which of them a message is for. Used on one executor only, {@link #create} apart. */
final class Legs {
    private static final int MOST_INCOMING = 64;
    /** INVITEs of the last half minute: far below what fills the stack's table of transactions, which would make the phone deaf to all. */
    private static final int MOST_RECENT = 512;
    private static final int BUSY_SECONDS = 30;

    private final SipContext context;
    private final LineRegistry lines;
    private final Supplier<IncomingLegs> takers;
    /** By Call-ID and our tag; those that are over stay for a while, for what comes late. */
    private final Map<String, CallLeg> legs = new LinkedHashMap<>();
    /** The INVITEs that made legs, by what stays the same when one comes over several ways. */
    private final Map<String, Origin> origins = new HashMap<>();

    private record Origin(String branch, CallLeg leg) {}

    /**
     * @param takers
     *            who takes incoming calls; null when nobody does
     */
    Legs(SipContext context, LineRegistry lines, Supplier<IncomingLegs> takers) {
        this.context = context;
        this.lines = lines;
        this.takers = takers;
    }

    /** Makes a leg that does nothing yet. Safe for use by any thread. */
    CallLeg create(int account, String callId) {
        return new CallLeg(context, account, callId, context.tokens().tag(), this::over);
    }

    void call(CallLeg leg, SipURI target, String offer, Leg.Listener listener) {
        leg.listen(listener);
        legs.put(key(leg.callId(), leg.tag()), leg);
        var identity = lines.identity(leg.account());
        if (identity.isEmpty()) {
            leg.finish(Response.SERVICE_UNAVAILABLE, "line " + leg.account() + " is switched off", false);
            return;
        }
        try {
            var invite = new OutgoingInvite(context, leg, identity.get(), target, offer);
            leg.become(invite);
            invite.start();
        } catch (IllegalArgumentException e) {
            context.logger().warn("cannot call {}: {}", target, e.getMessage());
            leg.finish(Response.BAD_REQUEST, "this address cannot be called", false);
        }
    }

    /** A leg is over for its listener; messages that were on their way still find it. */
    private void over(CallLeg leg) {
        context.after(SipContext.TRANSACTION, () -> legs.remove(key(leg.callId(), leg.tag())));
    }

    /** True for an INVITE that is at work here already, and comes again because the caller did not hear from us. */
    boolean repeated(Request invite) {
        return origin(invite).isPresent();
    }

    /** The leg that an INVITE made, by that INVITE or its CANCEL. */
    Optional<CallLeg> origin(Request request) {
        return Optional.ofNullable(origins.get(identity(request))).filter(origin -> origin.branch.equals(Messages.branch(request)))
                .map(Origin::leg);
    }

    private static String identity(Request invite) {
        return Messages.callId(invite) + " " + Messages.fromTag(invite) + " " + Messages.sequence(invite);
    }

    /** An INVITE outside a dialog, for a line of this phone. */
    void invited(Incoming invite, Identity identity) {
        var taker = takers.get();
        if (origins.containsKey(identity(invite.request()))) {
            invite.answer(Response.LOOP_DETECTED);
        } else if (ringing() >= MOST_INCOMING || origins.size() >= MOST_RECENT) {
            invite.postpone(Response.BUSY_HERE, BUSY_SECONDS);
        } else if (taker == null) {
            invite.answer(Response.TEMPORARILY_UNAVAILABLE);
        } else if (invite.open()) {
            take(invite.with(context.tokens().tag()), identity, taker);
        }
    }

    private long ringing() {
        return legs.values().stream().filter(leg -> !leg.ended() && leg.phase() instanceof IncomingInvite).count();
    }

    private void take(Incoming invite, Identity identity, IncomingLegs taker) {
        var request = invite.request();
        var origin = identity(request);
        var leg = new CallLeg(context, identity.account().number(), Messages.callId(request), invite.tag(), over -> {
            over(over);
            context.after(SipContext.TRANSACTION, () -> origins.remove(origin));
        });
        origins.put(origin, new Origin(Messages.branch(request), leg));
        var phase = new IncomingInvite(context, leg, identity, invite);
        legs.put(key(leg.callId(), leg.tag()), leg);
        leg.become(phase);
        invite.answer(Response.TRYING);
        phase.start();
        try {
            leg.listen(taker.incoming(leg, describe(request)));
        } catch (RuntimeException e) {
            context.logger().error("an incoming call was not taken", e);
            phase.reject(Response.SERVER_INTERNAL_ERROR);
        }
    }

    private static IncomingLegs.Invite describe(Request request) {
        var from = Messages.from(request).getAddress();
        return new IncomingLegs.Invite(Syntax.unescape(((SipURI) request.getRequestURI()).getUser()), from.getURI().toString(),
                Syntax.display(from), Messages.sdp(request));
    }

    /** The leg whose dialog, or early dialog, a request belongs to. */
    Optional<CallLeg> find(Request request) {
        return Optional.ofNullable(legs.get(key(Messages.callId(request), Messages.toTag(request))))
                .filter(leg -> leg.phase().owns(request));
    }

    /** The leg whose INVITE a CANCEL means. */
    Optional<CallLeg> cancelledBy(Request cancel) {
        return legs.values().stream().filter(leg -> leg.phase().cancelledBy(cancel)).findFirst();
    }

    /** A 2xx to an INVITE of ours. */
    void succeeded(Response success) {
        var leg = legs.get(key(Messages.callId(success), Messages.fromTag(success)));
        if (leg != null) {
            leg.phase().succeeded(success);
        }
    }

    /** Ends all legs. */
    void stop() {
        new ArrayList<>(legs.values()).forEach(leg -> leg.phase().stop());
    }

    private static String key(String callId, String tag) {
        return callId + " " + tag;
    }
}
