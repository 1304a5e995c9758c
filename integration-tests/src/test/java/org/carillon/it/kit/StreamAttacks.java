package org.carillon.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What should not come over a connection: messages that break the rules, lengths that lie, junk. */
public final class StreamAttacks {
    private StreamAttacks() {}

    private static String options(String more) {
        return RawStream.request("OPTIONS", Bench.OURS, more, "");
    }

    private static String withLength(String length) {
        return options("").replace("Content-Length: 0", "Content-Length: " + length);
    }

    /** Each is sent whole; then nothing more is said. By name, what is answered at last: a status, {@code closed} or both. */
    public static Map<String, String> messages() {
        Map<String, String> attacks = new LinkedHashMap<>();
        for (String length : List.of("-1", "-999", "-2147483648", "x", "0x10", "1e3", "+5", "1.0", "5 5", "5,5", "5;5", "\"5\"",
                "99999999999999999999",
                "2000000000", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807", "1048576", "65536", "0-",
                "NaN",
                "\u0665", "5\0")) {
            attacks.put(withLength(length), "refused closed");
        }
        attacks.put(options("l: 5\r\n"), "refused closed");
        attacks.put(options("Content-Length: 70\r\nContent-Length: 71\r\n"), "refused closed");
        attacks.put(withLength("40"), "");
        attacks.put(withLength("\r\n 40"), "");
        attacks.put(options("X: y\r\n").replaceFirst("\r\n\r\n$", "\r\n"), "");
        attacks.put(options("Content-Length: 0\r\n"), "200");
        attacks.put(withLength("0000000000000000"), "400");
        attacks.put("\r\n\r\n\r\n" + options(""), "200");
        attacks.put(options("") + "INVITE", "200");
        attacks.put(RawStream.request("OPTIONS", Bench.OURS, "Content-Type: message/sip\r\n", RawStream.request("BYE", Bench.OURS, "", "")),
                "200");
        attacks.put(options("").replace("SIP/2.0\r\n", "SIP/7.0\r\n"), "505");
        attacks.put(options("").replace("SIP/2.0/TCP", "SIP/2.0/UDP"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: -1"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: 99999999999999999999"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: 1 OPTIONS\r\nCSeq: 2"), "400");
        attacks.put(options("").replaceFirst("From:.*\r\n", ""), "400");
        attacks.put(options("").replaceFirst("Call-ID:.*\r\n", ""), "400");
        attacks.put(options("").replaceFirst("Via:.*\r\n", ""), "");
        attacks.put(options("").replaceFirst("branch=z9hG4bK", "branch=z9hG4bK\"<>"), "400");
        attacks.put(options("").replaceFirst("OPTIONS (\\S+)", "OPTIONS <$1>"), "400");
        attacks.put(options("").replaceFirst("OPTIONS (\\S+)", "OPTIONS sip:" + "a".repeat(20_000) + "@b"), "404");
        attacks.put(options("").replaceFirst("OPTIONS sip", "OPTIONS nobody"), "416");
        attacks.put(options("X-Long: " + "a".repeat(20_000) + "\r\n"), "200");
        attacks.put(options("X-Many: 1\r\n".repeat(400)), "200");
        attacks.put(options("X-Many: 1\r\n".repeat(600)), "400");
        attacks.put(options("X-Folded: 1" + "\r\n 1".repeat(600) + "\r\n"), "400");
        attacks.put(options("X-Long: " + "a".repeat(40_000) + "\r\n"), "closed");
        attacks.put(options("X-Many: 1\r\n".repeat(4_000)), "closed");
        attacks.put(options("Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKx\r\n".repeat(300)), "200");
        attacks.put(options("Require: nothing-we-have\r\n"), "420");
        attacks.put(RawStream.request("ACK", Bench.OURS, "", ""), "");
        attacks.put(RawStream.request("BYE", Bench.OURS, "", ""), "481");
        attacks.put(RawStream.request("CANCEL", Bench.OURS, "", ""), "481");
        attacks.put(RawStream.request("A".repeat(5_000), Bench.OURS, "", ""), "501");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/2.0 200 OK\r\n"), "");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/2.0 4294967301 no\r\n"), "");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/9.9 200 OK\r\n"), "");
        junk(attacks);
        return attacks;
    }

    private static void junk(Map<String, String> attacks) {
        attacks.put("GET / HTTP/1.1\r\nHost: phone\r\n\r\n", "closed");
        attacks.put("CONNECT phone:443 HTTP/1.1\r\n\r\n", "closed");
        attacks.put("SSH-2.0-OpenSSH_9.2\r\n", "closed");
        attacks.put("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", "closed");
        attacks.put("\0\u0001\0\0!\u0012\u00a4B", "closed");
        attacks.put("\0", "closed");
        attacks.put("\0".repeat(10_000), "closed");
        attacks.put("hello\r\n", "closed");
        attacks.put("hello", "");
        attacks.put(" \r\n\r\n", "closed");
        attacks.put("A".repeat(40_000), "closed");
        attacks.put(" ".repeat(40_000), "closed");
        attacks.put("OPTIONS sip:a SIP/2.0\r\n" + "X".repeat(50_000), "closed");
        attacks.put("\u00ff\u00fe" + options("").replace("", "\0"), "closed");
        attacks.put("\r\n".repeat(20_000), "");
        attacks.put("\r".repeat(20_000), "");
        attacks.put("\n".repeat(20_000), "");
        Random random = new Random(1803);
        for (int size : List.of(1, 7, 100, 1_000, 10_000, 100_000)) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x7f;
            attacks.put(new String(bytes, ISO_8859_1).replace('\n', '.').replace('\r', '.') + (size > 40_000 ? "" : "\n"), "closed");
        }
    }

    /** Whether an outcome is the wanted one. */
    public static boolean isAs(String wanted, String words) {
        return words.replaceFirst("400|513", "refused").equals(wanted) || words.equals(wanted);
    }

    /** The beginning, for a person. */
    public static String shown(String bytes) {
        return bytes.substring(0, Math.min(bytes.length(), 400)).replace("\r\n", "|");
    }
}
