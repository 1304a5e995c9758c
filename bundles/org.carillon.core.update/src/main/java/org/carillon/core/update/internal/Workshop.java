package org.carillon.core.update.internal;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.core.update.internal.Snapshot.ComponentFacts;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Stops, starts and replaces bundles of the running phone. */
@Component(service = Workshop.class)
public final class Workshop {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(2);

    private final BundleContext context;
    private final Observer observer;
    private final Scopes scopes;

    @Activate
    public Workshop(BundleContext context, @Reference(name = "observer") Observer observer, @Reference(name = "scopes") Scopes scopes) {
        this.context = context;
        this.observer = observer;
        this.scopes = scopes;
    }

    /** Stops a bundle until it is started again or the phone reboots. */
    void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException e) {
            throw new CommandException(Names.ofBundle(bundle.getSymbolicName()) + " cannot be stopped: " + reason(e));
        }
    }

    /** Starts a bundle and waits until its components are there, as far as they can be. */
    void start(Bundle bundle) {
        try {
            bundle.start();
        } catch (BundleException e) {
            throw new CommandException(Names.ofBundle(bundle.getSymbolicName()) + " cannot be started: " + reason(e));
        }
        await(() -> waiting(bundle).isEmpty());
    }

    /**
     * Replaces a bundle's content; goes back to the former one when the new one does not work.
     *
     * @param content
     *            a jar
     * @throws CommandException
     *             when the former content runs again, and why
     */
    void replace(Bundle bundle, byte[] content) {
        Set<String> idleBefore = waiting(bundle);
        try {
            put(bundle, new ByteArrayInputStream(content));
            bundle.start();
            if (!await(() -> idleBefore.containsAll(waiting(bundle)))) {
                throw new BundleException(String.join("; ", new Diagnosis(observer.snapshot()).why(bundle.getSymbolicName())));
            }
            Files.write(former(bundle).toPath(), content);
        } catch (BundleException | IOException | RuntimeException e) {
            String name = Names.ofBundle(bundle.getSymbolicName());
            throw new CommandException("the new content of " + name + " does not work: " + reason(e) + "; " + goBack(bundle));
        }
    }

    private String goBack(Bundle bundle) {
        try {
            if (former(bundle).isFile()) {
                put(bundle, Files.newInputStream(former(bundle).toPath()));
            } else {
                put(bundle, null);
            }
            bundle.start();
            await(() -> waiting(bundle).isEmpty());
            return "the former content runs again";
        } catch (BundleException | IOException | RuntimeException e) {
            return "going back failed as well: " + reason(e);
        }
    }

    /**
     * @param content
     *            null for what stands in the image
     */
    private void put(Bundle bundle, InputStream content) throws BundleException {
        bundle.stop(Bundle.STOP_TRANSIENT);
        bundle.update(content);
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        if (wiring.getRemovalPendingBundles().contains(bundle)) {
            CompletableFuture<FrameworkEvent> refreshed = new CompletableFuture<>();
            wiring.refreshBundles(List.of(bundle), refreshed::complete);
            get(refreshed);
        }
    }

    /** The content that a bundle was given last; the framework keeps it no longer than the rest of its storage. */
    private File former(Bundle bundle) {
        return context.getDataFile(bundle.getSymbolicName() + ".jar");
    }

    private Set<String> waiting(Bundle bundle) {
        return observer.componentsOf(bundle).stream().filter(ComponentFacts::isWaiting).map(ComponentFacts::name)
                .collect(Collectors.toSet());
    }

    /** Components whose configuration comes with the start are satisfied a moment later. */
    private boolean await(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            return true;
        }
        try (Scope scope = scopes.open("org.carillon.core.update")) {
            CompletableFuture<Boolean> met = new CompletableFuture<>();
            scope.every(POLL, scope.serial("poll"), () -> {
                if (condition.getAsBoolean()) {
                    met.complete(true);
                }
            });
            return Boolean.TRUE.equals(get(met));
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            return null;
        }
    }

    private static String reason(Throwable thrown) {
        StringBuilder reason = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty())
                    .collect(Collectors.joining("; "));
            if (reason.indexOf(text) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(text);
            }
        }
        return reason.toString();
    }
}
