package org.carillon.core.time.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.carillon.sim.testkit.Configs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockRulesTest {
    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final int DAYS = 10 * 365;

    private final List<String> complaints = new ArrayList<>();

    private ZoneRules rules(Map<String, ?> values) {
        return ClockRules.of(Configs.of(ClockConfig.class, values), complaints::add);
    }

    /** Rules as {@code month week weekday hour}, or {@code month date hour}. */
    private ZoneRules byRule(String zone, String start, String end, int saving) {
        Map<String, Object> values = new HashMap<>(Map.of("zone", zone, "daylightSaving", ClockConfig.BY_RULE, "offsetMinutes", saving));
        put(values, "start", start.split(" "));
        put(values, "end", end.split(" "));
        return rules(values);
    }

    private static void put(Map<String, Object> values, String side, String... words) {
        values.put("type", words.length == 4 ? "week" : "date");
        values.put(side + "Month", words[0]);
        values.put(side + "Hour", Integer.valueOf(words[words.length - 1]));
        if (words.length == 4) {
            values.put(side + "Week", Integer.valueOf(words[1]));
            values.put(side + "WeekDay", words[2]);
        } else {
            values.put(side + "Date", Integer.valueOf(words[1]));
        }
    }

    private static void assertSame(ZoneRules rules, ZoneRules expected) {
        Instant at = FIRST;
        Instant end = FIRST.plus(Duration.ofDays(DAYS));
        while (at.isBefore(end)) {
            assertThat(rules.getOffset(at)).as(at.toString()).isEqualTo(expected.getOffset(at));
            assertThat(rules.isDaylightSavings(at)).as(at.toString()).isEqualTo(expected.isDaylightSavings(at));
            var next = rules.nextTransition(at);
            assertThat(next).isEqualTo(expected.nextTransition(at));
            at = next == null ? end : next.getInstant();
        }
    }

    @Test
    void byDefaultTheClockShowsUtc() {
        assertSame(rules(Map.of()), ZoneOffset.UTC.getRules());
    }

    @ParameterizedTest
    @CsvSource({"-11:00, -11:00", "-9:30, -09:30", "0, Z", "'', Z", "+00:30, +00:30", "+5:45, +05:45", "+14:00, +14:00"})
    void withoutDaylightSavingTheOffsetIsAll(String zone, String offset) {
        assertSame(rules(Map.of("zone", zone)), ZoneOffset.of(offset).getRules());
        assertSame(rules(Map.of("zone", zone, "daylightSaving", ClockConfig.BY_RULE, "offsetMinutes", 0)),
                ZoneOffset.of(offset).getRules());
    }

    @ParameterizedTest
    @CsvSource({"America/Los_Angeles, -8:00, Mar 2 Sun 2, Nov 1 Sun 2, 60", "America/New_York, -5:00, Mar 2 Sun 2, Nov 1 Sun 2, 60",
            "Europe/Paris, +1:00, Mar 5 Sun 2, Oct 5 Sun 3, 60", "Europe/Athens, +2:00, Mar 5 Sun 3, Oct 5 Sun 4, 60",
            "Europe/London, 0, Mar 5 Sun 1, Oct 5 Sun 2, 60", "Australia/Sydney, +10:00, Oct 1 Sun 2, Apr 1 Sun 3, 60",
            "Pacific/Auckland, +12:00, Sep 5 Sun 2, Apr 1 Sun 3, 60", "Australia/Lord_Howe, +10:30, Oct 1 Sun 2, Apr 1 Sun 2, 30"})
    void rulesByWeekAreThoseOfTheWorld(String place, String zone, String start, String end, int saving) {
        assertSame(byRule(zone, start, end, saving), ZoneId.of(place).getRules());
    }

    @Test
    void rulesByDateAreTheSameEachYear() {
        ZoneRules rules = byRule("+2:00", "Feb 29 1", "Sep 31 23", 120);
        assertThat(shown(rules, "2027-02-27T22:59:59Z", "2027-02-27T23:00:00Z")).isEqualTo("2027-02-28T00:59:59 2027-02-28T03:00");
        assertThat(shown(rules, "2028-02-28T22:59:59Z", "2028-02-28T23:00:00Z")).isEqualTo("2028-02-29T00:59:59 2028-02-29T03:00");
        assertThat(shown(rules, "2028-09-30T18:59:59Z", "2028-09-30T19:00:00Z")).isEqualTo("2028-09-30T22:59:59 2028-09-30T21:00");
    }

    private static String shown(ZoneRules rules, String before, String after) {
        return shown(rules, Instant.parse(before)) + " " + shown(rules, Instant.parse(after));
    }

    private static LocalDateTime shown(ZoneRules rules, Instant at) {
        return LocalDateTime.ofInstant(at, rules.getOffset(at));
    }

    /** Ireland's law puts the clock back for winter. */
    @Test
    void savingMayBeNegative() {
        ZoneRules rules = byRule("+1:00", "Oct 5 Sun 2", "Mar 5 Sun 1", -60);
        for (Instant at = FIRST; at.isBefore(FIRST.plus(Duration.ofDays(DAYS))); at = at.plus(Duration.ofMinutes(30))) {
            assertThat(rules.getOffset(at)).isEqualTo(ZoneId.of("Europe/Dublin").getRules().getOffset(at));
        }
    }

    @Test
    void noClockGoesFartherThanEighteenHours() {
        assertThat(byRule("+14:00", "Jan 1 0", "Dec 31 23", 300).getOffset(Instant.parse("2026-06-01T00:00:00Z")))
                .isEqualTo(ZoneOffset.MAX);
    }

    @ParameterizedTest
    @CsvSource({"+1:00, Paris, Europe/Paris", "-8:00, Pacific-New, America/Los_Angeles", "-6:00, Indiana/Knox, America/Indiana/Knox",
            "-1:00, Cape Verde, Atlantic/Cape_Verde", "-1:00, Cape_Verde, Atlantic/Cape_Verde", "+1:00, Dublin, Europe/Dublin",
            "0, Universal, UTC"})
    void aPlaceHasTheClocksOfTheWorld(String zone, String place, String expected) {
        assertSame(rules(Map.of("zone", zone, "daylightSaving", ClockConfig.BY_PLACE, "place", place)), ZoneId.of(expected).getRules());
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Universal", "London", "Atlantis", "", "Europe/Paris"})
    void aPlaceOfAnotherZoneIsToldAndNotFollowed(String place) {
        ZoneRules rules = rules(Map.of("zone", "+1:00", "daylightSaving", ClockConfig.BY_PLACE, "place", place));
        assertSame(rules, ZoneOffset.ofHours(1).getRules());
        assertThat(complaints).containsExactly("SettingTimeZoneLocation " + place
                + " is not a place of the time zone +01:00 (manual 11.6.1): clocks are not put");
    }

    @Test
    void everyPlaceOfTheTableIsInTheDatabaseOfThisJava() {
        assertThat(Places.table()).hasSize(431).allSatisfy((place, facts) -> {
            String zone = facts.toString().split(" ")[0];
            assertThat(Places.rules(place.toString(), ZoneOffset.ofTotalSeconds(ClockRules.minutes(zone) * 60))).isPresent();
        });
    }

    @Test
    void noRuleHasTheClockFail() {
        Random random = new Random(11);
        List<String> months = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
        List<String> days = List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat");
        for (int i = 0; i < 5_000; i++) {
            boolean byWeek = random.nextBoolean();
            String[] sides = new String[2];
            for (int side = 0; side < 2; side++) {
                sides[side] = months.get(random.nextInt(12)) + " "
                        + (byWeek ? (random.nextInt(5) + 1) + " " + days.get(random.nextInt(7)) : random.nextInt(31) + 1) + " "
                        + random.nextInt(24);
            }
            ZoneRules rules = byRule(List.of("-11:00", "0", "+14:00").get(random.nextInt(3)), sides[0],
                    sides[random.nextInt(4) == 0 ? 0 : 1],
                    random.nextInt(601) - 300);
            Instant at = FIRST.plusSeconds(random.nextInt(1_000_000_000));
            assertThat(Duration.ofSeconds(rules.getOffset(at).getTotalSeconds())).isBetween(Duration.ofHours(-16), Duration.ofHours(18));
            assertThat(rules.getOffset(LocalDateTime.ofInstant(at, ZoneOffset.UTC))).isNotNull();
            rules.nextTransition(at);
        }
    }
}
