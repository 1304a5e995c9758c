package org.carillon.core.sip.internal;

import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Response;
import org.carillon.api.line.Line;
import org.carillon.api.sip.EventSubscriptions;

/** The event subscriptions of this phone. Used on one executor only. */
final class Subscriptions {
    private final SipContext context;
    private final LineRegistry lines;
    private final List<LiveSubscription> live = new ArrayList<>();

    Subscriptions(SipContext context, LineRegistry lines) {
        this.context = context;
        this.lines = lines;
        lines.observe(this::lineChanged);
    }

    LiveSubscription create(int account, String event, String accept, EventSubscriptions.Listener listener) {
        return new LiveSubscription(context, lines, account, event, accept, listener);
    }

    void start(LiveSubscription subscription) {
        live.add(subscription);
        var line = lines.lines().get(subscription.account());
        if (line != null && line.registered()) {
            subscription.lineRegistered();
        }
    }

    /** Unsubscribes; the NOTIFY that ends it is still answered for a while. */
    void close(LiveSubscription subscription) {
        subscription.close();
        context.after(SipContext.TRANSACTION, () -> live.remove(subscription));
    }

    private void lineChanged(Line line) {
        for (var subscription : live) {
            if (subscription.account() == line.account()) {
                if (line.registered()) {
                    subscription.lineRegistered();
                } else if (line.state() == Line.State.OFF) {
                    subscription.lineLost();
                }
            }
        }
    }

    /** A NOTIFY; without a subscription it is 481 (RFC 6665 4.1.3). */
    void notified(Incoming notify) {
        live.stream().filter(subscription -> subscription.owns(notify.request())).findFirst().ifPresentOrElse(
                subscription -> {
                    if (notify.open()) {
                        subscription.notified(notify);
                    }
                }, () -> notify.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
    }

    void stop() {
        live.forEach(LiveSubscription::close);
    }
}
