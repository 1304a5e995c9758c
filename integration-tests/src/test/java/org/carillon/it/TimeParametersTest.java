package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What the parameters of the time zone do to the clock of a running phone. */
public class TimeParametersTest {
    private static final int ATTEMPTS = 4;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ConfiguredPhone configured;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        configured = ConfiguredPhone.start(WORKSPACE, Map.of());
    }

    private static Object time(String at) {
        return configured.phone().ctl("time", at);
    }

    private static String local(String at) {
        return Json.text(time(at), "local");
    }

    private static String next(String at) {
        return Json.text(time(at), "next");
    }

    /** Pictures of the screen in three zones, the last one like the first; taken again when a minute went by meanwhile. */
    @Test
    @Effect("SettingTimeZone")
    public void theClockOnTheScreenIsThatOfTheTimeZone() throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String minute = minute();
            byte[] tokyo = screen("+9:00");
            byte[] kathmandu = screen("+5:45");
            byte[] again = screen("+9:00");
            if (minute().equals(minute)) {
                assertThat(again).isEqualTo(tokyo).isNotEqualTo(kathmandu);
                assertThat(local("2026-07-01T00:00:00Z")).isEqualTo("2026-07-01T09:00+09:00");
                return;
            }
        }
        throw new AssertionError("three pictures take longer than a minute");
    }

    private static String minute() {
        return Json.text(configured.phone().ctl("time"), "utc").substring(0, "2026-07-01T00:00".length());
    }

    private byte[] screen(String zone) throws IOException {
        configured.configure(effects, Map.of("SettingTimeZone", zone));
        Path picture = WORKSPACE.directory().resolve("screen.png");
        assertThat(Json.text(configured.phone().ctl("screen", "--png", picture.toString()), "state")).isEqualTo("idle");
        return Files.readAllBytes(picture);
    }

    private static Map<String, Object> rule(String zone, String type, int offset, Map<String, ?> days) {
        Map<String, Object> settings = new HashMap<>(days);
        settings.put("SettingTimeZone", zone);
        settings.put("SettingDstEnable", 1);
        settings.put("SettingDstType", type);
        settings.put("SettingDstOffset", offset);
        return settings;
    }

    @Test
    @Effect({"SettingDstEnable", "SettingDstType", "SettingDstOffset", "SettingDstStartMonth", "SettingDstStartWeek",
            "SettingDstStartWeekDay",
            "SettingDstStartHour", "SettingDstEndMonth", "SettingDstEndWeek", "SettingDstEndWeekDay", "SettingDstEndHour"})
    public void clocksArePutOnWeekdays() {
        configured.configure(effects, rule("-8:00", "week", 90, Map.of("SettingDstStartMonth", "Mar", "SettingDstStartWeek", 2,
                "SettingDstStartWeekDay", "Sat", "SettingDstStartHour", 3, "SettingDstEndMonth", "Nov", "SettingDstEndWeek", 5,
                "SettingDstEndWeekDay", "Fri", "SettingDstEndHour", 4)));
        assertThat(next("2027-01-01T00:00:00Z")).isEqualTo("2027-03-13T03:00-08:00 -> 2027-03-13T04:30-06:30");
        assertThat(next("2027-07-01T00:00:00Z")).isEqualTo("2027-11-26T04:00-06:30 -> 2027-11-26T02:30-08:00");
        assertThat(Json.number(time("2027-07-01T00:00:00Z"), "savingMinutes")).isEqualTo(90);
        configured.configure(effects, Map.of("SettingTimeZone", "-8:00", "SettingDstEnable", 0));
        assertThat(next("2027-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    @Effect({"SettingDstStartDate", "SettingDstEndDate"})
    public void clocksArePutOnDates() {
        configured.configure(effects, rule("+10:30", "date", 30, Map.of("SettingDstStartMonth", "Oct", "SettingDstStartDate", 7,
                "SettingDstStartHour", 2, "SettingDstEndMonth", "Apr", "SettingDstEndDate", 30, "SettingDstEndHour", 2)));
        assertThat(next("2027-01-01T00:00:00Z")).isEqualTo("2027-04-30T02:00+11:00 -> 2027-04-30T01:30+10:30");
        assertThat(next("2027-07-01T00:00:00Z")).isEqualTo("2027-10-07T02:00+10:30 -> 2027-10-07T02:30+11:00");
    }

    @Test
    @Effect("SettingTimeZoneLocation")
    public void clocksArePutAsAtAPlace() {
        for (List<String> place : List.of(List.of("New York", "-5:00", "2027-03-14T02:00-05:00 -> 2027-03-14T03:00-04:00"),
                List.of("Paris", "+1:00", "2027-03-28T02:00+01:00 -> 2027-03-28T03:00+02:00"), List.of("Paris", "+2:00", ""))) {
            configured.configure(effects,
                    Map.of("SettingTimeZoneLocation", place.get(0), "SettingTimeZone", place.get(1), "SettingDstEnable", 2));
            assertThat(next("2027-01-01T00:00:00Z")).isEqualTo(place.get(2));
        }
        assertThat(configured.phone().tail()).contains("SettingTimeZoneLocation Paris is not a place of the time zone +02:00");
    }
}
