package org.carillon.core.media.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.device.AudioDevice;

/** The audio device of the moment and the sessions that follow it. Safe for use by any thread. */
final class Devices {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile AudioDevice device;

    /** The device, or null. */
    AudioDevice current() {
        return device;
    }

    void come(AudioDevice better) {
        device = better;
        sessions.forEach(session -> session.use(better));
    }

    void go(AudioDevice gone) {
        if (device == gone) {
            device = null;
            sessions.forEach(session -> session.use((AudioDevice) null));
        }
    }

    void add(Session session) {
        sessions.add(session);
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    Set<Session> sessions() {
        return sessions;
    }
}
