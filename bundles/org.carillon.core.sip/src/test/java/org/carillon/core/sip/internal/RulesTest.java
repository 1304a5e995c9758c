package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.carillon.sim.testkit.Configs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules without messages. */
class RulesTest {
    private final Random random = new Random(7);

    @Test
    void intervalsDoubleUpToTheLimitAndAreNeverTheSame() {
        var backoff = new Backoff(random, Duration.ofSeconds(2), Duration.ofSeconds(120));
        long bound = 2_000;
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next().toMillis()).isBetween(1_000L, bound);
            bound = Math.min(120_000, bound * 2);
        }
        backoff.reset();
        assertThat(backoff.next().toMillis()).isBetween(1_000L, 2_000L);
        assertThat(Set.of(draw(1), draw(2), draw(3), draw(4))).as("phones that failed together").hasSizeGreaterThan(2);
    }

    private static Duration draw(int seed) {
        var backoff = new Backoff(new Random(seed), Duration.ofSeconds(60), Duration.ofSeconds(600));
        return backoff.next();
    }

    @Test
    void aWishIsTheLeastAndBounded() {
        var backoff = new Backoff(random, Duration.ofSeconds(2), Duration.ofSeconds(120));
        assertThat(backoff.next(Duration.ofSeconds(300))).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(330));
        assertThat(backoff.next(Duration.ofDays(1000))).isBetween(Duration.ofHours(1), Duration.ofMinutes(66));
    }

    @ParameterizedTest
    @CsvSource({"3600,50,1800000", "3600,99,3564000", "60,1,1000", "1,50,1000", "100,80,80000"})
    void registrationsAreRefreshedAtTheProportion(long granted, int percentage, long millis) {
        assertThat(RegisterRules.refresh(granted, percentage)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void aRegistrarThatNeverHasEnoughIsRefused() {
        var rules = new RegisterRules(random, 60);
        for (int least = 120; least < 123; least++) {
            assertThat(rules.tooBrief(least)).isInstanceOf(RegisterRules.Next.Again.class);
            assertThat(rules.lifetime()).isEqualTo(least);
        }
        assertThat(rules.tooBrief(123)).isInstanceOf(RegisterRules.Next.Retry.class);
    }

    @Test
    void refusalsAreRepeatedSlowlyAndSilenceSoon() {
        var rules = new RegisterRules(random, 3600);
        var silent = (RegisterRules.Next.Retry) rules.failed(408, Duration.ZERO);
        assertThat(silent.delay()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            rules.failed(403, Duration.ZERO);
        }
        var refused = (RegisterRules.Next.Retry) rules.failed(403, Duration.ZERO);
        assertThat(refused.delay()).isLessThanOrEqualTo(Duration.ofSeconds(600));
    }

    @Test
    void theOwnerOfTheCallIdWaitsLonger() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(Glare.pause(random, true).toMillis()).isBetween(2_100L, 4_000L)
                    .satisfies(millis -> assertThat(millis % 10).isZero());
            assertThat(Glare.pause(random, false).toMillis()).isBetween(0L, 2_000L);
        }
    }

    @Test
    void contactsAreOrderedByPreferenceThenByTransport() {
        var redirects = new Redirects(List.of("tcp", "udp"), Set.of("udp", "tcp"), "sip:first@x");
        redirects.offered(List.of(contact("a", "udp", 1), contact("b", "tcp", 1), contact("c", "udp", 0.5f), contact("d", "tls", 1)));
        assertThat(redirects.next()).contains("sip:b@x");
        assertThat(redirects.next()).contains("sip:a@x");
        redirects.offered(List.of(contact("e", "udp", 0.1f)));
        assertThat(redirects.next()).contains("sip:e@x");
        assertThat(redirects.next()).contains("sip:c@x");
        assertThat(redirects.next()).isEmpty();
    }

    private static Redirects.Contact contact(String user, String transport, float q) {
        return new Redirects.Contact("sip:" + user + "@x", transport, q);
    }

    @Test
    void aBlankOrderIsAllTransports() {
        assertThat(Account.of(1, Configs.defaults(AccountConfig.class)).redirectOrder()).containsExactly("udp", "tcp", "tls");
        assertThat(Account
                .of(1, Configs.of(AccountConfig.class, java.util.Map.of("redirectMessageProcessingPriority", new String[]{"TLS", "UDP"})))
                .redirectOrder()).containsExactly("tls", "udp");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(Account.of(1, Configs.of(AccountConfig.class, Fixture.settings())).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"alice,alice", "a b,a%20b", "+49*#,+49*%23", "ü,%C3%BC", "50%,50%25", "a@b,a%40b"})
    void usersAreEscapedAndBack(String name, String user) {
        assertThat(Syntax.escape(name)).isEqualTo(user);
        assertThat(Syntax.unescape(user)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"%", "%4", "a%zz"})
    void brokenEscapesStayAsTheyAre(String user) {
        assertThat(Syntax.unescape(user)).isEqualTo(user);
    }
}
