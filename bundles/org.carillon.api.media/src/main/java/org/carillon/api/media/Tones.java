package org.carillon.api.media;

import org.osgi.annotation.versioning.ProviderType;

/** Plays tones to the audio device, beside whatever calls play. Safe for use by any thread; nothing blocks. */
@ProviderType
public interface Tones {
    /** Plays a tone until it is closed, as loud as the volume says at each moment; on another audio device when there comes one. */
    Playing play(Tone tone, Volume.Of volume);

    /** A tone that is played. */
    @ProviderType
    interface Playing extends AutoCloseable {
        @Override
        void close();
    }
}
