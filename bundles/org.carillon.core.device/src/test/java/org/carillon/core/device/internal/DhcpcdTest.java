package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.DhcpClient.Request;
import org.carillon.api.scope.Scope;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogLevel;

/** A shell script says what dhcpcd would say; how it is run is the same. */
class DhcpcdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String BOUND = "printf 'reason=BOUND\\0interface=eth0\\0new_ip_address=192.0.2.7\\0new_carillon_66=6162\\0\\0'";

    @TempDir
    private Path directory;

    private final ManualScopes scopes = new ManualScopes();
    private final Scope scope = scopes.open("test");
    private final RecordingLog log = new RecordingLog();
    private final List<Leases> told = new ArrayList<>();
    private Path program;
    private Dhcpcd client;

    @BeforeEach
    void make() throws IOException {
        program = directory.resolve("program");
        client = new Dhcpcd(program.toString(), "eth0", DhcpcdFiles.in(directory), scopes, scope, log.logger());
        client.listen(told::add);
        scopes.settle();
    }

    @AfterEach
    void end() {
        scope.close();
    }

    private void program(String... lines) throws IOException {
        Files.writeString(program, "#!/bin/sh\necho $$ >> " + directory.resolve("started") + "\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private List<ProcessHandle> started() {
        try {
            Path file = directory.resolve("started");
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream()).toList()
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long starts() throws IOException {
        return Files.readAllLines(directory.resolve("started")).size();
    }

    private static Request request(String vendorClass) {
        return new Request(vendorClass, "m8", new TreeSet<>(Set.of(66)), new TreeSet<>());
    }

    private void awaitTold(int times) {
        scopes.settleUntil(() -> told.size() >= times, PATIENCE);
    }

    @Test
    void nothingRunsBeforeSomebodyAsks() throws IOException {
        program(BOUND);
        scopes.settle();
        assertThat(directory.resolve("started")).doesNotExist();
        assertThat(told).containsExactly(Leases.NONE);
    }

    @Test
    void leasesAreToldToWhoListensAndToWhoComesLater() throws IOException {
        program(BOUND, "exec sleep 60");
        client.request(request("one"));
        awaitTold(2);
        assertThat(told.getLast().ipv4().orElseThrow().options()).containsEntry(66, "6162");
        List<Leases> late = new ArrayList<>();
        client.listen(late::add);
        scopes.settle();
        assertThat(late).containsExactly(told.getLast());
    }

    @Test
    void anotherRequestStartsItAnewAndTheSameDoesNot() throws IOException {
        program(BOUND, "exec sleep 60");
        client.request(request("one"));
        awaitTold(2);
        ProcessHandle first = started().getFirst();
        client.request(request("one"));
        scopes.settle();
        assertThat(starts()).isEqualTo(1);
        client.request(request("two"));
        scopes.settleUntil(() -> !first.isAlive() && !started().isEmpty() && !started().getLast().equals(first), PATIENCE);
        assertThat(starts()).isEqualTo(2);
        assertThat(Files.readString(directory.resolve("dhcpcd.conf"))).contains("\"two\"");
        assertThat(told.getLast().ipv4()).isPresent();
    }

    @Test
    void whenItEndsItIsStartedAgainLaterAndLater() throws IOException {
        program("echo no such interface >&2", "exit 3");
        client.request(request("one"));
        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            scopes.settleUntil(() -> scopes.waitingTimers() == 1, PATIENCE);
            assertThat(log.messages(LogLevel.WARN).getLast()).startsWith("dhcpcd on eth0 has ended with status 3")
                    .endsWith("started again in " + seconds + " s");
            scopes.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(scopes.waitingTimers()).isEqualTo(1);
            scopes.advance(Duration.ofMillis(1));
        }
        scopes.settleUntil(() -> scopes.waitingTimers() == 1, PATIENCE);
        assertThat(starts()).isEqualTo(9);
        assertThat(log.messages(LogLevel.DEBUG)).contains("dhcpcd: no such interface");
    }

    @Test
    void whoHasRunForLongIsStartedAgainSoon() throws IOException {
        program(BOUND, "exec sleep 60");
        client.request(request("one"));
        awaitTold(2);
        scopes.advance(Duration.ofMinutes(2));
        started().getFirst().destroyForcibly();
        scopes.settleUntil(() -> scopes.waitingTimers() == 1, PATIENCE);
        assertThat(log.messages(LogLevel.WARN).getLast()).endsWith("started again in 1 s");
        assertThat(told.getLast().ipv4()).isPresent();
    }

    /** Helpers would keep its output open, and the interface. */
    @Test
    void itsHelpersEndWithIt() throws IOException {
        program("sleep 60 &", "echo $! >> " + directory.resolve("started"), BOUND, "wait");
        client.request(request("one"));
        awaitTold(2);
        ProcessHandle helper = started().getLast();
        started().getFirst().destroyForcibly();
        scopes.settleUntil(() -> scopes.waitingTimers() == 1 && !helper.isAlive(), PATIENCE);
        assertThat(log.messages(LogLevel.WARN).getLast()).startsWith("dhcpcd on eth0 has ended with status 137");
    }

    @Test
    void aMissingProgramIsSaid() {
        client.request(request("one"));
        scopes.settleUntil(() -> scopes.waitingTimers() == 1, PATIENCE);
        assertThat(log.messages(LogLevel.WARN).getLast()).startsWith("dhcpcd on eth0 has ended with status 127")
                .contains(program.toString());
    }

    /** As when the phone is killed, which closes its end of standard input. */
    @Test
    void itEndsWhenThePhoneIsGone() throws Exception {
        program("exec sleep 60");
        List<String> command = DhcpcdFiles.in(directory).command(program.toString(), "eth0");
        Process leash = new ProcessBuilder(command).start();
        scopes.settleUntil(() -> !started().isEmpty(), PATIENCE);
        ProcessHandle process = started().getFirst();
        leash.getOutputStream().close();
        assertThat(leash.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void itEndsWithTheScopeEvenWhenItDoesNotWantTo() throws IOException {
        program("trap '' TERM", BOUND, "while :; do sleep 60; done");
        client.request(request("one"));
        awaitTold(2);
        ProcessHandle process = started().getFirst();
        scope.close();
        scopes.settleUntil(() -> !process.isAlive(), PATIENCE);
    }
}
