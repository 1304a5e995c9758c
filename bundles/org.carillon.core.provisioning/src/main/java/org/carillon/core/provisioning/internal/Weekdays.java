package org.carillon.core.provisioning.internal;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The time spans of a week in which the servers are asked once (manual 3.8.4). A span that ends before it begins ends on the next day; one that ends when
 * it begins lasts a minute. Where the clocks change, a span is as long as they make it.
 *
 * @param days
 *            on which spans begin
 */
record Weekdays(Set<DayOfWeek> days, LocalTime begin, LocalTime end) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int DAYS = 9;

    /**
     * A moment in a span.
     *
     * @param begin
     *            of the span, which tells it apart
     */
    record Moment(Instant at, Instant begin, Instant end) {}

    /**
     * The first moment from now on.
     *
     * @param last
     *            begin of the span that had its moment already
     * @param phase
     *            where in the span, from 0 to below 1
     * @return empty when there are no days
     */
    Optional<Moment> next(Instant now, Instant last, double phase, ZoneRules zone) {
        LocalDate yesterday = now.atOffset(zone.getOffset(now)).toLocalDate().minusDays(1);
        return IntStream.range(0, DAYS).mapToObj(yesterday::plusDays).filter(day -> days.contains(day.getDayOfWeek()))
                .flatMap(day -> Stream.of(moment(day, phase, zone)))
                .filter(moment -> moment.begin().isAfter(last) && !moment.at().isBefore(now)).findFirst();
    }

    private Moment moment(LocalDate day, double phase, ZoneRules zone) {
        Instant from = instant(day.atTime(begin), zone);
        Instant to = instant((end.isBefore(begin) ? day.plusDays(1) : day).atTime(end), zone);
        Duration length = Duration.between(from, to);
        Duration span = length.compareTo(SHORTEST) < 0 ? SHORTEST : length;
        return new Moment(from.plusMillis((long) (span.toMillis() * phase)), from, from.plus(span));
    }

    /** Of what a clock shows twice the first, and of what it skips the moment at which it would have shown it. */
    private static Instant instant(LocalDateTime shown, ZoneRules zone) {
        return shown.toInstant(zone.getOffset(shown));
    }
}
