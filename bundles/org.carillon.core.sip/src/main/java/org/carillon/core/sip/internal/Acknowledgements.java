package org.carillon.core.sip.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** The ACKs of one leg, for each 2xx that comes again because one was lost (RFC 3261 13.2.2.4). Used on one executor only. */
final class Acknowledgements {
    private static final int MOST = 16;

    private final SipContext context;
    private final Identity identity;
    private final Map<String, Request> sent = new LinkedHashMap<>();

    Acknowledgements(SipContext context, Identity identity) {
        this.context = context;
        this.identity = identity;
    }

    void send(Response success, Request ack) {
        if (sent.size() < MOST) {
            sent.put(key(success), ack);
        }
        context.outbound().acknowledge(ack, identity.flow());
    }

    /** True when the 2xx was acknowledged before, and now is again. */
    boolean again(Response success) {
        var ack = sent.get(key(success));
        if (ack == null) {
            return false;
        }
        context.outbound().acknowledge((Request) ack.clone(), identity.flow());
        return true;
    }

    private static String key(Response success) {
        return Messages.sequence(success) + " " + Messages.toTag(success);
    }
}
