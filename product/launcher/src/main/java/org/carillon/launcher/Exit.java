package org.carillon.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Ends the phone in good order, be it asked by a signal or from inside. */
final class Exit implements IntConsumer {
    /** A process that was told to end is gone after 5 s at the latest. */
    static final long STOP_MILLIS = 4_500;
    /** Lets the command that asked for the exit send its answer. */
    private static final long ANSWER_MILLIS = 200;

    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile Host host;
    private volatile int status;

    /** From now on a signal stops the framework, and the exit status is not the signal's. */
    void guard(Host started) {
        host = started;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "exit"));
    }

    private void end() {
        host.stop(STOP_MILLIS);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** Asks for the exit; returns at once. */
    @Override
    public void accept(int wanted) {
        status = wanted;
        asked.countDown();
    }

    /** Blocks until somebody asks. */
    int await() throws InterruptedException {
        asked.await();
        Thread.sleep(ANSWER_MILLIS);
        return status;
    }
}
