package org.carillon.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.ServiceReference;

/**
 * Tells when a started phone can be used: its bundles are active, the platform's components are satisfied, its ports are open. A feature that
 * is not there is reported and holds nothing up; anything else that is missing means that the phone is not ready.
 */
final class Readiness {
    /** Service properties of {@code org.carillon.api.device.Endpoint}, which is not visible here. */
    private static final String ENDPOINT_NAME = "org.carillon.endpoint.name";
    private static final String ENDPOINT_PORT = "org.carillon.endpoint.port";
    private static final String ENDPOINT_FAILURE = "org.carillon.endpoint.failure";
    /** A supplier of sentences, one for each component that waits for something. */
    private static final String WAITING = "(org.carillon.launcher.waiting=true)";

    private static final String FEATURE = "feature.";
    private static final Duration PLATFORM_LIMIT = Duration.ofSeconds(15);
    private static final Duration FEATURE_LIMIT = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 5;

    private final Host host;

    Readiness(Host host) {
        this.host = host;
    }

    /**
     * Waits until the phone is ready.
     *
     * @return the ports that it listens on, by name
     * @throws LaunchException
     *             when it will not be; the message says why
     */
    Map<String, Integer> await() throws LaunchException, InterruptedException {
        List<String> dead = host.inactive();
        String missing = dead.stream().filter(name -> !name.startsWith("org.carillon.feature.")).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new LaunchException("not ready: not active: " + missing);
        }
        awaitPlatform();
        long limit = System.nanoTime() + FEATURE_LIMIT.toNanos();
        while (!waiting().isEmpty() && System.nanoTime() < limit) {
            Thread.sleep(POLL_MILLIS);
        }
        waiting().forEach(sentence -> System.err.println("carillon: " + sentence));
        return endpoints();
    }

    private void awaitPlatform() throws LaunchException, InterruptedException {
        long limit = System.nanoTime() + PLATFORM_LIMIT.toNanos();
        List<String> missing;
        while (!(missing = missing()).isEmpty()) {
            if (System.nanoTime() > limit) {
                throw new LaunchException("not ready: " + String.join("; ", missing));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What a phone cannot do without, in words. */
    private List<String> missing() throws LaunchException {
        Map<String, Integer> endpoints = endpoints();
        List<String> missing = host.image().endpoints().stream().filter(name -> !endpoints.containsKey(name))
                .map(name -> "no " + name + " port is open").collect(Collectors.toCollection(ArrayList::new));
        waiting().stream().filter(sentence -> !sentence.startsWith(FEATURE)).forEach(missing::add);
        return missing;
    }

    private List<String> waiting() {
        List<String> sentences = new ArrayList<>();
        for (ServiceReference<?> reference : host.services(Supplier.class.getName(), WAITING)) {
            if (host.service(reference) instanceof Supplier<?> supplier && supplier.get() instanceof List<?> list) {
                list.forEach(sentence -> sentences.add(sentence.toString()));
            }
        }
        return sentences;
    }

    private Map<String, Integer> endpoints() throws LaunchException {
        Map<String, Integer> ports = new TreeMap<>();
        for (ServiceReference<?> endpoint : host.services(null, "(" + ENDPOINT_NAME + "=*)")) {
            String name = endpoint.getProperty(ENDPOINT_NAME).toString();
            Object port = endpoint.getProperty(ENDPOINT_PORT);
            Object failure = endpoint.getProperty(ENDPOINT_FAILURE);
            if (failure != null) {
                throw new LaunchException(name + " port " + port + " cannot be had: " + failure);
            }
            ports.put(name, port instanceof Integer number ? number : 0);
        }
        return ports;
    }
}
