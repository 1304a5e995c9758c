package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.carillon.api.scope.Scope;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.ManualClock;
import org.carillon.sim.testkit.ManualScopes;
import org.junit.jupiter.api.Test;

/** The clock of the test begins on Wednesday, 2025-01-01, at midnight UTC. */
class PollerTest {
    private static final String MAC = "3C28A6200088";
    private static final Map<String, Object> WEEKDAYS = Map.of("byWeekdays", true);

    private final ManualScopes scopes = new ManualScopes();
    private final ManualClock clock = new ManualClock(scopes);
    private final Scope scope = scopes.open("test");
    private final List<Instant> polls = new ArrayList<>();

    private Poller poller(String mac, ZoneId zone) {
        return new Poller(clock.zone(zone), scope, mac, cause -> polls.add(scopes.now()));
    }

    private void run(Map<String, ?> config, ZoneId zone, Duration time) {
        poller(MAC, zone).configure(Configs.of(PollingConfig.class, config));
        scopes.advance(time);
    }

    private List<String> days(ZoneId zone) {
        return polls.stream().map(poll -> poll.atZone(zone).getDayOfWeek().name().substring(0, 3)).toList();
    }

    @Test
    void nothingIsPolledByDefault() {
        run(Map.of(), ZoneOffset.UTC, Duration.ofDays(8));
        assertThat(polls).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void anIntervalBeginsAnywhereAndIsKept() {
        run(Map.of("byInterval", true, "intervalSeconds", 600), ZoneOffset.UTC, Duration.ofHours(2));
        assertThat(polls).hasSize(12);
        assertThat(Duration.between(Instant.parse("2025-01-01T00:00:00Z"), polls.getFirst())).isBetween(Duration.ofMillis(1),
                Duration.ofSeconds(600));
        for (int i = 1; i < polls.size(); i++) {
            assertThat(Duration.between(polls.get(i - 1), polls.get(i))).isEqualTo(Duration.ofSeconds(600));
        }
    }

    @Test
    void eachSpanHasOneMomentInsideIt() {
        run(WEEKDAYS, ZoneOffset.UTC, Duration.ofDays(14));
        assertThat(polls).hasSize(14).allSatisfy(
                poll -> assertThat(LocalTime.ofInstant(poll, ZoneOffset.UTC)).isBetween(LocalTime.of(2, 0), LocalTime.of(6, 0)));
    }

    @Test
    void onlyTheDaysThatAreNamed() {
        run(Map.of("byWeekdays", true, "days", new String[]{"0", "3"}), ZoneOffset.UTC, Duration.ofDays(14));
        assertThat(days(ZoneOffset.UTC)).containsExactly("WED", "SUN", "WED", "SUN");
    }

    @Test
    void aSpanMayPassMidnightAndBelongsToTheDayOnWhichItBegins() {
        run(Map.of("byWeekdays", true, "begin", "23:59", "end", "01:00", "days", new String[]{"5"}), ZoneOffset.UTC, Duration.ofDays(14));
        assertThat(days(ZoneOffset.UTC)).containsExactly("SAT", "SAT");
    }

    @Test
    void beginAndEndAlikeAreThatMinute() {
        run(Map.of("byWeekdays", true, "begin", "12:00", "end", "12:00"), ZoneOffset.UTC, Duration.ofDays(7));
        assertThat(polls).hasSize(7)
                .allSatisfy(poll -> assertThat(poll.atZone(ZoneOffset.UTC).toLocalTime()).hasHour(12).hasMinute(0));
    }

    @Test
    void noDaysAndNoTimesPollNothing() {
        run(Map.of("byWeekdays", true, "days", new String[0]), ZoneOffset.UTC, Duration.ofDays(14));
        run(Map.of("byWeekdays", true, "begin", ""), ZoneOffset.UTC, Duration.ofDays(14));
        assertThat(polls).isEmpty();
    }

    @Test
    void changesOfTheClocksNeitherLoseNorDoubleAPoll() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        run(Map.of("byWeekdays", true, "begin", "02:10", "end", "02:50"), berlin, Duration.ofDays(365));
        assertThat(polls).hasSize(365);
        assertThat(polls.stream().map(poll -> poll.atZone(berlin).toLocalDate()).distinct()).hasSize(365);
    }

