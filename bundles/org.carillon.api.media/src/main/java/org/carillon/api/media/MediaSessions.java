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
}
