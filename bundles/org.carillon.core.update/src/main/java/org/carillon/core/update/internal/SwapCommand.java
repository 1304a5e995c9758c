package org.carillon.core.update.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.scope.Scopes;
import org.carillon.core.update.internal.Snapshot.FeatureFacts;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Hot swap: stops, starts and replaces bundles, and says how long it took and what else was restarted by it. */
@Component(property = {Command.NAME + "=stop", Command.NAME + "=start", Command.NAME + "=swap",
        Command.USAGE + "=stop NAME | start NAME | swap JAR"})
public final class SwapCommand implements Command {
    private static final long LARGEST = 64L << 20;

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Observer observer;
    private final Workshop workshop;
    private final Scopes scopes;
    private final Replaceable replaceable;

    @Activate
    public SwapCommand(BundleContext context, @Reference(name = "runtime") ServiceComponentRuntime runtime,
            @Reference(name = "observer") Observer observer, @Reference(name = "workshop") Workshop workshop,
            @Reference(name = "scopes") Scopes scopes) {
        this.context = context;
        this.runtime = runtime;
        this.observer = observer;
        this.workshop = workshop;
        this.scopes = scopes;
        replaceable = new Replaceable(context, runtime);
    }

    @Override
    public synchronized Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.size() != 1) {
            throw new CommandException(
                    name + " takes " + (name.equals("swap") ? "the path of one jar" : "the name of one bundle or feature"));
        }
        String argument = arguments.getFirst();
        return switch (name) {
            case "stop" -> timed(bundles(argument).reversed(), workshop::stop);
            case "start" -> start(argument);
            case "swap" -> swap(argument);
            default -> throw new CommandException("unknown command " + name);
        };
    }

    private Object start(String name) {
        List<Bundle> bundles = bundles(name);
        Map<String, Object> answer = timed(bundles, workshop::start);
        Diagnosis diagnosis = new Diagnosis(observer.snapshot());
        List<String> waiting = bundles.stream().flatMap(bundle -> diagnosis.waiting(bundle.getSymbolicName()).stream()).toList();
        if (!waiting.isEmpty()) {
            answer.put("waiting", waiting);
        }
        return answer;
    }

    private Object swap(String path) {
        if (!Boolean.parseBoolean(context.getProperty("carillon.swap"))) {
            throw new CommandException("swap is not permitted on this product");
        }
        byte[] content = read(path);
        Bundle bundle = replaceable.named(symbolicName(path, content));
        return timed(replaceable.checked(List.of(bundle)), target -> workshop.replace(target, content));
    }

    private static byte[] read(String path) {
        Path file = Path.of(path);
        try {
            if (!file.isAbsolute() || !Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new CommandException(path + " is no jar: the absolute path of a file of at most 64 MiB is permitted");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandException(path + " cannot be read: " + e.getMessage());
        }
    }

    private static String symbolicName(String path, byte[] content) {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(content))) {
            Manifest manifest = jar.getManifest();
            String header = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            if (header == null) {
                throw new CommandException(path + " is no bundle: it has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            return header.split(";")[0].strip();
        } catch (IOException e) {
            throw new CommandException(path + " is no jar: " + e.getMessage());
        }
    }

    /** The bundles of a feature, or the one bundle of that name. */
    private List<Bundle> bundles(String name) {
        Optional<FeatureFacts> feature = observer.snapshot().features().stream().filter(facts -> facts.name().equals(name)).findFirst();
        List<Bundle> bundles = new ArrayList<>();
        if (feature.isPresent()) {
            feature.get().bundles().forEach(bundle -> bundles.add(replaceable.named(bundle)));
        } else {
            bundles.add(replaceable.named(name));
        }
        return replaceable.checked(bundles);
    }

    private Map<String, Object> timed(List<Bundle> bundles, Consumer<Bundle> work) {
        Restarts restarts = new Restarts(context, runtime, bundles);
        long started = scopes.nanoTime();
        bundles.forEach(work);
        long millis = TimeUnit.NANOSECONDS.toMillis(scopes.nanoTime() - started);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("millis", millis);
        answer.put("restarted", restarts.names());
        return answer;
    }
}
