package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Boots frameworks with bundles that have a manifest and nothing else. */
class HostTest {
    @TempDir
    private Path directory;
    private Host host;

    @BeforeEach
    void image() throws IOException {
        Files.createDirectories(directory.resolve("plugins"));
        Files.createDirectories(directory.resolve("models"));
        bundle("core.jar", Map.of("Bundle-SymbolicName", "org.carillon.core.a"));
        bundle("hw.jar", Map.of("Bundle-SymbolicName", "org.carillon.hw.x", "Fragment-Host", "org.carillon.core.a"));
        model("plugins/core.jar@2:start,plugins/hw.jar", "");
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.stop(4_000);
        }
    }

    private void bundle(String name, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        headers.forEach(manifest.getMainAttributes()::putValue);
        new JarOutputStream(Files.newOutputStream(directory.resolve("plugins").resolve(name)), manifest).close();
    }

    private void model(String bundles, String endpoints) throws IOException {
        Files.writeString(directory.resolve("models/x1pro.ini"),
                "carillon.model=X1 Pro\nosgi.bundles=" + bundles + "\ncarillon.endpoints=" + endpoints + "\nsome.property=value\n");
    }

    private Host start() throws Exception {
        host = Host.create(Image.of(directory, "x1 PRO"), directory.resolve("osgi"), 4, Map.of("carillon.mac", "000000000001"),
                LogLevels.QUIET);
        host.start();
        return host;
    }

    @Test
    void startsWhatTheImageLists() throws Exception {
        start();

        assertThat(host.inactive()).isEmpty();
        assertThat(host.context().getProperty("carillon.model")).isEqualTo("X1 Pro");
        assertThat(host.context().getProperty("carillon.mac")).isEqualTo("000000000001");
        assertThat(host.context().getProperty("carillon.image")).isEqualTo(directory.toString());
        assertThat(host.context().getProperty("some.property")).isEqualTo("value");
        assertThat(new Readiness(host).await()).isEmpty();
    }

    @Test
    void keepsItsStorageWhileTheImageIsTheSame() throws Exception {
        long first = start().context().getBundle("reference:file:" + directory.resolve("plugins/core.jar")).getLastModified();
        host.stop(4_000);
        long second = start().context().getBundle("reference:file:" + directory.resolve("plugins/core.jar")).getLastModified();
        host.stop(4_000);
        assertThat(second).isEqualTo(first);

        bundle("core.jar", Map.of("Bundle-SymbolicName", "org.carillon.core.b"));
        Bundle changed = start().context().getBundle("reference:file:" + directory.resolve("plugins/core.jar"));
        assertThat(changed.getSymbolicName()).isEqualTo("org.carillon.core.b");
    }

    @Test
    void throwsADamagedStorageAway() throws Exception {
        start().stop(4_000);
        for (byte[] damage : new byte[][]{{}, {1, 2, 3, 4, 5, 6, 7, 8, 9}}) {
            try (Stream<Path> files = Files.walk(directory.resolve("osgi"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.write(file, damage);
                }
            }
            assertThat(start().inactive()).isEmpty();
            host.stop(4_000);
        }
    }

    @Test
    void isNotReadyWithoutAPlatformBundle() throws Exception {
        bundle("core.jar", Map.of("Bundle-SymbolicName", "org.carillon.core.a", "Import-Package", "com.example.nowhere"));
        start();

        assertThatThrownBy(() -> new Readiness(host).await()).isInstanceOf(LaunchException.class)
                .hasMessage("not ready: not active: org.carillon.core.a, org.carillon.hw.x");
    }

    @Test
    void namesTheBundleThatIsNotInTheImage() throws Exception {
        model("plugins/core.jar@2:start,plugins/gone.jar@2:start", "");

        assertThatThrownBy(this::start).hasMessageContaining("gone.jar").hasMessageContaining("X1 Pro");
    }

    @Test
    void isReadyWithoutAFeature() throws Exception {
        bundle("feature.jar", Map.of("Bundle-SymbolicName", "org.carillon.feature.a", "Import-Package", "com.example.nowhere"));
        model("plugins/core.jar@2:start,plugins/hw.jar,plugins/feature.jar@4:start", "");
        start();

        assertThat(new Readiness(host).await()).isEmpty();
    }

    @Test
    void waitsForPortsAndComponents() throws Exception {
        model("plugins/core.jar@2:start,plugins/hw.jar", "sip");
        start();
        AtomicInteger asked = new AtomicInteger();
        Supplier<List<String>> waiting = () -> asked.incrementAndGet() > 3 ? List.of() : List.of("core.a waits for core.b");
        host.context().registerService(Supplier.class, waiting, new Hashtable<>(Map.of("org.carillon.launcher.waiting", true)));
        host.context().registerService(Object.class, "",
                new Hashtable<>(Map.of("org.carillon.endpoint.name", "sip", "org.carillon.endpoint.port", 5062)));

        assertThat(new Readiness(host).await()).isEqualTo(Map.of("sip", 5062));
        assertThat(asked.get()).isGreaterThan(3);
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        model("plugins/core.jar@2:start,plugins/hw.jar", "sip");
        start();
        host.context().registerService(Object.class, "", new Hashtable<>(Map.of("org.carillon.endpoint.name", "sip",
                "org.carillon.endpoint.port", 5062, "org.carillon.endpoint.failure", "Address already in use")));

        assertThatThrownBy(() -> new Readiness(host).await()).hasMessage("sip port 5062 cannot be had: Address already in use");
    }

    @Test
    void knowsNoOtherModel() {
        assertThatThrownBy(() -> Image.of(directory, "M8")).isInstanceOf(UsageException.class)
                .hasMessage("--model M8: permitted are X1 Pro");
        assertThatThrownBy(() -> Image.of(directory, "../models/x1pro")).isInstanceOf(UsageException.class);
    }
}
