package org.carillon.core.media.internal;

import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.Tones;
import org.carillon.core.media.internal.rtp.TonePlayer;
import org.osgi.service.log.Logger;

/** A tone that follows the audio device. */
final class PlayedTone implements Tones.Playing, Devices.Follower {
    private final TonePlayer player;
    private final Devices devices;
    private final Logger log;
    private boolean closed;

    PlayedTone(TonePlayer player, Devices devices, Logger log) {
        this.player = player;
        this.devices = devices;
        this.log = log;
        devices.add(this);
        use(devices.current());
    }

    @Override
    public synchronized void use(AudioDevice device) {
        if (!closed) {
            player.use(Devices.open(device, TonePlayer.SAMPLE_RATE, log));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        player.close();
        devices.remove(this);
    }
}
