package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.Signalling;
import org.osgi.service.log.Logger;

/**
 * A code that is dialled to tell the server something. Nobody sees or hears it: the offer is real, its answer is never taken, so that no stream
 * starts. Servers act on a code while they play their confirmation, therefore it is theirs to hang up; after {@link #PATIENCE} we do.
 */
final class FeatureCode implements Leg.Listener {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private final String code;
    private final int account;
    private Timer patience;
    private Leg leg;
    private MediaSession media;

    /**
     * @param scope
     *            its own; closed when the code is through, and the code is over when it is closed
     */
    FeatureCode(Scope scope, Logger log, String code, int account) {
        this.scope = scope;
        this.executor = scope.serial("leg");
        this.log = log;
        this.code = code;
        this.account = account;
    }

    /**
     * @throws MediaException
     *             when no port is free
     * @throws org.carillon.api.sip.SipException
     *             when it cannot be sent
     */
    synchronized Leg send(MediaSession session, Signalling signalling) {
        media = session;
        scope.onClose(media);
        leg = signalling.invite(account, code, media.offer(false), this);
        scope.onClose(leg::end);
        endAfter(PATIENCE);
        return leg;
    }

    private synchronized void endAfter(Duration time) {
        if (patience != null) {
            patience.cancel();
        }
        patience = scope.after(time, executor, scope::close);
    }

    @Override
    public void progress(int status, String sdp) {}

    @Override
    public void answered(String sdp) {
        endAfter(PATIENCE);
    }

    @Override
    public void acknowledged(String sdp) {}

    @Override
    public synchronized void offered(String sdp) {
        leg.refuse(NOT_ACCEPTABLE_HERE);
    }

    @Override
    public void reinvited(String answer) {}

    @Override
    public void reinviteFailed(int status, String reason) {}

    @Override
    public void ended(int status, String reason, boolean byUs) {
        if (status != 0 && !byUs) {
            log.warn("the server of account {} answered code {} with {} {}", account, code, status, reason);
        }
        executor.execute(scope::close);
    }
}
