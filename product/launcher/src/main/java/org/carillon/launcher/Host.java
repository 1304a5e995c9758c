package org.carillon.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with the bundles of one model. */
final class Host {
    private final Framework framework;
    private final Image image;
    private final Path stampFile;

    private Host(Framework framework, Image image, Path stampFile) {
        this.framework = framework;
        this.image = image;
        this.stampFile = stampFile;
    }

    /**
     * Installs the bundles where the storage does not have them from last time; nothing runs yet.
     *
     * @param level
     *            start level that {@link #start} goes to
     */
    static Host create(Image image, Path storage, int level, Map<String, String> properties, LogLevels log) throws LaunchException {
        Path stampFile = storage.resolveSibling(storage.getFileName() + ".stamp");
        String stamp = image.stamp();
        boolean known = stamp.equals(read(stampFile));
        try {
            return create(image, storage, stampFile, level, properties, log, !known);
        } catch (LaunchException e) {
            if (!known) {
                throw e;
            }
            return create(image, storage, stampFile, level, properties, log, true);
        }
    }

    private static Host create(Image image, Path storage, Path stampFile, int level, Map<String, String> properties, LogLevels log,
            boolean clean)
            throws LaunchException {
        Map<String, String> configuration = new HashMap<>(image.properties());
        configuration.putAll(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(level));
        // The launcher prints what is logged; a second log in the storage would grow without end.
        configuration.put("eclipse.log.enabled", "false");
        try {
            if (clean) {
                // By hand: a storage that is damaged does not get as far as the framework's own cleaning.
                Files.deleteIfExists(stampFile);
                Trees.delete(storage);
            }
            Framework framework = new EquinoxFactory().newFramework(configuration);
            framework.init();
            StderrLog.attach(framework.getBundleContext(), log, image.libraries());
            Host host = new Host(framework, image, stampFile);
            host.install();
            return host;
        } catch (BundleException | IOException | RuntimeException e) {
            throw new LaunchException("the framework of model " + image.model() + " cannot be set up", e);
        }
    }

    private static String read(Path stampFile) {
        try {
            return Files.readString(stampFile, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private void install() throws LaunchException {
        List<Bundle> fresh = new ArrayList<>();
        for (Image.Entry entry : image.bundles()) {
            if (context().getBundle(entry.location()) == null) {
                try {
                    Bundle bundle = context().installBundle(entry.location());
                    if (entry.level() > 0) {
                        bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
                        fresh.add(bundle);
                    }
                } catch (BundleException e) {
                    throw new LaunchException("bundle " + entry.jar().getFileName() + " cannot be installed", e);
                }
            }
        }
        for (Bundle bundle : fresh) {
            try {
                bundle.start();
            } catch (BundleException e) {
                throw new LaunchException("bundle " + bundle.getSymbolicName() + " cannot be started", e);
            }
        }
    }

    /** Returns when the start level is reached. */
    void start() throws LaunchException {
        try {
            framework.start();
            Files.writeString(stampFile, image.stamp(), StandardCharsets.UTF_8);
        } catch (BundleException | IOException e) {
            throw new LaunchException("the framework of model " + image.model() + " cannot be started", e);
        }
    }

    /** Resolves what has not been started. */
    void resolveAll() {
        framework.adapt(FrameworkWiring.class).resolveBundles(null);
    }

    /** Symbolic names of bundles that should be active, and are not. */
    List<String> inactive() {
        List<String> names = new ArrayList<>();
        for (Image.Entry entry : image.bundles()) {
            Bundle bundle = context().getBundle(entry.location());
            if (bundle == null) {
                names.add(entry.jar().getFileName().toString());
            } else if (bundle.getState() != (entry.level() > 0 ? Bundle.ACTIVE : Bundle.RESOLVED)) {
                names.add(bundle.getSymbolicName());
            }
        }
        return names;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    Image image() {
        return image;
    }

    /** References to services whatever their class, without loading it; none while the framework is ending. */
    Collection<ServiceReference<?>> services(String type, String filter) {
        try {
            ServiceReference<?>[] found = context().getAllServiceReferences(type, filter);
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        } catch (RuntimeException e) {
            refuseUnlessEnding(e);
            return List.of();
        }
    }

    /** The service behind a reference; null when it has gone, or while the framework is ending. */
    Object service(ServiceReference<?> reference) {
        try {
            return context().getService(reference);
        } catch (RuntimeException e) {
            refuseUnlessEnding(e);
            return null;
        }
    }

    private void refuseUnlessEnding(RuntimeException e) {
        if (framework.getState() == Bundle.ACTIVE) {
            throw e;
        }
    }

    /** Ends all bundles in the reverse order of their start. */
    void stop(long limitMillis) {
        try {
            framework.stop();
            framework.waitForStop(limitMillis);
        } catch (BundleException e) {
            System.err.println("carillon: " + Causes.inOneLine(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
