package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.device.FramePriority.Protocol;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class SocketPriorityTest {
    private static final Duration START = Duration.ofSeconds(2);

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<Integer> set = new ArrayList<>();
    private DatagramSocket socket;
    private SocketPriority frames;

    @BeforeEach
    void start() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void nothingIsLeft() {
        frames.deactivate();
        socket.close();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }

    private void use(SocketPriority.Setter setter) {
        frames = new SocketPriority(scopes, new OpenSockets(Path.of("/proc/self")), setter, log.logger());
    }

    private void mark(int priority) {
        frames.mark(Protocol.UDP, socket.getLocalPort(), priority);
    }

    @Test
    void thePhoneStartsFirstAndTheLastWordCounts() {
        use((descriptor, priority) -> set.add(priority));
        mark(5);
        mark(6);
        scopes.advance(START.minusMillis(1));
        assertThat(set).isEmpty();
        scopes.advance(Duration.ofMillis(1));
        assertThat(set).containsExactly(6);
    }

    @Test
    void laterItIsDoneAtOnceButNotAgainAndAgain() {
        use((descriptor, priority) -> set.add(priority));
        scopes.advance(START);
        mark(1);
        scopes.advance(Duration.ZERO);
        assertThat(set).containsExactly(1);
        for (int i = 0; i < 1_000; i++) {
            mark(2);
            scopes.advance(Duration.ofMillis(1));
        }
        assertThat(set).hasSizeBetween(10, 12);
        scopes.advance(START);
        assertThat(scopes.waitingTimers()).as("it rests").isZero();
    }

    @Test
    void aPortThatIsClosedMeanwhileIsForgotten() {
        use((descriptor, priority) -> set.add(priority));
        mark(1);
        socket.close();
        scopes.advance(START);
        assertThat(set).isEmpty();
        assertThat(log.entries()).isEmpty();
    }

    @Test
    void whatIsNotPermittedIsSaidOnce() {
        use((descriptor, priority) -> priority < 7);
        scopes.advance(START);
        mark(6);
        scopes.advance(START);
        assertThat(log.entries()).isEmpty();
        mark(7);
        scopes.advance(START);
        mark(7);
        scopes.advance(START);
        assertThat(log.messages(LogLevel.INFO)).singleElement().asString().contains("priority 7").contains("CAP_NET_ADMIN");
    }

    @Test
    void theSystemKnowsThePriorityThen() throws Throwable {
        use(new SocketOptions()::priority);
        mark(3);
        scopes.advance(START);
        assertThat(log.entries()).isEmpty();
        assertThat(priority()).isEqualTo(3);
        socket.setTrafficClass(46 << 2);
        assertThat(priority()).as("as Linux derives it").isNotEqualTo(3);
        mark(3);
        scopes.advance(START);
        assertThat(priority()).isEqualTo(3);
    }

    /** SO_PRIORITY as getsockopt has it. */
    @SuppressWarnings("restricted")
    private int priority() throws Throwable {
        int descriptor = new OpenSockets(Path.of("/proc/self")).descriptors(Protocol.UDP).get(socket.getLocalPort()).getFirst();
        var linker = Linker.nativeLinker();
        var getOption = linker.downcallHandle(linker.defaultLookup().find("getsockopt").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            var value = arena.allocate(ValueLayout.JAVA_INT);
            var length = arena.allocateFrom(ValueLayout.JAVA_INT, 4);
            assertThat((int) getOption.invokeExact(descriptor, 1, 12, value, length)).isZero();
            return value.get(ValueLayout.JAVA_INT, 0);
        }
    }
}
