package org.carillon.feature.actionurl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.line.Line;
import org.carillon.sim.testkit.FakePhone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private static final Line LINE = new Line(2, "Reception", "4711", "Front desk", "pbx.example.com", Line.State.REGISTERED, "", "udp", 0,
            200, "");

    private final FakePhone phone = new FakePhone(Path.of("."));
    private final Variables variables = new Variables(phone);

    private static Call call(Direction direction, String remote, String display) {
        return new Call("c1", "77@there", 2, direction, State.TALKING, remote, display, "", 0, "", false, false, false, false,
                Call.Rtp.NONE, 0,
                0);
    }

    private String query(String query, Line line, Call call) {
        return variables.expand("http://server/help.xml?" + query, Optional.ofNullable(line), Optional.ofNullable(call)).getRawQuery();
    }

    @ParameterizedTest(name = "{0}: in {1}, out {2}, account {3}, else {4}")
    @CsvSource(delimiter = '|', textBlock = """
            $active_url|sip%3A4711%40pbx.example.com|sip%3A4711%40pbx.example.com|sip%3A4711%40pbx.example.com|''
            $active_user|4711|4711|4711|''
            $active_host|pbx.example.com|pbx.example.com|pbx.example.com|''
            $local|sip%3A4711%40pbx.example.com|sip%3A4711%40pbx.example.com|sip%3A4711%40pbx.example.com|''
            $display_local|Front%20desk|Front%20desk|Front%20desk|''
            $remote|sip%3A100%40there|sip%3A100%40there|''|''
            $display_remote|Bob|Bob|''|''
            $call_id|77%40there|77%40there|''|''
            $callerID|Bob|''|''|''
            $calledNumber|''|100|''|''
            $addon_number|0|0|0|0
            $udisk_number|0|0|0|0
            $usbheadset_number|0|0|0|0
            $vpn_ip|''|''|''|''
            """)
    void valuesDependOnWhatItIsAbout(String name, String in, String out, String account, String other) {
        assertThat(query("v=" + name + "&", LINE, call(Direction.IN, "sip:100@there", "Bob"))).isEqualTo("v=" + in + "&");
        assertThat(query("v=" + name + "&", LINE, call(Direction.OUT, "sip:100@there", "Bob"))).isEqualTo("v=" + out + "&");
        assertThat(query("v=" + name + "&", LINE, null)).isEqualTo("v=" + account + "&");
        assertThat(query("v=" + name + "&", null, null)).isEqualTo("v=" + other + "&");
    }

    @Test
    void thePhoneIsAlwaysKnown() {
        phone.model("M7s Pro");
        assertThat(query("$mac;$ip;$model;$firmware", null, null))
                .isEqualTo(phone.mac() + ";" + phone.bind().getHostAddress() + ";M7s%20Pro;" + phone.firmware());
    }

    @ParameterizedTest
    @CsvSource({"sip:100@there,100", "sips:100@there;transport=tls,100", "SIP:there,there", "sip:there;lr,there"})
    void aCallerWithoutANameIsItsNumber(String remote, String shown) {
        assertThat(query("$callerID", LINE, call(Direction.IN, remote, ""))).isEqualTo(shown);
    }

    @Test
    void namesAreTakenAsTheyAreSpelt() {
        assertThat(query("$ipx=$MAC&$callerid$$ip$", null, null))
                .isEqualTo(phone.bind().getHostAddress() + "x=$MAC&$callerid$" + phone.bind().getHostAddress() + "$");
        assertThat(query("$display_local.$local", LINE, null)).isEqualTo("Front%20desk.sip%3A4711%40pbx.example.com");
    }

    @Test
    void onlyTheQueryHasValues() {
        assertThat(variables.expand("https://server/$call_id", Optional.empty(), Optional.empty()))
                .isEqualTo(URI.create("https://server/$call_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1\r\n\r\nGET /other HTTP/1.1", "&admin=1#end", "../../etc?x=y", "$mac$remote", "%0d%0a+%",
            "\u0000\u007f\ud800",
            "M\u00fcller \ud83d\ude00", "\\\"<>^`{|}*~"})
    void noValueIsMoreThanAValue(String name) {
        String query = query("a=$display_remote&b=1", LINE, call(Direction.IN, "sip:100@there", name));
        assertThat(query).matches("a=([A-Za-z0-9._~-]|%[0-9A-F]{2})+&b=1");
        assertThat(URLDecoder.decode(query.substring(2, query.length() - 4), StandardCharsets.UTF_8))
                .isEqualTo(name.replace('\ud800', '?'));
    }

    @Test
    void aNameOfTenKilobytesIsCut() {
        String query = query("a=$display_remote&b=1", LINE, call(Direction.IN, "sip:100@there", "\u20ac".repeat(10_240)));
        assertThat(query).hasSize("a=&b=1".length() + 9 * Variables.LONGEST_VALUE).endsWith("%AC&b=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://server/", "file:///etc/passwd", "javascript:alert(1)", "//server/", "server/help.xml", "http:///x",
            "http://a b/",
            "http://server/{x}", "jar:http://server/!/"})
    void anythingElseIsNotAskedFor(String url) {
        assertThatThrownBy(() -> variables.expand(url, Optional.empty(), Optional.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}
