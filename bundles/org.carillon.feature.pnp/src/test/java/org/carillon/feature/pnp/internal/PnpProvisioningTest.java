package org.carillon.feature.pnp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.provisioning.ProvisioningRuns;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.api.sip.GroupSubscriptions;
import org.carillon.api.sip.SipException;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class PnpProvisioningTest {
    private static final InetAddress SERVER = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("198.51.100.1");

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final FakePhone phone = new FakePhone(Path.of("/nowhere")).bind(InetAddress.ofLiteral("0.0.0.0"));
    private final FakeSip sip = new FakeSip();
    private final List<String> begun = new ArrayList<>();
    private PnpProvisioning pnp;

    private final class FakeSip implements GroupSubscriptions {
        private final List<Question> opened = new ArrayList<>();
        private final List<Integer> closed = new ArrayList<>();
        private final List<Duration> asked = new ArrayList<>();
        private Listener listener;
        private String failure = "";
        private int code = 408;

        @Override
        public Port open(Question question, Listener to) {
            if (!failure.isEmpty()) {
                throw new SipException(failure);
            }
            opened.add(question);
            listener = to;
            return new Port() {
                @Override
                public void ask() {
                    asked.add(Duration.ofNanos(scopes.nanoTime()));
                    to.answered(code, "whatever");
                }

                @Override
                public void close() {
                    closed.add(question.port());
                }
            };
        }

        private int tell(InetAddress source, boolean byAnswer, String url) {
            int status = listener.notified(new Notification(source, byAnswer, "application/url", Map.of(), url));
            scopes.settle();
            return status;
        }
    }

    private void start(Map<String, ?> config) {
        pnp = new PnpProvisioning(Configs.of(PnpConfig.class, config), phone, scopes, log.logger(),
                address -> address.getHostAddress().startsWith("192.0.2."));
        pnp.bindRuns(new ProvisioningRuns() {
            @Override
            public void begin(String cause) {
                throw new AssertionError("not asked for");
            }

            @Override
            public void begin(String cause, Location location) {
                begun.add(cause + " " + location.url() + " " + location.origin());
            }
        });
        pnp.bindSubscriptions(sip);
    }

    private void start() {
        start(Map.of());
        minutes(10);
    }

    private void minutes(int minutes) {
        scopes.advance(Duration.ofMinutes(minutes));
    }

    private String shown(String name) {
        return ((Map<?, ?>) pnp.run("pnp", List.of(), null)).get(name).toString();
    }

    @AfterEach
    void nothingIsLeft() {
        pnp.deactivate();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(sip.closed).hasSameSizeAs(sip.opened);
    }

    @Test
    void theGroupIsAskedForTheDevicesProfile() {
        phone.model("M7s Pro");
        start();
        assertThat(sip.opened).singleElement().satisfies(question -> {
            assertThat(question.group().toString()).isEqualTo("/224.0.1.75:5060");
            assertThat(question.port()).isEqualTo(5082);
            assertThat(question.user()).isEqualTo("MAC:3C28A6200088");
            assertThat(question.event())
                    .isEqualTo("ua-profile;profile-type=\"device\";vendor=\"Carillon\";model=\"M7s Pro\";version=\"0.1.0\"");
            assertThat(question.accept()).contains("application/url");
        });
    }

    @Test
    void whenNobodyAnswersItIsAskedAFewTimesLaterAndLater() {
        start();
        assertThat(sip.asked).hasSize(PnpProvisioning.MOST_QUESTIONS);
        assertThat(sip.asked.getFirst()).isLessThan(Duration.ofSeconds(2));
        for (int i = 1; i < sip.asked.size(); i++) {
            Duration pause = sip.asked.get(i).minus(sip.asked.get(i - 1));
            assertThat(pause).isBetween(Duration.ofSeconds(1L << i), Duration.ofSeconds(2L << i));
        }
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(shown("state")).isEqualTo("listening; last answer: 408 whatever");
    }

    @Test
    void anAnswerIsEnough() {
        sip.code = 200;
        start();
        assertThat(sip.asked).hasSize(1);
        assertThat(sip.closed).isEmpty();
        assertThat(shown("state")).isEqualTo("listening; somebody answered");
    }

    @Test
    void aNotificationIsAnAnswer() {
        start(Map.of());
        scopes.advance(Duration.ofSeconds(2));
        int before = sip.asked.size();
        assertThat(sip.tell(SERVER, true, "http://192.0.2.1/")).isEqualTo(200);
        minutes(10);
        assertThat(sip.asked.size()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void phonesDoNotAskAllAtOnce() {
        start();
        Duration first = sip.asked.getFirst();
        for (int i = 0; i < 20; i++) {
            pnp.unbindSubscriptions(sip);
            sip.asked.clear();
            Duration from = Duration.ofNanos(scopes.nanoTime());
            pnp.bindSubscriptions(sip);
            minutes(10);
            if (!sip.asked.getFirst().minus(from).equals(first)) {
                return;
            }
        }
        throw new AssertionError("always after " + first);
    }

    @Test
    void aNetworkMayComeLater() {
        sip.failure = "no network reaches the group";
        start();
        assertThat(log.messages(LogLevel.WARN)).containsExactly("PnP does not work: no network reaches the group");
        assertThat(shown("state")).isEqualTo(sip.failure);
        sip.failure = "";
        minutes(10);
        assertThat(sip.asked).hasSize(PnpProvisioning.MOST_QUESTIONS);
    }

    @Test
    void filesAreFetchedFromWhereTheServerSays() {
        start();
        assertThat(sip.tell(SERVER, true, "http://u:p@192.0.2.1/c.xml")).isEqualTo(200);
        assertThat(begun).containsExactly("PnP http://u:p@192.0.2.1/c.xml PnP NOTIFY from 192.0.2.1");
        assertThat(shown("heard")).isEqualTo("http://192.0.2.1/c.xml from 192.0.2.1");
    }

    @Test
    void aNeighbourMayTellUnasked() {
        start();
        assertThat(sip.tell(SERVER, false, "http://192.0.2.1/")).isEqualTo(200);
        assertThat(begun).hasSize(1);
    }

    @Test
    void othersMayNot() {
        start();
        assertThat(sip.tell(STRANGER, false, "http://192.0.2.1/")).isEqualTo(403);
        assertThat(begun).isEmpty();
        assertThat(sip.tell(STRANGER, true, "http://192.0.2.1/")).isEqualTo(200);
        assertThat(begun).hasSize(1);
    }

    @Test
    void aFloodIsAFewRunsAndALineAMinute() {
        start();
        log.clear();
        int[] codes = new int[600];
        for (int i = 0; i < 60_000; i++) {
            codes[sip.tell(SERVER, i % 2 == 0, "http://192.0.2.1/" + i)]++;
            scopes.advance(Duration.ofMillis(1));
        }
        assertThat(begun).hasSize(RunLimit.MOST);
        assertThat(codes[200]).isEqualTo(RunLimit.MOST);
        assertThat(codes[503]).isEqualTo(60_000 - RunLimit.MOST);
        assertThat(log.entries()).hasSize(1);
        assertThat(shown("refused")).contains("192.0.2.1: there were 3 others in 3 minutes");
    }

    @Test
    void repetitionsAreAnsweredAlike() {
        start();
        assertThat(sip.tell(SERVER, true, "http://192.0.2.1/")).isEqualTo(200);
        assertThat(sip.tell(SERVER, true, "http://192.0.2.1/")).isEqualTo(200);
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatIsNoUrlIsRefused() {
        start();
        assertThat(sip.tell(SERVER, true, "ftp://192.0.2.1/")).isEqualTo(400);
        assertThat(shown("refused")).contains("http, https and tftp are permitted");
        assertThat(begun).isEmpty();
    }

    @Test
    void withoutProvisioningItIsNoUse() {
        start();

        pnp.bindRuns(null);
        assertThat(sip.tell(SERVER, true, "http://192.0.2.1/")).isEqualTo(480);
    }

    @Test
    void parametersCountAtOnce() {
        start();
        pnp.modified(Configs.of(PnpConfig.class, Map.of("port", 6082)));
        minutes(10);
        assertThat(sip.closed).containsExactly(5082);
        assertThat(sip.opened.getLast().port()).isEqualTo(6082);
        pnp.modified(Configs.of(PnpConfig.class, Map.of("port", 6082)));
        assertThat(sip.closed).hasSize(1);
        pnp.modified(Configs.of(PnpConfig.class, Map.of("port", 6082, "enable", false)));
        minutes(10);
        assertThat(sip.closed).containsExactly(5082, 6082);
        assertThat(shown("state")).isEqualTo("switched off");
        pnp.modified(Configs.of(PnpConfig.class, Map.of("port", 6082)));
        minutes(10);
        assertThat(sip.opened).hasSize(3);
    }

    @Test
    void nobodyIsAskedWhereThereIsNobody() {
        phone.bind(InetAddress.ofLiteral("127.0.0.1"));
        start();
        assertThat(sip.opened).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(shown("state")).isEqualTo("no network but this phone itself");
    }

    @Test
    void sipComesAndGoes() {
        start();
        pnp.unbindSubscriptions(sip);
        minutes(10);
        assertThat(sip.closed).hasSize(1);
        assertThat(shown("state")).isEqualTo("waits for SIP");
        assertThatThrownBy(() -> pnp.run("pnp", List.of("x"), null)).isInstanceOf(CommandException.class);
    }
}