    @Test
    void aChangeOfTheParametersReplacesWhatWaited() {
        Poller poller = poller(MAC, ZoneOffset.UTC);
        poller.configure(Configs.of(PollingConfig.class, Map.of("byInterval", true, "byWeekdays", true)));
        poller.configure(Configs.defaults(PollingConfig.class));
        scopes.advance(Duration.ofDays(3));
        assertThat(polls).isEmpty();
    }

    /** From 2 to 6 o'clock in Berlin is over when it begins in Los Angeles. */
    @Test
    void anotherTimeZoneMovesTheSpanAtOnce() {
        Poller poller = poller(MAC, ZoneId.of("Europe/Berlin"));
        poller.configure(Configs.of(PollingConfig.class, WEEKDAYS));
        clock.zone(ZoneId.of("America/Los_Angeles"));
        poller.clockChanged();
        scopes.advance(Duration.ofHours(14));
        assertThat(polls).singleElement().satisfies(
                poll -> assertThat(LocalTime.ofInstant(poll, ZoneId.of("America/Los_Angeles"))).isBetween(LocalTime.of(2, 0),
                        LocalTime.of(6, 0)));
    }

    @Test
    void anotherTimeZoneStartsNoPolling() {
        poller(MAC, ZoneOffset.UTC).clockChanged();
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void aSpanIsNotUsedTwiceWhenTheParametersAreAppliedAgain() {
        Poller poller = poller(MAC, ZoneOffset.UTC);
        poller.configure(Configs.of(PollingConfig.class, WEEKDAYS));
        scopes.advance(Duration.ofHours(12));
        for (int i = 0; i < 3; i++) {
            poller.configure(Configs.of(PollingConfig.class, WEEKDAYS));
        }
        scopes.advance(Duration.ofHours(24));
        assertThat(polls).hasSize(2);
    }

    @Test
    void tenThousandPhonesOfOneDeliveryAreSpreadOverTheInterval() {
        fleet(Map.of("byInterval", true), i -> String.format("%012X", 0x3C28A6200000L + i), Duration.ofDays(2), Duration.ofDays(1));
    }

    @Test
    void tenThousandPhonesOfOneDeliveryAreSpreadOverTheSpan() {
        fleet(WEEKDAYS, i -> String.format("%012X", 0x3C28A6200000L + i), Duration.ofDays(2), Duration.ofHours(4));
    }

    @Test
    void tenThousandPhonesFromAnywhereAreSpreadOverTheSpan() {
        Random random = new Random(7);
        fleet(WEEKDAYS, i -> String.format("%012X", random.nextLong(1L << 48)), Duration.ofDays(1), Duration.ofHours(4));
    }

    @Test
    void tenThousandPhonesFromAnywhereAreSpreadOverAnHour() {
        Random random = new Random(7);
        fleet(Map.of("byInterval", true, "intervalSeconds", 3_600), i -> String.format("%012X", random.nextLong(1L << 48)),
                Duration.ofHours(3), Duration.ofHours(1));
    }

    /** All are switched on in the same moment; no minute, wherever it begins, has twice as many polls as the mean of those in which polls are due. */
    private void fleet(Map<String, ?> config, IntFunction<String> mac, Duration time, Duration span) {
        int phones = 10_000;
        for (int i = 0; i < phones; i++) {
            poller(mac.apply(i), ZoneOffset.UTC).configure(Configs.of(PollingConfig.class, config));
        }
        scopes.advance(time);
        long[] times = polls.stream().mapToLong(Instant::toEpochMilli).sorted().toArray();
        assertThat(times.length).isBetween(phones, phones * 4);
        int peak = 0;
        int first = 0;
        for (int i = 0; i < times.length; i++) {
            while (times[first] <= times[i] - 60_000) {
                first++;
            }
            peak = Math.max(peak, i - first + 1);
        }
        double mean = phones / (double) span.toMinutes();
        assertThat((double) peak).as("peak in a minute of %d polls; mean %.1f", times.length, mean).isLessThan(2 * mean);
        assertThat(Arrays.stream(times).distinct().count()).isGreaterThan(phones / 2);
    }
}
