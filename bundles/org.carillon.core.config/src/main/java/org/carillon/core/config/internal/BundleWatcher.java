package org.carillon.core.config.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.api.ui.KeyType;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Follows the bundles. A bundle's parameters are there before its components look for their configuration: they come with the event that it
 * starts, which is delivered synchronously, or earlier, when this bundle starts and the other one is about to.
 */
final class BundleWatcher implements SynchronousBundleListener, FrameworkListener, AutoCloseable {
    private static final int RUNNING = Bundle.STARTING | Bundle.ACTIVE;
    private static final int RESOLVED = Bundle.RESOLVED | RUNNING | Bundle.STOPPING;

    private final BundleContext context;
    private final MetatypeReader reader;
    private final KeyTypes keyTypes;
    private final Engine engine;
    private final Runnable whenDeclared;
    private final Runnable whenBooted;

    /**
     * @param whenDeclared
     *            runs when a bundle came or went with its parameters
     * @param whenBooted
     *            runs once when the framework has reached its start level
     */
    BundleWatcher(BundleContext context, MetatypeReader reader, KeyTypes keyTypes, Engine engine, Runnable whenDeclared,
            Runnable whenBooted) {
        this.context = context;
        this.reader = reader;
        this.keyTypes = keyTypes;
        this.engine = engine;
        this.whenDeclared = whenDeclared;
        this.whenBooted = whenBooted;
    }

    void open() {
        context.addBundleListener(this);
        context.addFrameworkListener(this);
        resolveWhatWillRun();
        refreshKeyTypes();
        Map<Long, List<Declaration>> bundles = new HashMap<>();
        Arrays.stream(context.getBundles()).filter(BundleWatcher::runsOrWill)
                .forEach(bundle -> bundles.put(bundle.getBundleId(), reader.read(bundle)));
        engine.declare(bundles);
        if (context.getBundle(0).getState() == Bundle.ACTIVE) {
            whenBooted.run();
        }
    }

    /** Otherwise the framework resolves a bundle when it starts it; its parameters would be unknown to the files that are named at the start. */
    private void resolveWhatWillRun() {
        List<Bundle> waiting = Arrays.stream(context.getBundles()).filter(bundle -> willRun(bundle, Bundle.INSTALLED)).toList();
        if (!waiting.isEmpty()) {
            context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(waiting);
        }
    }

    private static boolean runsOrWill(Bundle bundle) {
        return !isFragment(bundle) && (willRun(bundle, Bundle.RESOLVED) || (bundle.getState() & RUNNING) != 0);
    }

    private static boolean willRun(Bundle bundle, int state) {
        return bundle.getState() == state && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    /** Bundles whose capabilities are part of this phone. */
    static Stream<Bundle> resolved(BundleContext context) {
        return Arrays.stream(context.getBundles()).filter(bundle -> (bundle.getState() & RESOLVED) != 0 && !isFragment(bundle));
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private void refreshKeyTypes() {
        Set<Long> types = new HashSet<>();
        resolved(context).forEach(bundle -> types.addAll(keyTypesOf(bundle)));
        if (keyTypes.replace(types)) {
            engine.keyTypesChanged();
        }
    }

    private static List<Long> keyTypesOf(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring == null ? List.of()
                : wiring.getCapabilities(KeyType.NAMESPACE).stream().map(BundleCapability::getAttributes)
                        .map(attributes -> attributes.get("type")).filter(Long.class::isInstance).map(Long.class::cast).toList();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.UNINSTALLED) {
            engine.forget(bundle.getBundleId());
            refreshKeyTypes();
        } else if (!isFragment(bundle) && context.getBundle(0).getState() != Bundle.STOPPING) {
            changed(event.getType(), bundle);
        }
    }

    private void changed(int type, Bundle bundle) {
        Catalogue before = engine.catalogue();
        switch (type) {
            case BundleEvent.RESOLVED -> {
                if (!keyTypesOf(bundle).isEmpty()) {
                    refreshKeyTypes();
                }
            }
            case BundleEvent.UNRESOLVED -> refreshKeyTypes();
            case BundleEvent.STARTING, BundleEvent.LAZY_ACTIVATION -> engine.declare(Map.of(bundle.getBundleId(), reader.read(bundle)));
            case BundleEvent.STOPPING -> engine.withdraw(bundle.getBundleId());
            default -> {
                // nothing changes for the parameters
            }
        }
        if (engine.catalogue() != before) {
            whenDeclared.run();
        }
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTED) {
            whenBooted.run();
        }
    }

    @Override
    public void close() {
        context.removeFrameworkListener(this);
        context.removeBundleListener(this);
    }
}
