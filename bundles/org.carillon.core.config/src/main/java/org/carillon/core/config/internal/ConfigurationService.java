package org.carillon.core.config.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.device.DeviceKey;
import org.carillon.api.device.Hardware;
import org.carillon.api.device.Phone;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.parameter.Settings;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.UserSettings;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.MetaTypeService;

/** Parameters as services. Opens the store, and keeps Configuration Admin in step with it. */
@Component(immediate = true, service = {ConfigurationService.class, Configurations.class, Parameters.class, Settings.class,
        ConfigurationFiles.class, Backups.class, UserSettings.class})
public final class ConfigurationService implements Configurations, Parameters, Settings, ConfigurationFiles, Backups, UserSettings {
    private static final String DIRECTORY = "config";
    /** Source of what a feature sets for the person at the desk. */
    private static final String PHONE = "phone";

    private final BundleContext context;
    private final Logger log;
    private final FileDisk disk;
    private final Engine engine;
    private final MetatypeReader reader;
    private final BundleWatcher watcher;
    private final ServiceRegistration<ConfigurationListener> barrierRegistration;
    private final StartSettings start;
    private final AtomicBoolean startFilesPending;
    private final Declarations declarations = new Declarations();
    private volatile EventAdmin events;

    @Activate
    public ConfigurationService(BundleContext context, @Reference(name = "phone") Phone phone,
            @Reference(name = "hardware") Hardware hardware, @Reference(name = "key") DeviceKey key,
            @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "metatypes") MetaTypeService metatypes, @Reference(name = "admin") ConfigurationAdmin admin,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.log = log;
        try {
            disk = new FileDisk(phone.home().resolve(DIRECTORY));
            Barrier barrier = new Barrier(admin, log);
            engine = new Engine(new Journal(disk, new Sealing(key::get), () -> scopes.now().toEpochMilli(), log::error),
                    new Projection(admin, barrier, log), this::changed,
                    () -> context.getBundle(0).getState() == Bundle.ACTIVE, log);
            barrierRegistration = context.registerService(ConfigurationListener.class, barrier, new Hashtable<>());
            barrier.await();
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration in " + phone.home().resolve(DIRECTORY) + " cannot be used: " + e.getMessage(),
                    e);
        }
        start = StartSettings.of(context::getProperty);
        startFilesPending = new AtomicBoolean(start.files());
        engine.setUnjudged(start.values(), StartSettings.SOURCE);
        KeyTypes keyTypes = new KeyTypes();
        reader = new MetatypeReader(metatypes, hardware, keyTypes, log);
        watcher = new BundleWatcher(context, reader, keyTypes, engine, this::declaredAnew, this::booted);
        watcher.open();
    }

    @Deactivate
    void deactivate() throws IOException {
        watcher.close();
        barrierRegistration.unregister();
        disk.close();
    }

    @Reference(name = "events", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(EventAdmin admin) {
        events = admin;
    }

    void unbindEvents(EventAdmin admin) {
        if (events == admin) {
            events = null;
        }
    }

    private void booted() {
        for (String id : start.values().keySet()) {
            if (engine.catalogue().slot(id) == null) {
                log.error("--set {}: {}; the value is kept", id, engine.catalogue().whyUnknown(id));
            }
        }
    }

    private void changed(String layer, List<String> ids) {
        post(new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.IDS, ids, ParameterEvents.LAYER, layer)));
    }

    private void declaredAnew() {
        post(new Event(ParameterEvents.DECLARED, Map.of()));
    }

    private void post(Event event) {
        EventAdmin admin = events;
        if (admin != null) {
            admin.postEvent(event);
        }
    }

    Engine engine() {
        return engine;
    }

    @Override
    public <T> PerIndex<T> perIndex(Class<T> type, String factoryPid) {
        Declaration declaration = engine.catalogue().declaration(factoryPid);
        if (declaration == null || declaration.instances() == null) {
            throw new IllegalArgumentException("no running bundle declares the factory PID " + factoryPid);
        }
        return new Instances<>(type, declaration.instances().size(), index -> engine.properties(declaration.pid(String.valueOf(index))));
    }

    @Override
    public List<Declared> declared() {
        return declarations.of(engine.catalogue());
    }

    @Override
    public String value(String id) {
        Engine.View view = engine.get(id);
        return view.slot().definition().shown(view.effective().value());
    }

    @Override
    public void set(Map<String, String> values) {
        engine.set(values, PHONE);
    }

    @Override
    public void unset(String id) {
        engine.unset(List.of(id), PHONE);
    }

    /** What the command line sets outranks the files that it names, which are the first to be applied. */
    @Override
    public Outcome apply(List<File> files, boolean plan) {
        boolean first = !plan && startFilesPending.getAndSet(false);
        return engine.apply(files, first ? start.values().keySet() : Set.of(), plan);
    }

    @Override
    public Ineffective ineffective(Layer layer) {
        return engine.ineffective(org.carillon.core.config.internal.Layer.of(layer));
    }

    @Override
    public String fingerprint(Layer layer) {
        return engine.fingerprint(org.carillon.core.config.internal.Layer.of(layer));
    }

    @Override
    public List<Setting> save(Extent extent) {
        Map<Long, List<Declaration>> stopped = new HashMap<>();
        BundleWatcher.resolved(context).filter(bundle -> engine.catalogue().of(bundle.getBundleId()).isEmpty())
                .forEach(bundle -> stopped.put(bundle.getBundleId(), reader.read(bundle)));
        return Saved.of(engine.views(engine.catalogue().with(stopped)), extent);
    }

    @Override
    public Outcome restore(String name, List<Setting> settings) {
        return engine.add(new File(ConfigurationFiles.Layer.USER, name, settings));
    }

    @Override
    public List<String> pending() {
        return engine.pending();
    }

    @Override
    public List<Setting> all() {
        return engine.userSettings();
    }

    /** What all resolved bundles declare, in the shape of {@code phone parameters}. */
    List<Map<String, Object>> catalogue() {
        return BundleWatcher.resolved(context).flatMap(bundle -> reader.read(bundle).stream())
                .flatMap(declaration -> MetatypeReader.printed(declaration).stream())
                .sorted(Comparator.comparing(parameter -> parameter.get("id").toString())).toList();
    }
}
