package org.carillon.it.contract;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.ListenerHook;

/**
 * The framework's listeners. OSGi shows those of services only, to a hook; those of bundles and of the framework are read out of Equinox, since
 * nothing else knows them.
 */
final class Listeners {
    private Listeners() {}

    /** How many there are of each kind, but for those of one bundle. */
    static Map<String, Long> in(BundleContext context, Bundle without) {
        Map<String, Long> listeners = new TreeMap<>();
        for (String listener : all(context, without)) {
            listeners.merge(listener, 1L, Long::sum);
        }
        return listeners;
    }

    private static List<String> all(BundleContext context, Bundle without) {
        List<String> listeners = new ArrayList<>();
        ServiceRegistration<ListenerHook> hook = context.registerService(ListenerHook.class, new ListenerHook() {
            @Override
            public void added(Collection<ListenerInfo> all) {
                all.stream().filter(info -> !info.isRemoved() && info.getBundleContext().getBundle() != without)
                        .forEach(info -> listeners.add("service listener for " + info.getFilter() + " of "
                                + info.getBundleContext().getBundle().getSymbolicName()));
            }

            @Override
            public void removed(Collection<ListenerInfo> some) {
                // a snapshot is wanted
            }
        }, null);
        hook.unregister();
        Object publisher = field(field(context, "container"), "eventPublisher");
        for (String kind : List.of("allBundleListeners", "allSyncBundleListeners", "allFrameworkListeners")) {
            Map<?, ?> byContext = (Map<?, ?>) field(publisher, kind);
            synchronized (byContext) {
                byContext.forEach((owner, map) -> {
                    Bundle bundle = ((BundleContext) owner).getBundle();
                    if (bundle != without) {
                        ((Map<?, ?>) map).keySet()
                                .forEach(listener -> listeners.add(describe(listener) + " of " + bundle.getSymbolicName()));
                    }
                });
            }
        }
        return listeners;
    }

    private static String describe(Object listener) {
        String kind = listener instanceof BundleListener ? "bundle listener "
                : listener instanceof FrameworkListener ? "framework listener "
                        : "listener ";
        return kind + listener.getClass().getName().replaceFirst("/0x.*", "");
    }

    private static Object field(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(owner);
            } catch (NoSuchFieldException e) {
                continue;
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("this Equinox has no field " + name + " in " + owner.getClass() + " any more");
    }
}
