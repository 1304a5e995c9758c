package org.carillon.core.config.internal;

import aQute.bnd.osgi.Builder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.carillon.api.ctl.Command;
import org.carillon.api.device.DeviceKey;
import org.carillon.api.device.Hardware;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scopes;
import org.carillon.sim.testkit.FakeHardware;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;

/** Equinox with Declarative Services, Configuration Admin, Metatype Service and this bundle; contracts come from the test's class path. */
final class TestFramework {
    private static final List<String> SERVICES = List.of("org.apache.felix.configadmin", "org.apache.felix.eventadmin",
            "org.apache.felix.scr",
            "org.eclipse.equinox.metatype", "org.osgi.service.component", "org.osgi.service.metatype", "org.osgi.util.function",
            "org.osgi.util.promise");

    private final Path home;
    private final Framework framework;
    private final List<String> log = new CopyOnWriteArrayList<>();

    TestFramework(Path home, Map<String, Object> facts, Map<String, String> properties) throws Exception {
        this.home = home;
        Map<String, String> configuration = new HashMap<>(properties);
        configuration.put(Constants.FRAMEWORK_STORAGE, home.resolve("osgi").toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, contracts());
        configuration.put("felix.cm.pm", "memory");
        framework = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(configuration);
        framework.init();
        LogReaderService reader = service(LogReaderService.class, null);
        reader.addLogListener(this::logged);
        context().registerService(Phone.class, new FakePhone(home), null);
        context().registerService(DeviceKey.class, () -> Keys.of(1), null);
        context().registerService(Scopes.class, new ManualScopes(), null);
        context().registerService(Hardware.class, new FakeHardware(facts), null);
        for (String service : SERVICES) {
            install(jar(service), 1, !service.startsWith("org.osgi."));
        }
        install(Path.of("target/classes").toUri().toString(), 2, true);
    }

    private static String contracts() throws IOException {
        List<String> exported = new ArrayList<>();
        for (URL manifest : Collections.list(TestFramework.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = manifest.openStream()) {
                Attributes headers = new Manifest(in).getMainAttributes();
                if (String.valueOf(headers.getValue(Constants.BUNDLE_SYMBOLICNAME)).startsWith("org.carillon.api.")) {
                    exported.add(headers.getValue(Constants.EXPORT_PACKAGE));
                }
            }
        }
        return String.join(",", exported);
    }

    private void logged(LogEntry entry) {
        if (entry.getLogLevel().ordinal() <= LogLevel.WARN.ordinal()) {
            Throwable reason = entry.getException();
            log.add(entry.getBundle().getSymbolicName() + ": " + entry.getMessage() + (reason == null ? "" : ": " + reason.getMessage()));
        }
    }

    private static String jar(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(file -> file.getFileName().toString().matches(name.replace(".", "\\.") + "-[0-9].*")).findFirst().orElseThrow()
                .toUri()
                .toString();
    }

    /** A bundle out of the test's own classes of one package. */
    static Path bundle(Path directory, String name, String version, String sourcePackage) throws Exception {
        try (Builder builder = new Builder()) {
            builder.setProperty(Constants.BUNDLE_SYMBOLICNAME, name);
            builder.setProperty(Constants.BUNDLE_VERSION, version);
            builder.setProperty("-includepackage", sourcePackage);
            for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (Files.exists(Path.of(element))) {
                    builder.addClasspath(new File(element));
                }
            }
            Path file = directory.resolve(name + "-" + version + ".jar");
            builder.build().write(file.toFile());
            if (!builder.isOk()) {
                throw new IllegalStateException(builder.getErrors().toString());
            }
            return file;
        }
    }

    Bundle install(String location, int level, boolean start) throws BundleException {
        Bundle bundle = context().installBundle(location.startsWith("file:") ? "reference:" + location : location);
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        if (start) {
            bundle.start();
        }
        return bundle;
    }

    Bundle install(Path file, int level) throws BundleException {
        return install(file.toUri().toString(), level, true);
    }

    TestFramework start() throws BundleException {
        framework.start();
        return this;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    <T> T service(Class<T> type, String filter) throws Exception {
        ServiceReference<?>[] references = context().getAllServiceReferences(type.getName(), filter);
        return references == null ? null : type.cast(context().getService(references[0]));
    }

    Object command(String name, String... arguments) throws Exception {
        return service(Command.class, "(" + Command.NAME + "=" + name + ")").run(name, List.of(arguments), line -> {});
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> get(String id) throws Exception {
        return new LinkedHashMap<>((Map<String, Object>) command("get", id));
    }

    /** What the lamp of the test has seen; null when it is not there. */
    @SuppressWarnings("unchecked")
    List<String> lamp() throws Exception {
        Supplier<List<String>> lamp = service(Supplier.class, "(lamp=true)");
        return lamp == null ? null : lamp.get();
    }

    /** Warnings and errors that come within two seconds, as soon as there are so many. */
    List<String> log(int count) throws InterruptedException {
        for (int i = 0; i < 200 && log.size() < count; i++) {
            Thread.sleep(10);
        }
        return List.copyOf(log);
    }

    void clearLog() {
        log.clear();
    }

    Path home() {
        return home;
    }

    void close() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
