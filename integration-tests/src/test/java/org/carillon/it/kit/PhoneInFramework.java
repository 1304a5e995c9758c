package org.carillon.it.kit;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.ops4j.pax.exam.Constants;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

/** Options for Pax Exam: the framework with the bundles and properties of one model, as the launcher would start it. */
public final class PhoneInFramework {
    /** What the tests themselves need comes from their class path. */
    private static final String[] PACKAGES = {"javax.inject;version=1.0", "org.slf4j;version=1.7.36", "org.junit;version=4.13.2",
            "org.junit.internal;version=4.13.2", "org.junit.internal.requests;version=4.13.2",
            "org.junit.internal.runners.model;version=4.13.2", "org.junit.runner;version=4.13.2",
            "org.junit.runner.notification;version=4.13.2", "org.junit.runners;version=4.13.2", "org.junit.runners.model;version=4.13.2",
            "org.junit.rules;version=4.13.2", "org.hamcrest;version=1.3", "org.ops4j.pax.exam.junit;version=4.14.0",
            "org.ops4j.pax.exam.spi.reactors;version=4.14.0", "org.ops4j.pax.swissbox.core;version=1.9.0",
            "org.ops4j.pax.swissbox.extender;version=1.9.0", "org.ops4j.pax.swissbox.tracker;version=1.9.0"};
    /** The same, of whatever is a bundle: one class of each. */
    private static final String[] BUNDLES = {"org.ops4j.pax.exam.raw.extender.intern.Activator",
            "org.ops4j.pax.exam.inject.internal.Activator", "org.ops4j.pax.exam.invoker.junit.internal.Activator",
            "org.assertj.core.api.Assertions", "net.bytebuddy.ByteBuddy"};

    private PhoneInFramework() {}

    /**
     * @param model
     *            such as {@code m8}; its home is the framework property {@code carillon.home}
     */
    public static Option options(String model) {
        Path home = home();
        Path image = Repository.ROOT.resolve("product/target/emulator");
        Properties ini = load(image.resolve("models/" + model + ".ini"));
        List<Option> options = new ArrayList<>(List.of(cleanCaches(), frameworkStartLevel(Constants.START_LEVEL_TEST_BUNDLE),
                systemPackages(PACKAGES), systemProperty("pax.exam.invoker").value("junit")));
        for (String type : BUNDLES) {
            options.add(bundle(classPath(type)).startLevel(Constants.START_LEVEL_SYSTEM_BUNDLES));
        }
        for (String entry : ini.remove("osgi.bundles").toString().split(",")) {
            String[] parts = entry.strip().split("@");
            UrlProvisionOption option = bundle(image.resolve(parts[0]).normalize().toUri().toString());
            options.add(parts.length == 1 ? option.noStart() : option.startLevel(Integer.parseInt(parts[1].replace(":start", ""))));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        ini.stringPropertyNames().forEach(name -> properties.put(name, ini.getProperty(name)));
        properties.putAll(Map.of("carillon.image", image.toString(), "carillon.home", home.toString(), "carillon.mac", "3C28A6200088",
                "carillon.bind", "127.0.0.1", "carillon.ports.rtp", "0", "carillon.audio", "null", "carillon.boot", "1"));
        for (String port : List.of("sip", "http", "https")) {
            properties.put("carillon.port." + port, "0");
        }
        properties.forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
        return composite(options.toArray(Option[]::new));
    }

    /** A directory that ends with this virtual machine, short enough for a socket in it. */
    private static Path home() {
        Workspace workspace = new Workspace();
        workspace.open();
        Runtime.getRuntime().addShutdownHook(new Thread(workspace::delete));
        return workspace.directory();
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("no image: build it first, ./mvnw -DskipTests -pl product -am package", e);
        }
    }

    /** The jar that a class comes from. */
    private static String classPath(String type) {
        try {
            return Class.forName(type, false, PhoneInFramework.class.getClassLoader()).getProtectionDomain().getCodeSource().getLocation()
                    .toURI().toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
