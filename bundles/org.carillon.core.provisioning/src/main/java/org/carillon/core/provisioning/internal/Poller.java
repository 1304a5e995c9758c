package org.carillon.core.provisioning.internal;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.carillon.api.device.WallClock;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.core.provisioning.internal.Weekdays.Moment;

/**
 * Has the servers asked again and again. When, within an interval or a span of time, follows from the MAC address: phones of one delivery, whose
 * addresses follow each other, are spread more evenly than chance would spread them, however they were switched on (record 0058). Safe for use by any
 * thread.
 */
final class Poller {
    /** 2^64 divided by the golden ratio: multiples of it, modulo 2^64, keep out of each other's way. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /** The clock of the wall may be set meanwhile. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final WallClock clock;
    private final Scope scope;
    private final Executor executor;
    private final double phase;
    private final Consumer<String> begin;
    private Timer interval;
    private Timer look;
    private Weekdays weekdays;
    private Moment moment;
    private Instant last = Instant.MIN;

    /**
     * @param scope
     *            ends it
     * @param begin
     *            begins a run, for a reason; must not block
     */
    Poller(WallClock clock, Scope scope, String mac, Consumer<String> begin) {
        this.clock = clock;
        this.scope = scope;
        this.executor = scope.serial("polling");
        this.phase = (Long.parseLong(mac, 16) * GOLDEN >>> 11) * 0x1p-53;
        this.begin = begin;
    }

    /** From now on by these parameters. */
    synchronized void configure(PollingConfig config) {
        cancel(interval);
        cancel(look);
        interval = null;
        look = null;
        if (config.byInterval()) {
            long millis = Duration.ofSeconds(config.intervalSeconds()).toMillis();
            nextInterval(Duration.ofMillis(millis - (long) (millis * phase)), Duration.ofMillis(millis));
        }
        if (config.byWeekdays() && !config.begin().isEmpty() && !config.end().isEmpty()) {
            weekdays = new Weekdays(Arrays.stream(config.days()).map(Poller::day).collect(Collectors.toSet()),
                    LocalTime.parse(config.begin()), LocalTime.parse(config.end()));
            nextMoment();
        }
    }

    /** The clock follows other rules now. */
    synchronized void clockChanged() {
        if (look != null) {
            look.cancel();
            nextMoment();
        }
    }

    private static void cancel(Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Sunday is 0. */
    private static DayOfWeek day(String digit) {
        int number = Integer.parseInt(digit);
        return number == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(number);
    }

    private void nextInterval(Duration delay, Duration period) {
        interval = scope.after(delay, executor, () -> {
            synchronized (this) {
                if (interval == null) {
                    return;
                }
                nextInterval(period, period);
            }
            begin.accept("polling by interval");
        });
    }

    private void nextMoment() {
        Instant now = clock.instant();
        moment = weekdays.next(now, last, phase, clock.rules()).orElse(null);
        if (moment != null) {
            Duration left = Duration.between(now, moment.at());
            look = scope.after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, executor, this::look);
        }
    }

    private void look() {
        boolean due;
        synchronized (this) {
            if (look == null) {
                return;
            }
            Instant now = clock.instant();
            due = !now.isBefore(moment.at()) && now.isBefore(moment.end());
            if (due) {
                last = moment.begin();
            } else if (now.isBefore(last)) {
                last = Instant.MIN; // the clock was set back
            }
            nextMoment();
        }
        if (due) {
            begin.accept("polling by weekdays");
        }
    }
}
