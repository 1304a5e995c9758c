package org.carillon.core.time.internal;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the parameters make of time (manual 11.6.1, 11.6.3). */
final class ClockRules {
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int LAST_WEEK = 5;
    /** Rules repeat from the year on that these transitions belong to; {@code ZoneRules} takes none without transitions. */
    private static final int FIRST_YEAR = 2000;

    private ClockRules() {}

    /**
     * @param complaint
     *            takes what cannot be followed, in words
     */
    static ZoneRules of(ClockConfig config, Consumer<String> complaint) {
        ZoneOffset standard = offset(minutes(config.zone()));
        return switch (config.daylightSaving()) {
            case ClockConfig.BY_RULE -> byRule(config, standard);
            case ClockConfig.BY_PLACE -> Places.rules(config.place(), standard).orElseGet(() -> {
                complaint.accept("SettingTimeZoneLocation " + config.place() + " is not a place of the time zone " + standard
                        + " (manual 11.6.1): clocks are not put");
                return ZoneRules.of(standard);
            });
            default -> ZoneRules.of(standard);
        };
    }

    /** Of an offset as in config.xml, such as {@code -3:30}; 0 when it is blank. */
    static int minutes(String offset) {
        int colon = offset.indexOf(':');
        if (colon < 0) {
            return 0;
        }
        int size = Integer.parseInt(offset.substring(1, colon)) * 60 + Integer.parseInt(offset.substring(colon + 1));
        return offset.startsWith("-") ? -size : size;
    }

    /** No clock is farther from UTC than Java can say. */
    private static ZoneOffset offset(int minutes) {
        return ZoneOffset.ofTotalSeconds(Math.clamp(minutes * 60, ZoneOffset.MIN.getTotalSeconds(), ZoneOffset.MAX.getTotalSeconds()));
    }

    private static ZoneRules byRule(ClockConfig config, ZoneOffset standard) {
        ZoneOffset summer = offset(standard.getTotalSeconds() / 60 + config.offsetMinutes());
        if (summer.equals(standard)) {
            return ZoneRules.of(standard);
        }
        boolean byWeek = config.type().equals("week");
        Day start = byWeek ? weekday(config.startMonth(), config.startWeek(), config.startWeekDay())
                : date(config.startMonth(), config.startDate());
        Day end = byWeek ? weekday(config.endMonth(), config.endWeek(), config.endWeekDay()) : date(config.endMonth(), config.endDate());
        List<ZoneOffsetTransitionRule> rules = Stream
                .of(start.at(config.startHour(), standard, standard, summer), end.at(config.endHour(), standard, summer, standard))
                .sorted(Comparator.comparing(rule -> rule.createTransition(FIRST_YEAR))).toList();
        List<ZoneOffsetTransition> first = rules.stream().map(rule -> rule.createTransition(FIRST_YEAR)).toList();
        return ZoneRules.of(standard, first.getFirst().getOffsetBefore(), List.of(), first, rules);
    }

    private static Day weekday(String month, int week, String weekday) {
        return new Day(month(month), week == LAST_WEEK ? -1 : 1 + 7 * (week - 1), DayOfWeek.of(DAYS.indexOf(weekday) + 1));
    }

    /** A date that the month may lack is its last day. */
    private static Day date(String month, int date) {
        return new Day(month(month), date > month(month).minLength() ? -1 : date, null);
    }

    private static Month month(String name) {
        return Month.of(MONTHS.indexOf(name) + 1);
    }

    /**
     * @param dayOfMonth
     *            -1 for the last one
     * @param weekday
     *            on or after that day of the month, or on or before the last; null for the day itself
     */
    private record Day(Month month, int dayOfMonth, DayOfWeek weekday) {
        private ZoneOffsetTransitionRule at(int hour, ZoneOffset standard, ZoneOffset before, ZoneOffset after) {
            return ZoneOffsetTransitionRule.of(month, dayOfMonth, weekday, LocalTime.of(hour, 0), false, TimeDefinition.WALL, standard,
                    before,
                    after);
        }
    }
}
