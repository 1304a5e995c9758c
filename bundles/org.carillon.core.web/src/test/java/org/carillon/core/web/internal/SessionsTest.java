package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private long nanos;
    private final Sessions sessions = new Sessions(() -> nanos, () -> {});

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void endAfterTenMinutesWithoutUse() {
        String id = sessions.begin("admin", false, "");
        pass(Duration.ofMinutes(9));
        assertThat(sessions.use(id)).isPresent();
        pass(Duration.ofMinutes(9));
        assertThat(sessions.lives(id)).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(sessions.use(id)).isEmpty();
    }

    @Test
    void lookingWhetherASessionLivesIsNoUse() {
        String id = sessions.begin("admin", false, "");
        for (int minute = 0; minute < 10; minute++) {
            assertThat(sessions.lives(id)).isTrue();
            pass(Duration.ofMinutes(1));
        }
        assertThat(sessions.lives(id)).isFalse();
    }

    @Test
    void loggingInAgainEndsTheFormerSession() {
        String former = sessions.begin("admin", true, "");
        String id = sessions.begin("admin", false, former);
        assertThat(id).isNotEqualTo(former);
        assertThat(sessions.lives(former)).isFalse();
        assertThat(sessions.use(id).orElseThrow().restricted()).isFalse();
    }

    @Test
    void theOneUnusedForLongestMakesRoom() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= Sessions.MOST; i++) {
            ids.add(sessions.begin("admin", false, ""));
            pass(Duration.ofSeconds(1));
        }
        assertThat(sessions.lives(ids.getFirst())).isFalse();
        assertThat(ids.subList(1, ids.size())).allMatch(sessions::lives);
    }

    @Test
    void aLogOutAndTheEndOfAllAreToldOnceTheyAreDone() {
        List<Boolean> lives = new ArrayList<>();
        Sessions[] told = new Sessions[1];
        String[] id = {""};
        told[0] = new Sessions(() -> nanos, () -> lives.add(told[0].lives(id[0])));
        for (Consumer<String> end : List.<Consumer<String>>of(told[0]::end, any -> told[0].endAll())) {
            id[0] = told[0].begin("admin", false, "");
            assertThat(told[0].lives(id[0])).isTrue();
            lives.clear();
            end.accept(id[0]);
            assertThat(lives).containsExactly(false);
        }
    }

    @Test
    void aTokenBelongsToOneSession() {
        assertThat(sessions.isToken("one", sessions.token("one"))).isTrue();
        assertThat(sessions.isToken("one", sessions.token("other"))).isFalse();
        assertThat(new Sessions(() -> 0, () -> {}).isToken("one", sessions.token("one"))).isFalse();
    }

    @Test
    void aTicketCountsOnceAndForTenMinutes() {
        String ticket = sessions.ticket();
        assertThat(sessions.redeem(ticket)).isTrue();
        assertThat(sessions.redeem(ticket)).isFalse();
        String late = sessions.ticket();
        pass(Duration.ofMinutes(10));
        assertThat(sessions.redeem(late)).isFalse();
    }
}
