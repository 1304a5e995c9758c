package org.carillon.core.digest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.carillon.api.digest.DigestAuthentication.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestSessionTest {
    private static final byte[] BODY = "v=0\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Session session = new Digests(() -> "c0ffee").open("alice", "s3cret");

    private Map<String, String> answer() {
        String header = session.authorize("REGISTER", "sip:pbx.example.com", BODY).orElseThrow();
        List<ChallengeParser.Scheme> schemes = ChallengeParser.parse(header);
        assertThat(schemes).singleElement().extracting(ChallengeParser.Scheme::name).isEqualTo("Digest");
        return schemes.getFirst().parameters();
    }

    private boolean challenged(String... headers) {
        return session.challenged(List.of(headers), false);
    }

    private static String hash(String algorithm, String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsWhichAlgorithmsItDoesNotKnow() {
        assertThat(session.unknownAlgorithms()).isEmpty();
        assertThat(challenged("Digest realm=\"pbx\", nonce=\"n0\", algorithm=SHA3-256",
                "Digest realm=\"pbx\", nonce=\"n0\", algorithm=\"a\u0001b\"",
                "Basic realm=\"pbx\"")).isFalse();
        assertThat(session.unknownAlgorithms()).containsExactly("SHA3-256");
        assertThat(challenged("Digest realm=\"pbx\"")).as("MD5 without a nonce").isFalse();
        assertThat(session.unknownAlgorithms()).isEmpty();
        challenged("Digest realm=\"pbx\", nonce=\"n0\", algorithm=SHA3-256", "Digest realm=\"pbx\", nonce=\"n0\"");
        assertThat(session.unknownAlgorithms()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MD5, MD5", "SHA-256, SHA-256", "SHA-512-256, SHA-512/256"})
    void answersEveryAlgorithmAndQuality(String token, String jdk) throws Exception {
        for (boolean bound : new boolean[]{false, true}) {
            for (String qop : new String[]{"", "auth", "auth-int"}) {
                String name = token + (bound ? "-sess" : "");
                assertThat(challenged(
                        "Digest realm=\"pbx\", nonce=\"n0\", algorithm=" + name + (qop.isEmpty() ? "" : ", qop=\"" + qop + "\"")))
                        .isTrue();

                String key = hash(jdk, "alice:pbx:s3cret");
                key = bound ? hash(jdk, key + ":n0:c0ffee") : key;
                String request = hash(jdk, "REGISTER:sip:pbx.example.com"
                        + (qop.equals("auth-int") ? ":" + hash(jdk, new String(BODY, StandardCharsets.US_ASCII)) : ""));
                String expected = hash(jdk, qop.isEmpty()
                        ? key + ":n0:" + request
                        : key + ":n0:00000001:c0ffee:" + qop + ":" + request);

                Map<String, String> answer = answer();
                assertThat(answer).as(name + " " + qop).containsEntry("response", expected).containsEntry("algorithm", name)
                        .containsEntry("uri", "sip:pbx.example.com").containsEntry("username", "alice");
                assertThat(answer.get("qop")).isEqualTo(qop.isEmpty() ? null : qop);
                assertThat(answer.get("nc")).isEqualTo(qop.isEmpty() ? null : "00000001");
                assertThat(answer.get("cnonce")).isEqualTo(qop.isEmpty() && !bound ? null : "c0ffee");
            }
        }
    }

    @Test
    void hasNothingToSayBeforeTheFirstChallenge() {
        assertThat(session.authorize("REGISTER", "sip:pbx.example.com", BODY)).isEmpty();
    }

    @Test
    void takesTheStrongestOfSeveralAndTheTopmostOfEquals() {
        assertThat(challenged("Basic realm=\"pbx\"", "Digest realm=\"first\", nonce=\"1\", algorithm=MD5",
                "Digest realm=\"second\", nonce=\"2\", algorithm=SHA-256, Digest realm=\"third\", nonce=\"3\", algorithm=SHA-256-sess, qop=auth",
                "Digest realm=\"fourth\", nonce=\"4\", algorithm=WHIRLPOOL")).isTrue();
        assertThat(answer()).containsEntry("realm", "second").containsEntry("nonce", "2");
    }

    @Test
    void prefersAuthWhereBothQualitiesAreOffered() {
        challenged("Digest realm=\"pbx\", nonce=\"n\", qop=\"auth-int,auth\"");
        assertThat(answer()).containsEntry("qop", "auth").doesNotContainKey("algorithm");
    }

    @Test
    void countsTheUsesOfANonce() {
        challenged("Digest realm=\"pbx\", nonce=\"n\", qop=auth");
        assertThat(answer()).containsEntry("nc", "00000001");
        assertThat(answer()).containsEntry("nc", "00000002");
        IntStream.range(0, 13).forEach(i -> answer());
        assertThat(answer()).containsEntry("nc", "00000010");
        challenged("Digest realm=\"pbx\", nonce=\"m\", qop=auth");
        assertThat(answer()).containsEntry("nc", "00000001").containsEntry("nonce", "m");
    }

    @Test
    void noTwoAnswersHaveTheSameCount() {
        challenged("Digest realm=\"pbx\", nonce=\"n\", qop=auth");
        Map<String, Boolean> counts = new ConcurrentHashMap<>();
        IntStream.range(0, 1000).parallel().forEach(i -> counts.put(answer().get("nc"), true));
        assertThat(counts).hasSize(1000);
    }

    @Test
    void aRefusedAnswerEndsTheLoopUnlessTheNonceWasStale() {
        List<String> first = List.of("Digest realm=\"pbx\", nonce=\"1\", qop=auth");
        List<String> second = List.of("Digest realm=\"pbx\", nonce=\"2\", qop=auth");
        List<String> stale = List.of("Digest realm=\"pbx\", nonce=\"3\", qop=auth, stale=TRUE");
        assertThat(session.challenged(first, false)).isTrue();
        answer();
        assertThat(session.challenged(second, true)).isFalse();
        answer();
        assertThat(session.challenged(stale, true)).isTrue();
        assertThat(answer()).containsEntry("nonce", "3");
        assertThat(session.challenged(second, true)).isFalse();
    }

    /** Several servers hand out a new nonce without calling the old one stale. */
    @Test
    void aNonceThatServedMayHaveExpiredInSilence() {
        List<String> first = List.of("Digest realm=\"pbx\", nonce=\"1\", qop=auth");
        List<String> second = List.of("Digest realm=\"pbx\", nonce=\"2\", qop=auth");
        session.challenged(first, false);
        answer();
        answer();
        assertThat(session.challenged(first, true)).as("the same nonce").isFalse();
        session.challenged(first, false);
        answer();
        answer();
        assertThat(session.challenged(second, true)).as("another nonce").isTrue();
        answer();
        assertThat(session.challenged(first, true)).as("once only").isFalse();
    }

    @Test
    void echoesWhatTheServerSaidWithItsQuotes() {
        challenged("Digest realm=\"the \\\"pbx\\\" of C:\\\\\", nonce=\"n\", opaque=\"\\\\o,=p\"");
        assertThat(session.authorize("REGISTER", "sip:a\"b", BODY).orElseThrow()).contains("realm=\"the \\\"pbx\\\" of C:\\\\\"",
                "opaque=\"\\\\o,=p\"", "uri=\"sip:a\\\"b\"");
        assertThat(answer()).containsEntry("realm", "the \"pbx\" of C:\\").containsEntry("opaque", "\\o,=p");
    }

    @Test
    void anEmptyOpaqueIsEchoedAndAnAbsentOneIsNot() {
        challenged("Digest realm=\"\", nonce=\"n\", opaque=\"\"");
        assertThat(answer()).containsEntry("opaque", "").containsEntry("realm", "");
        challenged("Digest realm=\"\", nonce=\"n\"");
        assertThat(answer()).doesNotContainKey("opaque");
    }

    @Test
    void namesBeyondAscii() throws Exception {
        Session german = new Digests(() -> "c").open("J\u00fcrgen \"X\"", "Gehe\u00efm");
        german.challenged(List.of("Digest realm=\"pbx\", nonce=\"n\""), false);
        String expected = hash("MD5",
                hash("MD5", "J\u00fcrgen \"X\":pbx:Gehe\u00efm") + ":n:" + hash("MD5", "REGISTER:sip:x"));
        assertThat(german.authorize("REGISTER", "sip:x", BODY).orElseThrow()).contains("username=\"J\u00fcrgen \\\"X\\\"\"",
                "response=\"" + expected + "\"");
        german.challenged(List.of("Digest realm=\"pbx\", nonce=\"n\", charset=UTF-8"), false);
        assertThat(german.authorize("REGISTER", "sip:x", BODY).orElseThrow()).contains("username*=UTF-8''J%C3%BCrgen%20%22X%22,",
                "response=\"" + expected + "\"");
    }

    @Test
    void aNameCannotEndTheHeader() {
        Session bad = new Digests(() -> "c").open("alice\r\nX: y", "p");
        bad.challenged(List.of("Digest realm=\"pbx\", nonce=\"n\""), false);
        assertThat(bad.authorize("REGISTER", "sip:x\r\ny", BODY).orElseThrow()).doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",,,", "Digest", "Digest ,", "Digest realm", "Digest realm=", "Digest realm=\"", "Digest realm=\"x",
            "Digest realm=\"x\\", "Digest realm=\"x\", nonce", "Basic realm=\"x\"", "Negotiate TlRMTVNTUAAB==", "nonce=\"n\", realm=\"r\"",
            "=\"=\"=",
            "\"Digest\" realm=\"r\", nonce=\"n\"", "Digest realm=\"r\", nonce=\"n\", algorithm=MD4",
            "Digest realm=\"r\", nonce=\"n\", algorithm=", "Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"", "Digest nonce=\"n\"",
            "Digest realm=\"r\"", "Digest realm=\"r\r\nX: y\", nonce=\"n\"", "Digest realm=\"r\", nonce=\"n\u0000\"",
            "Digest realm=\"r\", nonce=\"n\", opaque=\"\u007f\"", "\u0000\u0001", "{}[]()<>@;:/?\\"})
    void whatIsNoChallengeIsNotAnswered(String header) {
        assertThat(challenged(header)).isFalse();
        assertThat(session.authorize("REGISTER", "sip:x", BODY)).isEmpty();
    }

    @Test
    void anUnknownChallengeLeavesTheLastOne() {
        challenged("Digest realm=\"pbx\", nonce=\"n\"");
        assertThat(challenged("Basic realm=\"x\"")).isFalse();
        assertThat(answer()).containsEntry("nonce", "n");
    }

    @Test
    void aHeaderIsBounded() {
        String fits = "Digest realm=\"pbx\", nonce=\"" + "n".repeat(10_000) + "\"";
        assertThat(challenged(fits)).isTrue();
        assertThat(new Digests().open("a", "b").challenged(List.of("Digest realm=\"pbx\", nonce=\"" + "n".repeat(20_000) + "\""), false))
                .isFalse();
        assertThat(challenged("a ".repeat(8_000), "=".repeat(16_000), "a=\"".repeat(5_000))).isFalse();
    }

    @Test
    void takesSloppySpelling() {
        assertThat(challenged("digest  REALM = pbx ,Nonce=\"n\",, algorithm=\"sha-256\" , qop = AUTH,\tx=y;z=\"1\"")).isTrue();
        assertThat(answer()).containsEntry("realm", "pbx").containsEntry("algorithm", "sha-256").containsEntry("qop", "auth");
    }

    @Test
    void clientNoncesAreRandom() {
        Digests digests = new Digests();
        List<String> headers = List.of("Digest realm=\"pbx\", nonce=\"n\", qop=auth");
        assertThat(IntStream.range(0, 100).mapToObj(i -> {
            Session one = digests.open("a", "b");
            one.challenged(headers, false);
            return ChallengeParser.parse(one.authorize("GET", "/", BODY).orElseThrow()).getFirst().parameters().get("cnonce");
        })).doesNotHaveDuplicates().allMatch(cnonce -> cnonce.matches("[0-9a-f]{32}"));
    }
}
