package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.lib.jainsip.TimerProvider;

/** The stack's timers, run by a {@link TimerProvider}. Loaded by name. */
public final class StackTimer implements SipTimer {
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    private volatile TimerProvider provider;

    @Override
    public void start(SipStackImpl stack, Properties properties) {
        provider = ((CarillonSipStack) stack).timers();
    }

    @Override
    public void stop() {
        provider = null;
        entries.forEach(Entry::cancel);
    }

    @Override
    public boolean isStarted() {
        return provider != null;
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        return start(task, delay, 0);
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        return start(task, delay, period);
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        if (!(task.getSipTimerTask() instanceof Entry entry)) {
            return false;
        }
        task.cleanUpBeforeCancel();
        task.setSipTimerTask(null);
        return entry.cancel();
    }

    private boolean start(SIPStackTimerTask task, long delay, long period) {
        var entry = new Entry(task, period);
        task.setSipTimerTask(entry);
        return entry.arm(delay);
    }

    /** One scheduled task. Cancelled by itself, by other threads, and before {@code after} returned what there is to cancel. */
    private final class Entry implements Runnable {
        private final SIPStackTimerTask task;
        private final long period;
        private TimerProvider.Pending pending;
        private boolean over;

        Entry(SIPStackTimerTask task, long period) {
            this.task = task;
            this.period = period;
        }

        boolean arm(long delay) {
            var timers = provider;
            if (timers == null) {
                return false;
            }
            entries.add(this);
            var armed = timers.after(Math.max(0, delay), this);
            synchronized (this) {
                pending = armed;
                if (!over) {
                    return true;
                }
            }
            armed.cancel();
            return false;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = period == 0;
            }
            if (period == 0) {
                entries.remove(this);
            }
            try {
                task.runTask();
            } catch (RuntimeException e) {
                // as the stack's own timers do: one failed run must not end the others
            }
            if (period > 0 && !isOver()) {
                arm(period);
            }
        }

        boolean cancel() {
            entries.remove(this);
            TimerProvider.Pending armed;
            synchronized (this) {
                if (over) {
                    return false;
                }
                over = true;
                armed = pending;
            }
            if (armed != null) {
                armed.cancel();
            }
            return true;
        }

        private synchronized boolean isOver() {
            return over;
        }
    }
}
