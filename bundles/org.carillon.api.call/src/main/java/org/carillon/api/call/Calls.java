package org.carillon.api.call;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The calls of this phone and what a person can do to them. Every method returns the call after the request was taken on; what becomes of it
 * is seen in {@link #get} and on the topics of {@link CallEvents}. An empty {@code id} means the one call that the action fits: the ringing
 * one to answer or reject, the talking one to hold. Safe for use by any thread.
 */
@ProviderType
public interface Calls {
    /** Live calls, oldest first. */
    List<Call> all();

    /** A call, live or ended within the last minute. */
    Optional<Call> get(String id);

    /**
     * @throws CallException
     *             when there is no line to use, too many calls, an outgoing stage refuses it, or the target is no address
     */
    Call dial(DialRequest request);

    /** Answers a ringing call; calls that talk are put on hold. */
    Call answer(String id);

    Call hangup(String id);

    /**
     * @param code
     *            400 to 699, or 0 for the configured refusal code
     */
    Call reject(String id, int code);

    /**
     * Sends the caller of a ringing call elsewhere (302).
     *
     * @param target
     *            a number, {@code user@host} or a SIP URI
     */
    Call redirect(String id, String target);

    Call hold(String id);

    /** Resumes a held call; another one that talks is put on hold. */
    Call resume(String id);

    /** Mutes or unmutes the talking calls. */
    Call mute(boolean on);

    /** Sends digits to a call that talks, or that already has sound before it is answered; {@link CallEvents#DTMF_REFUSED} may follow. */
    Call dtmf(String id, String digits);
}
