package org.carillon.api.ui;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** The phone's screen, for whoever looks at it or asks something on it. Safe for use by any thread. */
@ProviderType
public interface Face {
    /** Topic of an event without properties: what the screen shows has changed. */
    String CHANGED = "org/carillon/ui/CHANGED";

    /** What it shows now, in words. */
    Screen screen();

    /** What it shows now, as a PNG of the screen's size. */
    byte[] png();

    /** Draws again, because what a contributed {@link Indicator}, {@link KeyFunction} or {@link Softkey} shows has changed. */
    void refresh();

    /**
     * Asks a question over everything else, until it is answered by OK or CANCEL or closed. Questions wait for each other.
     *
     * @param answered
     *            told true for OK and false for CANCEL, once, on a thread that may wait; not told when the question is closed
     * @return closes the question
     */
    Question ask(String text, Consumer<Boolean> answered);

    /** A question on the screen. */
    @ProviderType
    interface Question extends AutoCloseable {
        @Override
        void close();
    }
}
