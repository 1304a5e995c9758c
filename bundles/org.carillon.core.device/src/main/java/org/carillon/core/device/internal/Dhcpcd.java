package org.carillon.core.device.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.log.Logger;

/**
 * dhcpcd as a process beside the phone, started with the first request and anew with each other one. When it ends by itself it is started again,
 * after intervals that grow from a second to a minute. Addresses outlive it.
 */
final class Dhcpcd implements DhcpClient {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);
    private static final long END_MILLIS = 1500;
    private static final int LONGEST_LINE = 300;

    private final String program;
    private final String link;
    private final DhcpcdFiles files;
    private final DhcpcdRecords records;
    private final Scopes clock;
    private final Scope scope;
    private final Executor serial;
    private final Logger log;
    private final List<Consumer<Leases>> listeners = new CopyOnWriteArrayList<>();
    private volatile Leases leases = Leases.NONE;
    private volatile Request request;
    private volatile String lastWords = "";
    private Request running;
    private Scope run;
    private Duration retry = FIRST_RETRY;

    /**
     * @param program
     *            a path, or the name where the system looks for programs
     */
    Dhcpcd(String program, String link, DhcpcdFiles files, Scopes clock, Scope scope, Logger log) {
        this.program = program;
        this.link = link;
        this.files = files;
        this.clock = clock;
        this.scope = scope;
        this.log = log;
        records = new DhcpcdRecords(link);
        serial = scope.serial("leases");
    }

    @Override
    public void request(Request wanted) {
        request = wanted;
        scope.blocking().execute(this::serve);
    }

    private synchronized void serve() {
        if (request.equals(running)) {
            return;
        }
        if (run != null) {
            run.close();
        }
        running = request;
        run = scope.child("dhcpcd");
        start(run);
    }

    private void start(Scope during) {
        long started = clock.nanoTime();
        try {
            files.write(running);
            Process process = new ProcessBuilder(files.command(program, link)).start();
            during.onClose(() -> end(process));
            during.dedicated("errors", false, () -> listenTo(process));
            during.dedicated("leases", false, () -> follow(process, during, started));
        } catch (IOException e) {
            again(during, started, e.getMessage());
        }
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        process.destroy();
        if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void listenTo(Process process) {
        try (BufferedReader errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.US_ASCII))) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                lastWords = line.substring(0, Math.min(line.length(), LONGEST_LINE)).replaceAll("[^ -~]", "?");
                log.debug("dhcpcd: {}", lastWords);
            }
        } catch (IOException e) {
            log.debug("dhcpcd has closed its mouth: {}", e.getMessage());
        }
    }

    private void follow(Process process, Scope during, long started) {
        try {
            DhcpcdRecords.read(process.getInputStream(), this::happened);
            int status = process.waitFor();
            if (!during.isClosed()) {
                again(during, started, "status " + status + (lastWords.isEmpty() ? "" : ": " + lastWords));
            }
        } catch (IOException e) {
            log.debug("dhcpcd cannot be read: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void again(Scope during, long started, String reason) {
        if (clock.nanoTime() - started > LAST_RETRY.toNanos()) {
            retry = FIRST_RETRY;
        }
        log.warn("dhcpcd on {} has ended with {}; it is started again in {} s", link, reason, retry.toSeconds());
        during.after(retry, during.blocking(), () -> start(during));
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
    }

    private void happened(Map<String, String> record) {
        Leases before = leases;
        Leases now = records.after(record, before);
        if (!now.equals(before)) {
            leases = now;
            log.info("DHCP on {}: {}", link, words(now));
            serial.execute(() -> listeners.forEach(listener -> listener.accept(now)));
        }
    }

    private static String words(Leases leases) {
        return "IPv4 " + leases.ipv4().flatMap(Lease::address).map(InetAddress::getHostAddress).orElse("without an address") + ", IPv6 "
                + leases.ipv6().flatMap(Lease::address).map(InetAddress::getHostAddress).orElse("without an address");
    }

    @Override
    public AutoCloseable listen(Consumer<Leases> listener) {
        serial.execute(() -> {
            listeners.add(listener);
            listener.accept(leases);
        });
        return () -> serial.execute(() -> listeners.remove(listener));
    }

    @Override
    public void resolve(List<InetAddress> servers, List<String> domains) {
        scope.blocking().execute(() -> {
            try {
                files.resolve(servers, domains);
            } catch (IOException e) {
                log.error("{} cannot be written: {}", files.resolver(), e.getMessage());
            }
        });
    }
}
