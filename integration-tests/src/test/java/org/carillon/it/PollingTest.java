package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A phone that asks its server again by itself: when follows from its MAC address (record 0058), so the test can choose a moment. */
public class PollingTest {
    /** Late in the interval, so that the first poll comes soon. */
    private static final long MAC = mac();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private static WebServer web;
    private static PhoneProcess phone;

    @BeforeClass
    public static void start() {
        web = WebServer.start(WORKSPACE);
        web.put("config.xml", "<settings/>");
        phone = PhoneProcess.in(WORKSPACE).option("--mac", String.format("%012X", MAC), "--provision", web.url() + "config.xml")
                .audio("null")
                .start();
        phone.ctl("provision");
    }

    private static long mac() {
        long mac = 0x3C28A6200000L;
        while (phase(mac) < 0.94 || phase(mac) > 0.96) {
            mac++;
        }
        return mac;
    }

    private static double phase(long mac) {
        return (mac * 0x9E3779B97F4A7C15L >>> 11) * 0x1p-53;
    }

    private void polls(Map<String, ?> settings) {
        web.put("config.xml", effects.file(settings));
        phone.ctl("provision");
        effects.requireApplied(phone);
        int before = web.requests().size();
        Await.until("the phone asks by itself", PATIENCE, () -> web.requests().size() > before, phone::tail);
        web.put("config.xml", "<settings/>");
        phone.ctl("provision");
        assertThat(phone.get("DeviceProvisionPollingByIntervalEnable")).isEqualTo("false");
    }

    @Test
    @Effect({"DeviceProvisionPollingByIntervalEnable", "DeviceProvisionPollingInterval"})
    public void byInterval() {
        polls(Map.of("DeviceProvisionPollingByIntervalEnable", "true", "DeviceProvisionPollingInterval", 60));
    }

    /** In a time zone that is not this machine's. */
    @Test
    @Effect({"DeviceProvisionPollingByWeekdaysEnable", "DeviceProvisionPollingBeginTime", "DeviceProvisionPollingEndTime",
            "DeviceProvisionPollingDayofWeek"})
    public void byWeekdays() {
        OffsetDateTime wanted = OffsetDateTime.now(ZoneOffset.ofHoursMinutes(5, 45)).plusSeconds(12);
        for (int minutes = 2; minutes < 600; minutes++) {
            OffsetDateTime begin = wanted.minusNanos((long) (minutes * 60e9 * phase(MAC))).truncatedTo(ChronoUnit.MINUTES);
            OffsetDateTime moment = begin.plusNanos((long) (minutes * 60e9 * phase(MAC)));
            if (Math.abs(ChronoUnit.MILLIS.between(moment, wanted)) < 4_000) {
                polls(Map.of("DeviceProvisionPollingByWeekdaysEnable", "true", "DeviceProvisionPollingBeginTime", time(begin),
                        "DeviceProvisionPollingEndTime", time(begin.plusMinutes(minutes)), "DeviceProvisionPollingDayofWeek",
                        begin.getDayOfWeek().getValue() % 7, "SettingTimeZone", "+5:45"));
                return;
            }
        }
        throw new AssertionError("no span has its moment soon");
    }

    private static String time(OffsetDateTime moment) {
        return LocalTime.from(moment).toString().substring(0, 5);
    }
}
