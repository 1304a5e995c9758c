package org.carillon.releng.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A phone that can be measured. */
interface Subject {
    String name();

    /**
     * Starts it; it registers with the caller.
     *
     * @param prefix
     *            words before its command, such as those of a program that starts it with fewer rights
     */
    Running start(Caller caller, List<String> prefix) throws IOException, InterruptedException;

    /** Files that a start reads. */
    List<Path> files() throws IOException;

    /** Throws away what it keeps from start to start. */
    void reset() throws IOException;

    /** A phone that runs. */
    interface Running extends AutoCloseable {
        /** When its process was started, by {@link StampedSocket#now}. */
        long started();

        Caller.Registration registration();

        Proc process();

        /** Told how long the next calls last at most: baresip keeps in memory what it will say. */
        void expect(int seconds) throws IOException;

        /** Answers the call that rings, unless it does so by itself. */
        void answer() throws IOException;

        @Override
        void close();
    }
}
