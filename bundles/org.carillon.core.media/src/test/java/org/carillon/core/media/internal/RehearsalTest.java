package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.media.MediaSessions;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class RehearsalTest {
    private final FakeConfigurations accounts = new FakeConfigurations(20);
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<String> checked = new ArrayList<>();

    private final class Sessions implements MediaSessions {
        @Override
        public MediaSession open(int account, MediaSession.Listener listener) {
            throw new AssertionError("a rehearsal binds no ports");
        }

        @Override
        public void check(int account, String offer) throws MediaException {
            checked.add(account + " " + offer.lines().filter(line -> line.startsWith("m=")).findFirst().orElse(""));
        }
    }

    private Rehearsal start() {
        return new Rehearsal(new Sessions(), accounts, scopes, log.logger());
    }

    /** Past the sample offer, which is answered in any case. */
    private Rehearsal startAndAnswer() {
        Rehearsal rehearsal = start();
        scopes.advance(Rehearsal.SOON);
        return rehearsal;
    }

    private void list(String... codecs) {
        accounts.put(AccountConfig.PID, 20, Map.of("audioCodecs", codecs));
    }

    private static Event changed(String id) {
        return new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.IDS, List.of("SettingAudiodiffserv", id)));
    }

    private int rehearsals() {
        return log.messages(LogLevel.DEBUG).size();
    }

    @Test
    void thereIsOneSomeTimeAfterTheStart() {
        list("0", "125");
        Rehearsal rehearsal = start();
        scopes.advance(Rehearsal.PAUSE.minusMillis(1));
        assertThat(rehearsals()).isZero();
        rehearsal.handleEvent(changed("Account2AudioCodec"));
        scopes.advance(Rehearsal.PAUSE.multipliedBy(2));
        assertThat(rehearsals()).isEqualTo(1);
        rehearsal.handleEvent(changed("Account3AudioCodec"));
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void anOfferIsAnsweredOnceSoonAfterTheStart() {
        start();
        assertThat(checked).isEmpty();
        scopes.advance(Rehearsal.SOON);
        assertThat(checked).containsExactly("1 m=audio 9 RTP/AVP 8 0 9 101");
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void nobodyRehearsesWhatNoAccountLists() {
        Rehearsal rehearsal = startAndAnswer();
        assertThat(scopes.waitingTimers()).isZero();
        list("9", "0");
        rehearsal.handleEvent(changed("Account20AudioCodec"));
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void anAccountThatListsItLaterCountsAsWell() {
        Rehearsal rehearsal = startAndAnswer();
        list("125");
        rehearsal.handleEvent(changed("SettingJitterBufferMin"));
        assertThat(scopes.waitingTimers()).isZero();
        rehearsal.handleEvent(changed("Account20AudioCodec"));
        scopes.advance(Rehearsal.PAUSE);
        assertThat(rehearsals()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftBehind() {
        list("125");
        start().deactivate();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }
}
