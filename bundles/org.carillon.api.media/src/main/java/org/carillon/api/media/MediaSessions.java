package org.carillon.api.media;

import org.osgi.annotation.versioning.ProviderType;

/** Opens media sessions. Safe for use by any thread. */
@ProviderType
public interface MediaSessions {
    /**
     * Binds RTP and RTCP ports for one call.
     *
     * @param account
     *            whose codecs are offered, from 1
     * @throws MediaException
     *             when no port is free or the account's list holds no codec that is built
     */
    MediaSession open(int account, MediaSession.Listener listener) throws MediaException;

    /**
     * Looks at an offer without a session, so that a call that could not be answered is refused (488) before it rings.
     *
     * @throws MediaException
     *             when nothing in it can be used
     */
    void check(int account, String offer) throws MediaException;
}
