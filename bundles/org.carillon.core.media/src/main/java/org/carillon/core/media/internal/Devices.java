package org.carillon.core.media.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.device.AudioDevice;
import org.osgi.service.log.Logger;

/** The audio device of the moment and whoever follows it. Safe for use by any thread. */
final class Devices {
    /** Who uses the audio device. */
    interface Follower {
        /** Takes another audio device; null for none. */
        void use(AudioDevice device);
    }

    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private volatile AudioDevice device;

    /** The device, or null. */
    AudioDevice current() {
        return device;
    }

    /** A stream of a device; null when there is none, or it does not open. */
    static AudioDevice.Stream open(AudioDevice device, int sampleRate, Logger log) {
        try {
            return device == null ? null : device.open(sampleRate);
        } catch (RuntimeException e) {
            log.error("audio device does not open", e);
            return null;
        }
    }

    void come(AudioDevice better) {
        device = better;
        followers.forEach(follower -> follower.use(better));
    }

    void go(AudioDevice gone) {
        if (device == gone) {
            device = null;
            followers.forEach(follower -> follower.use(null));
        }
    }

    void add(Follower follower) {
        followers.add(follower);
    }

    void remove(Follower follower) {
        followers.remove(follower);
    }

    List<Session> sessions() {
        return followers.stream().filter(Session.class::isInstance).map(Session.class::cast).toList();
    }
}
