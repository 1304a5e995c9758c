package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipMessageTest {
    private static final String REGISTER = """
            REGISTER sip:127.0.0.1 SIP/2.0
            v: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1
            f: <sip:bench@127.0.0.1>;tag=a
            t: <sip:bench@127.0.0.1>
            i: abc
            CSeq: 7 REGISTER
            m: <sip:bench@127.0.0.1:5060;x=y>;expires=60
            l: 0

            """.replace("\n", "\r\n");

    private static SipMessage parse(String text) {
        return SipMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsCompactHeaders() {
        SipMessage register = parse(REGISTER);
        assertThat(register.isResponse()).isFalse();
        assertThat(register.method()).isEqualTo("REGISTER");
        assertThat(register.field("call-id")).isEqualTo("abc");
        assertThat(register.contact()).contains("sip:bench@127.0.0.1:5060;x=y");
        assertThat(register.mediaPort()).isZero();
    }

    @Test
    void knowsAFarewell() {
        assertThat(parse(REGISTER).isFarewell()).isFalse();
        assertThat(parse(REGISTER.replace("expires=60", "expires=0")).isFarewell()).isTrue();
        assertThat(parse(REGISTER.replace("l: 0", "Expires: 0")).isFarewell()).isTrue();
    }

    @Test
    void answersWithATag() {
        SipMessage answer = parse(
                new String(parse(REGISTER).answer("200 OK", List.of("Expires: 3600"), "").bytes(), StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.method()).isEqualTo("REGISTER");
        assertThat(answer.field("to")).isEqualTo("<sip:bench@127.0.0.1>;tag=bench");
        assertThat(answer.field("via")).endsWith("branch=z9hG4bK1");
        assertThat(answer.field("expires")).isEqualTo("3600");
        assertThat(answer.field("contact")).isEmpty();
    }

    @Test
    void findsWhereRtpGoes() {
        assertThat(parse("SIP/2.0 200 OK\r\n\r\nv=0\r\nm=audio 16384 RTP/AVP 8\r\n").mediaPort()).isEqualTo(16384);
    }

    @Test
    void knowsWhatIsNone() {
        assertThat(parse("\r\n")).isNull();
    }
}
