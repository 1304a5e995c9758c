package org.carillon.feature.dhcp.internal;

import java.time.MonthDay;
import java.time.Year;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time zone in the form of POSIX (IEEE 1003.1, 8.3; RFC 4833), which DHCP option 100 has, in the terms of the parameters (manual 11.6). Rules
 * that they cannot say are refused.
 */
final class PosixTimeZone {
    private static final String NAME = "(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)";
    private static final String TIME = "[+-]?\\d{1,3}(?::\\d{2}){0,2}";
    private static final String RULE = "(?:J\\d{1,3}|\\d{1,3}|M\\d{1,2}\\.\\d\\.\\d)(?:/" + TIME + ")?";
    private static final Pattern ZONE = Pattern.compile(
            NAME + "(" + TIME + ")(?:" + NAME + "(" + TIME + ")?(?:,(" + RULE + "),(" + RULE + "))?)?");
    private static final Pattern DAYLIGHT = Pattern.compile(NAME + TIME + NAME + ".*");
    private static final Pattern BY_WEEK = Pattern.compile("M(\\d{1,2})\\.(\\d)\\.(\\d)");
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final List<String> DAYS = List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat");
    private static final String PERMITTED = "standard time, and daylight saving with Mm.w.d or Jn rules at full hours, in the form of POSIX";
    /** What is usual where no rule is given, as in the USA since 2007. */
    private static final List<String> USUAL = List.of("M3.2.0", "M11.1.0");
    private static final int USUAL_TIME = 2 * 3600;
    private static final int WESTMOST = -11 * 60;
    private static final int EASTMOST = 14 * 60;
    private static final int LARGEST_SAVING = 300;
    private static final int DAYS_OF_YEAR = 365;

    private final Map<String, String> settings = new LinkedHashMap<>();

    private PosixTimeZone(Matcher zone, boolean daylight) {
        int standard = minutes(zone.group(1));
        Options.check(-standard >= WESTMOST && -standard <= EASTMOST, "none make a zone from -11:00 to +14:00");
        settings.put("SettingTimeZone", offset(-standard));
        settings.put("SettingDstEnable", daylight ? "1" : "0");
        if (daylight) {
            Day start = new Day(zone.group(3) == null ? USUAL.getFirst() : zone.group(3));
            Day end = new Day(zone.group(4) == null ? USUAL.getLast() : zone.group(4));
            Options.check(start.byWeek == end.byWeek, "the rules are of two kinds; " + PERMITTED + " are permitted");
            settings.put("SettingDstType", start.byWeek ? "week" : "date");
            settings.put("SettingDstOffset", Integer.toString(saving(standard, zone.group(2), start, end)));
            start.put("Start");
            end.put("End");
        }
    }

    /**
     * Values by id.
     *
     * @throws IllegalArgumentException
     *             when it is no zone, or the parameters cannot say it
     */
    static Map<String, String> read(byte[] value) {
        String text = Options.text(value);
        Matcher zone = ZONE.matcher(text);
        Options.check(zone.matches(), "some are no time zone; " + PERMITTED + " are permitted");
        return new PosixTimeZone(zone, DAYLIGHT.matcher(text).matches()).settings;
    }

    /** Minutes to add to standard time. The manual's London has the sign of a summer behind standard time, and means the other. */
    private static int saving(int standard, String daylight, Day start, Day end) {
        int saving = daylight == null ? 60 : standard - minutes(daylight);
        int meant = saving < 0 && start.month < end.month ? -saving : saving;
        Options.check(Math.abs(meant) <= LARGEST_SAVING, "some put the clock by more than " + LARGEST_SAVING + " minutes");
        return meant;
    }

    private static int seconds(String time) {
        String[] parts = time.replaceFirst("^[+-]", "").split(":");
        int seconds = 0;
        for (int i = 0; i < 3; i++) {
            seconds = 60 * seconds + (i < parts.length ? Integer.parseInt(parts[i]) : 0);
        }
        return time.startsWith("-") ? -seconds : seconds;
    }

    private static int minutes(String time) {
        int seconds = seconds(time);
        Options.check(seconds % 60 == 0, "some make an offset with seconds; full minutes are permitted");
        return seconds / 60;
    }

    private static String offset(int minutes) {
        int size = Math.abs(minutes);
        return minutes == 0 ? "0" : (minutes < 0 ? "-" : "+") + size / 60 + ":" + (size % 60 < 10 ? "0" : "") + size % 60;
    }

    /** When daylight saving starts or ends. */
    private final class Day {
        private final boolean byWeek;
        private final int month;
        private final int hour;
        private final Map<String, String> terms = new LinkedHashMap<>();

        private Day(String rule) {
            int slash = rule.indexOf('/');
            String day = slash < 0 ? rule : rule.substring(0, slash);
            int time = slash < 0 ? USUAL_TIME : seconds(rule.substring(slash + 1));
            Options.check(time >= 0 && time < 24 * 3600 && time % 3600 == 0,
                    "some say when clocks are put; full hours 0 to 23 are permitted");
            hour = time / 3600;
            Matcher week = BY_WEEK.matcher(day);
            byWeek = week.matches();
            month = byWeek ? week(week) : date(day);
        }

        private int week(Matcher rule) {
            int number = Integer.parseInt(rule.group(1));
            int week = Integer.parseInt(rule.group(2));
            int weekDay = Integer.parseInt(rule.group(3));
            Options.check(number >= 1 && number <= 12 && week >= 1 && week <= 5 && weekDay < DAYS.size(),
                    "some are no day; months 1 to 12, weeks 1 to 5 and days 0 to 6 are permitted");
            terms.put("Week", rule.group(2));
            terms.put("WeekDay", DAYS.get(weekDay));
            return number;
        }

        /** Jn never counts a 29 February, so that it always is the same date; n does, and is not. */
        private int date(String rule) {
            int number = rule.startsWith("J") ? Integer.parseInt(rule.substring(1)) : 0;
            Options.check(number >= 1 && number <= DAYS_OF_YEAR, "some are no date; J1 to J365 is permitted");
            MonthDay date = MonthDay.from(Year.of(2001).atDay(number));
            terms.put("Date", Integer.toString(date.getDayOfMonth()));
            return date.getMonthValue();
        }

        private void put(String side) {
            settings.put("SettingDst" + side + "Month", MONTHS.get(month - 1));
            terms.forEach((term, value) -> settings.put("SettingDst" + side + term, value));
            settings.put("SettingDst" + side + "Hour", Integer.toString(hour));
        }
    }
}
