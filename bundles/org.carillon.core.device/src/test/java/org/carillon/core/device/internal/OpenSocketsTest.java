package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.api.device.FramePriority.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSocketsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String TITLE = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String LINE = "   0: %s:13C4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 %d 2 0 0\n";

    @TempDir
    private Path process;

    private void table(String name, String text) throws IOException {
        Files.createDirectories(process.resolve("net"));
        Files.writeString(process.resolve("net").resolve(name), text);
    }

    private void descriptor(int number, String target) throws IOException {
        Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(process.resolve("fd").resolve(String.valueOf(number)), Path.of(target));
    }

    @Test
    void bothFamiliesAreLookedThroughForThisProcess() throws IOException {
        table("udp", TITLE + LINE.formatted("0100007F", 4711) + LINE.formatted("00000000", 99));
        table("udp6", TITLE + LINE.formatted("0".repeat(32), 4712));
        descriptor(3, "socket:[4711]");
        descriptor(4, "socket:[4712]");
        descriptor(5, "pipe:[99]");
        descriptor(6, "/dev/null");
        var found = new OpenSockets(process).descriptors(Protocol.UDP);
        assertThat(found).containsOnlyKeys(5060);
        assertThat(found.get(5060)).containsExactlyInAnyOrder(3, 4);
        assertThat(new OpenSockets(process).descriptors(Protocol.TCP)).isEmpty();
    }

    @Test
    void whereThereIsNoProcfsThatIsSaid() {
        assertThatThrownBy(() -> new OpenSockets(process).descriptors(Protocol.UDP)).isInstanceOf(IOException.class);
    }

    @Test
    void socketsOfThisProcessAreFound() throws IOException {
        try (var datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
                var listener = new ServerSocket(0, 1, LOOPBACK);
                var client = new Socket(LOOPBACK, listener.getLocalPort());
                var accepted = listener.accept()) {
            var system = new OpenSockets(Path.of("/proc/self"));
            Map<Integer, List<Integer>> udp = system.descriptors(Protocol.UDP);
            assertThat(udp.get(datagrams.getLocalPort())).hasSize(1);
            var tcp = system.descriptors(Protocol.TCP);
            assertThat(accepted.getLocalPort()).isEqualTo(listener.getLocalPort());
            assertThat(tcp.get(listener.getLocalPort())).as("listener and connection").hasSize(2);
            assertThat(tcp.get(client.getLocalPort())).hasSize(1);
        }
    }
}
