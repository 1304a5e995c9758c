package org.carillon.feature.dhcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosixTimeZoneTest {
    private static Map<String, String> read(String zone) {
        return PosixTimeZone.read(zone.getBytes(StandardCharsets.US_ASCII));
    }

    /** The three examples of the manual (2.2.7), others of its form, and a summer that IEEE 1003.1 writes as a winter. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {"GMT0BST1,M3.5.0/1:00:00,M10.5.0/2:00:00 | 0 60 Mar 5 Sun 1 Oct 5 Sun 2",
            "PST8PDT,M3.2.0/2:00:00,M11.1.0/2:00:00 | -8:00 60 Mar 2 Sun 2 Nov 1 Sun 2",
            "NZST-12NZDT,M9.5.0/2:00:00,M4.1.0/3:00:00 | +12:00 60 Sep 5 Sun 2 Apr 1 Sun 3",
            "GMT0BST-1,M3.5.0/1,M10.5.0/2 | 0 60 Mar 5 Sun 1 Oct 5 Sun 2",
            "CET-1CEST,M3.5.0,M10.5.0/3 | +1:00 60 Mar 5 Sun 2 Oct 5 Sun 3",
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0 | +10:30 30 Oct 1 Sun 2 Apr 1 Sun 2",
            "IST-1GMT0,M10.5.0,M3.5.0/1 | +1:00 -60 Oct 5 Sun 2 Mar 5 Sun 1", "PST8PDT | -8:00 60 Mar 2 Sun 2 Nov 1 Sun 2",
            "ABC-3:30DEF,M1.1.6/0,M12.4.3/23 | +3:30 60 Jan 1 Sat 0 Dec 4 Wed 23"})
    void rulesByWeek(String zone, String terms) {
        String[] word = terms.split(" ");
        assertThat(read(zone)).isEqualTo(Map.ofEntries(Map.entry("SettingTimeZone", word[0]), Map.entry("SettingDstEnable", "1"),
                Map.entry("SettingDstType", "week"), Map.entry("SettingDstOffset", word[1]), Map.entry("SettingDstStartMonth", word[2]),
                Map.entry("SettingDstStartWeek", word[3]), Map.entry("SettingDstStartWeekDay", word[4]),
                Map.entry("SettingDstStartHour", word[5]), Map.entry("SettingDstEndMonth", word[6]),
                Map.entry("SettingDstEndWeek", word[7]),
                Map.entry("SettingDstEndWeekDay", word[8]), Map.entry("SettingDstEndHour", word[9])));
    }

    @Test
    void rulesByDateNeverCountALeapDay() {
        assertThat(read("ABC5DEF,J60/3,J365"))
                .isEqualTo(Map.of("SettingTimeZone", "-5:00", "SettingDstEnable", "1", "SettingDstType", "date",
                        "SettingDstOffset", "60", "SettingDstStartMonth", "Mar", "SettingDstStartDate", "1", "SettingDstStartHour", "3",
                        "SettingDstEndMonth", "Dec", "SettingDstEndDate", "31", "SettingDstEndHour", "2"));
    }

    @ParameterizedTest
    @CsvSource({"UTC0, 0", "JST-9, +9:00", "NPT-5:45, +5:45", "<-03>3, -3:00", "MART+9:30, -9:30", "SST11, -11:00", "LINT-14, +14:00"})
    void withoutDaylightSavingThereIsNone(String zone, String offset) {
        assertThat(read(zone)).isEqualTo(Map.of("SettingTimeZone", offset, "SettingDstEnable", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PST", "8", "Europe/London", "PS8PDT", "PST8PDT,M3.2.0", "PST8PDT,M13.2.0,M11.1.0",
            "PST8PDT,M3.6.0,M11.1.0",
            "PST8PDT,M3.2.7,M11.1.0", "PST8PDT,M3.0.0,M11.1.0", "PST8PDT,59,J300", "PST8PDT,J0,J300", "PST8PDT,J366,J300",
            "PST8PDT,M3.2.0,J300",
            "PST8PDT,M3.2.0/2:30,M11.1.0", "PST8PDT,M3.2.0/24,M11.1.0", "PST8PDT,M3.2.0/-1,M11.1.0", "IDLW12", "ABC-15", "ABC8:00:30",
            "PST8PDT1,M3.2.0,M11.1.0", "PST999999999999", "PST8PDT,M3.2.0,M11.1.0,M12.1.0", "PST8:PDT", "ABC8DEF999:99,J1,J2"})
    void whatTheParametersCannotSayIsRefused(String zone) {
        assertThatThrownBy(() -> read(zone)).isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("For input");
    }
}
