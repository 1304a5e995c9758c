package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.core.config.internal.ValueType.Items;
import org.carillon.core.config.internal.ValueType.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypeTest {
    private static final KeyTypes KEY_TYPES = new KeyTypes();

    private static ValueType type(Scalar scalar, String format, Long min, Long max, String... options) {
        return new ValueType(scalar, format, List.of(options), min, max, null, KEY_TYPES);
    }

    private static ValueType list(Scalar scalar, String format, String separator, int minItems, String... options) {
        return new ValueType(scalar, format, List.of(options), null, null, new Items(separator, minItems), KEY_TYPES);
    }

    private static void takes(ValueType type, String text, Object value, String canonical) {
        assertThat(type.parse(text)).contains(value);
        assertThat(type.text(value)).isEqualTo(canonical);
        assertThat(type.parse(canonical)).as("its own spelling").contains(value);
    }

    private static void refuses(ValueType type, String... texts) {
        for (String text : texts) {
            assertThat(type.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void booleans() {
        ValueType type = type(Scalar.BOOLEAN, "", null, null);
        takes(type, "true", true, "true");
        takes(type, " 0 ", false, "false");
        takes(type, "1", true, "true");
        refuses(type, "", "yes", "TRUE", "2");
        assertThat(type.permitted()).isEqualTo("true, false");
    }

    @Test
    void integers() {
        ValueType type = type(Scalar.INTEGER, "", 1L, 65_535L);
        takes(type, " 007 ", 7, "7");
        takes(type, "+65535", 65_535, "65535");
        refuses(type, "", "0", "65536", "1.0", "0x1", "1e3", "4294967297", "99999999999999999999", "\u0661");
        assertThat(type.permitted()).isEqualTo("an integer from 1 to 65535");
        refuses(type(Scalar.INTEGER, "", null, null), "2147483648");
        takes(type(Scalar.INTEGER, "", null, null), "-2147483648", -2_147_483_648, "-2147483648");
        takes(type(Scalar.LONG, "", null, null), "2147483648", 2_147_483_648L, "2147483648");
    }

    @Test
    void numbersThatMayBeBlank() {
        ValueType type = type(Scalar.STRING, "integer", 5L, null);
        takes(type, "  ", "", "");
        takes(type, "05", "5", "5");
        refuses(type, "4", "x");
        assertThat(type.permitted()).isEqualTo("an integer of at least 5");
    }

    @Test
    void choices() {
        ValueType type = type(Scalar.INTEGER, "", null, null, "0", "1", "486");
        takes(type, " 486", 486, "486");
        refuses(type, "2", "", "00");
        assertThat(type.permitted()).isEqualTo("0, 1, 486");
        takes(type(Scalar.STRING, "", null, null, "IPv4", "IPv6"), "IPv6", "IPv6", "IPv6");
        refuses(type(Scalar.STRING, "", null, null, "IPv4", "IPv6"), "ipv6");
    }

    @Test
    void texts() {
        ValueType type = type(Scalar.STRING, "", 2L, 4L);
        takes(type, " a ", " a ", " a ");
        takes(type, "\u00e4\ud83d\ude00", "\u00e4\ud83d\ude00", "\u00e4\ud83d\ude00");
        refuses(type, "", "a", "abcde", "a\u0000", "a\u001b", "a\ud83d", "a\uffff");
        takes(type(Scalar.STRING, "", null, 4L), "", "", "");
        assertThat(type.permitted()).isEqualTo("text of 2 to 4 characters");
        assertThat(type(Scalar.STRING, "url", null, 4L).permitted()).isEqualTo("a URL of at most 4 characters");
    }

    @Test
    void webUrls() {
        ValueType type = type(Scalar.STRING, "webUrl", null, 40L);
        String url = "HTTPS://a:b@host:8/x?m=$mac&n=$ip";
        takes(type, " " + url + " ", url, url);
        takes(type, "", "", "");
        refuses(type, "host/x", "ftp://host/", "file:///etc/passwd", "javascript:alert(1)", "http:///x", "http://host/a b",
                "http://host/{a}",
                "http://host/a\r\nb", "http://", "//host/x", "http://host/123456789012345678901234567890");
        assertThat(type.permitted()).isEqualTo("a URL that begins with http:// or https:// of at most 40 characters");
        assertThat(type.isUrl()).isTrue();
    }

    @Test
    void lists() {
        ValueType type = list(Scalar.STRING, "", ";", 1, "0", "8", "18");
        takes(type, " 8 ;0", List.of("8", "0"), "8;0");
        refuses(type, "", "8;", ";8", "8;8", "9", "8,0");
        assertThat(type.permitted()).isEqualTo("items separated by ;, each once, at least 1: 0, 8, 18");
        takes(list(Scalar.STRING, "", "", 0, "0", "1", "2"), "201", List.of("2", "0", "1"), "201");
        takes(list(Scalar.STRING, "", ";", 0, "0"), "", List.of(), "");
        refuses(list(Scalar.STRING, "", "", 0, "0", "1", "2"), "2;0", "22");
        takes(list(Scalar.STRING, "integer", ";", 0), "20;20;020", List.of("20", "20", "20"), "20;20;20");
        refuses(list(Scalar.STRING, "integer", ";", 0), "20;;20", "a");
        takes(list(Scalar.STRING, "integer", ";", 0, "10", "20"), "20;10;20", List.of("20", "10", "20"), "20;10;20");
        refuses(list(Scalar.STRING, "integer", ";", 0, "10", "20"), "20;15", "20;");
        assertThat(list(Scalar.STRING, "integer", ";", 0, "10", "20").permitted()).isEqualTo("items separated by ;: 10, 20");
    }

    @Test
    void keyTypesFollowTheBundles() {
        KeyTypes keyTypes = new KeyTypes();
        ValueType type = new ValueType(Scalar.INTEGER, KeyTypes.FORMAT, List.of(), null, null, null, keyTypes);
        refuses(type, "3");
        takes(type, "0", 0, "0");
        assertThat(keyTypes.replace(List.of(13L, 3L, 3L))).isTrue();
        assertThat(keyTypes.replace(List.of(3L, 13L))).isFalse();
        takes(type, "3", 3, "3");
        assertThat(type.permitted()).isEqualTo("0, 3, 13");
    }

    @ParameterizedTest
    @CsvSource({"host,pbx.example.com", "host,pbx", "host,192.0.2.1", "host,2001:db8::1", "host,[2001:db8::1]", "host,_sip.example.com.",
            "url,http://192.0.2.1:8080/a/$mac.xml?x=1", "url,tftp://server", "url,server/path", "url,https://[::1]/", "url,https://u:p@h/",
            "ip,192.0.2.1", "ip,::1", "ipv4,255.255.255.255", "ipv6,fe80::1", "ipPattern,10.3.*.*", "ipPattern,any", "ipPattern,::1",
            "netmask,255.255.254.0", "netmask,0.0.0.0",
            "netmask,255.255.255.255", "sipUri,sip:100@pbx:5060;transport=tcp", "sipUri,100@pbx", "sipUri,SIPS:pbx", "featureCode,*78#",
            "phoneNumber,+49 ", "phoneNumber,100@pbx", "time,00:00", "time,23:59", "utcOffset,0", "utcOffset,-11:00", "utcOffset,+14:00",
            "utcOffset,+5:45",
            "utcOffset,+05:45", "unheardOf,anything at all"})
    void formatsTake(String format, String text) {
        assertThat(type(Scalar.STRING, format, null, null).parse(text)).as("%s %s", format, text).isPresent();
        assertThat(type(Scalar.STRING, format, null, null).parse("")).contains("");
    }

    @ParameterizedTest
    @CsvSource({"host,a b", "host,-a", "host,a..b", "host,http://a", "host,300.1.1.1", "host,1.2.3", "url,http://", "url,http:///x",
            "url,a b",
            "url,://x", "ip,1.2.3", "ip,host", "ipv4,::1", "ipv4,01.2.3.4", "ipv6,1.2.3.4", "ipv6,fe80:::1", "ipPattern,10.3.*",
            "ipPattern,10.3.1*.*", "ipPattern,*", "ipPattern,pbx", "netmask,255.0.255.0",
            "netmask,255.255.255", "sipUri,<sip:a@b>", "sipUri,sip:", "featureCode,a b", "phoneNumber,1 2", "time,24:00", "time,7:30",
            "time,12:60", "utcOffset,-11:01", "utcOffset,+14:01", "utcOffset,5:45", "utcOffset,+1", "utcOffset,+1:60", "utcOffset,Z",
            "utcOffset,+00"})
    void formatsRefuse(String format, String text) {
        assertThat(type(Scalar.STRING, format, null, null).parse(text)).as("%s %s", format, text).isEmpty();
    }
}
