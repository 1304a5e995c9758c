package org.carillon.lib.jainsip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of RFC 4475, as far as the layer below the user agent answers for them. */
class TortureTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.9", 5060);

    private final Network network = new Network();
    private Endpoint udp;
    private Endpoint tcp;

    @BeforeEach
    void start() throws Exception {
        udp = new Endpoint(network, "127.0.0.2", 5062);
        tcp = new Endpoint(network, "127.0.0.3", 5062, network.transport("127.0.0.3", 5062, "tcp", true));
    }

    @AfterEach
    void stop() {
        udp.close();
        tcp.close();
    }

    private static byte[] message(String name) throws IOException, URISyntaxException {
        return Files.readAllBytes(Path.of(TortureTest.class.getResource("/rfc4475/" + name + ".dat").toURI()));
    }

    /** By the transport that the message's top Via names. */
    private Endpoint receive(byte[] message) {
        network.inject(message, PEER, new InetSocketAddress("127.0.0.2", 5062));
        network.settle();
        if (udp.bad.isEmpty() || !udp.bad.getLast().reason().startsWith("Via transport")) {
            return udp;
        }
        udp.bad.clear();
        network.inject(message, PEER, new InetSocketAddress("127.0.0.3", 5062));
        network.settle();
        return tcp;
    }

    @ParameterizedTest
    @ValueSource(strings = {"wsinv", "intmeth", "esc01", "escnull", "esc02", "lwsdisp", "longreq", "dblreq", "semiuri", "mpart01"})
    void validRequestsReachTheListener(String name) throws Exception {
        var endpoint = receive(message(name));
        assertThat(endpoint.bad).map(BadMessage::reason).isEmpty();
        assertThat(endpoint.seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clerr", "ncl", "scalar02", "quotbal", "ltgtruri", "lwsruri", "badvers", "mismatch01", "mismatch02", "insuf",
            "multi01"})
    void invalidRequestsAreRefused(String name) throws Exception {
        var endpoint = receive(message(name));
        assertThat(endpoint.seen).isEmpty();
        assertThat(endpoint.bad).hasSize(1);
        assertThat(endpoint.bad.getFirst().answerable()).isTrue();
        assertThat(endpoint.bad.getFirst().status()).isEqualTo(name.equals("badvers") ? 505 : 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigcode", "scalarlg"})
    void invalidResponsesAreDropped(String name) throws Exception {
        var endpoint = receive(message(name));
        assertThat(endpoint.seen).isEmpty();
        assertThat(endpoint.bad).allMatch(bad -> !bad.answerable());
    }

    @Test
    void nothingBreaksTheReceiver() throws Exception {
        try (var files = Files.list(Path.of(TortureTest.class.getResource("/rfc4475").toURI()))) {
            for (var file : files.sorted().toList()) {
                receive(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void nothingBreaksTheReceiverWhenMutated() throws Exception {
        var random = new Random(4475);
        try (var files = Files.list(Path.of(TortureTest.class.getResource("/rfc4475").toURI()))) {
            for (var file : files.sorted().toList()) {
                var original = Files.readAllBytes(file);
                for (int i = 0; i < 40; i++) {
                    var mutant = original.clone();
                    for (int change = 0; change <= i % 5; change++) {
                        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
                    }
                    receive(mutant);
                }
            }
        }
        udp.seen.clear();
        udp.send("OPTIONS", udp);
        network.settle();
        assertThat(udp.seen).contains("OPTIONS", "200");
    }
}
