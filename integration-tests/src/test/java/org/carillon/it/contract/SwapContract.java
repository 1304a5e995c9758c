package org.carillon.it.contract;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ThreadDump;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Watches what happens around one bundle while that is stopped, started and replaced, and says what was not to happen: that another bundle
 * restarts, a component outside it is activated again, a service outside it changes, or a thread, a listener or a class loader stays behind.
 */
public final class SwapContract implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final BundleContext context;
    private final Bundle subject;
    private final Surroundings surroundings;
    private final Set<String> facts;
    private final Map<String, Long> listeners;
    private final Map<Long, String> threads;
    private final Set<String> own;
    private final Set<String> broken = Collections.synchronizedSet(new LinkedHashSet<>());
    private final List<WeakReference<ClassLoader>> formerLoaders = new ArrayList<>();
    private final SynchronousBundleListener events = this::happened;

    private SwapContract(BundleContext context, Bundle subject) {
        this.context = context;
        this.subject = subject;
        surroundings = new Surroundings(context, subject);
        own = surroundings.componentsInside();
        facts = surroundings.facts();
        context.addBundleListener(events);
        stop();
        listeners = Listeners.in(context, subject);
        threads = ThreadDump.here();
        start();
    }

    /**
     * Starts to watch. Stops and starts the bundle once, to see what there is without it.
     *
     * @param context
     *            of a bundle that only watches
     * @param subject
     *            active
     */
    public static SwapContract over(BundleContext context, Bundle subject) {
        return new SwapContract(context, subject);
    }

    private void happened(BundleEvent event) {
        Optional<String> what = switch (event.getType()) {
            case BundleEvent.INSTALLED -> Optional.of("installed");
            case BundleEvent.RESOLVED -> Optional.of("resolved");
            case BundleEvent.STARTED -> Optional.of("started");
            case BundleEvent.STOPPED -> Optional.of("stopped");
            case BundleEvent.UNRESOLVED -> Optional.of("unresolved");
            case BundleEvent.UPDATED -> Optional.of("updated");
            default -> Optional.empty();
        };
        if (event.getBundle() != subject && what.isPresent()) {
            broken.add("bundle " + event.getBundle().getSymbolicName() + " was " + what.get());
        }
    }

    public void stop() {
        try {
            subject.stop();
        } catch (BundleException e) {
            throw new AssertionError(e);
        }
        gone(facts, surroundings.facts()).forEach(fact -> broken.add("while " + subject.getSymbolicName() + " is stopped, gone: " + fact));
    }

    /** Starts it; returns when its components are there again. */
    public void start() {
        try {
            subject.start();
        } catch (BundleException e) {
            throw new AssertionError(e);
        }
        if (!settles(() -> gone(own, surroundings.componentsInside()), PATIENCE)) {
            throw new AssertionError(subject.getSymbolicName() + " does not come back: " + gone(own, surroundings.componentsInside()));
        }
    }

    /** Puts another version in its place. */
    public void update(byte[] jar) {
        replacing(() -> {
            stop();
            try {
                subject.update(new ByteArrayInputStream(jar));
            } catch (BundleException e) {
                throw new AssertionError(e);
            }
            start();
        });
    }

    /** Watches while somebody else puts another version in its place. */
    public void replacing(Runnable work) {
        WeakReference<ClassLoader> former = new WeakReference<>(subject.adapt(BundleWiring.class).getClassLoader());
        work.run();
        if (former.refersTo(subject.adapt(BundleWiring.class).getClassLoader())) {
            throw new AssertionError(subject.getSymbolicName() + " was not replaced");
        }
        formerLoaders.add(former);
    }

    /**
     * What broke the contract so far, in words; empty when nothing did. Stops and starts the bundle once more, to see what there is without
     * it.
     *
     * @param patience
     *            time for what ends later
     */
    public List<String> violations(Duration patience) {
        settles(this::changed, patience);
        Set<String> violations = new LinkedHashSet<>(changed());
        stop();
        settles(this::left, patience);
        violations.addAll(left());
        start();
        settles(this::loaders, patience);
        violations.addAll(loaders());
        violations.addAll(broken);
        return List.copyOf(violations);
    }

    private List<String> changed() {
        List<String> changed = new ArrayList<>();
        Set<String> now = surroundings.facts();
        gone(facts, now).forEach(fact -> changed.add("gone: " + fact));
        gone(now, facts).forEach(fact -> changed.add("stays behind: " + fact));
        return changed;
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        Listeners.in(context, subject).forEach((listener, count) -> {
            long more = count - listeners.getOrDefault(listener, 0L);
            if (more > 0) {
                left.add("stays behind: " + listener + ", " + more + " times");
            }
        });
        Map<String, Long> more = new TreeMap<>();
        ThreadDump.here().forEach((number, thread) -> {
            if (!threads.containsKey(number)) {
                more.merge(thread, 1L, Long::sum);
            }
        });
        more.forEach((thread, count) -> left.add("stays behind: " + thread + ", " + count + " times"));
        if (context.getBundle(0).adapt(FrameworkWiring.class).getRemovalPendingBundles().contains(subject)) {
            left.add("stays behind: a former version of " + subject.getSymbolicName() + ", whose packages are in use");
        }
        return left;
    }

    private List<String> loaders() {
        System.gc();
        long alive = formerLoaders.stream().filter(loader -> !loader.refersTo(null)).count();
        return alive == 0 ? List.of()
                : List.of("stays behind: class loader of " + subject.getSymbolicName() + ", " + alive + " of " + formerLoaders.size());
    }

    private static Collection<String> gone(Set<String> before, Set<String> after) {
        return before.stream().filter(fact -> !after.contains(fact)).toList();
    }

    private static boolean settles(Supplier<? extends Collection<String>> left, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!left.get().isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Await.elapse(Duration.ofMillis(10));
        }
        return true;
    }

    @Override
    public void close() {
        context.removeBundleListener(events);
    }
}
