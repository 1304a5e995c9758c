package org.carillon.composer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The directory of an image's bundles. A file that has its bytes already is left alone, so that a phone's storage stays valid when nothing
 * changed. A third party's signature is taken off: the image is signed as a whole, and classes of signed jars do not go into a JVM's cache.
 */
final class Plugins {
    private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

    private final Path directory;
    private final Set<String> kept = new HashSet<>();

    Plugins(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
    }

    Path directory() {
        return directory;
    }

    boolean has(Jar jar) {
        return kept.contains(jar.plugin());
    }

    void add(Jar jar) throws IOException {
        if (kept.add(jar.plugin())) {
            write(directory.resolve(jar.plugin()), unsigned(jar.file()));
        }
    }

    /** Puts a new file in the place of an old one, which whoever has it open keeps. */
    static void write(Path target, byte[] content) throws IOException {
        if (!Files.isRegularFile(target) || !Arrays.equals(Files.readAllBytes(target), content)) {
            Files.createDirectories(target.getParent());
            Path fresh = Files.write(target.resolveSibling(target.getFileName() + ".new"), content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Deletes what an earlier image left. */
    void tidy() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> !kept.contains(file.getFileName().toString())).toList()) {
                Files.delete(file);
            }
        }
    }

    static byte[] unsigned(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            if (jar.stream().noneMatch(entry -> entry.getName().matches(SIGNATURE))) {
                return Files.readAllBytes(file);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream out = new ZipOutputStream(bytes)) {
                put(out, JarFile.MANIFEST_NAME, 0);
                withoutDigests(jar.getManifest()).write(out);
                for (JarEntry entry : jar.stream().toList()) {
                    if (!entry.getName().matches(SIGNATURE) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        put(out, entry.getName(), entry.getTime());
                        try (InputStream in = jar.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                    }
                }
            }
            return bytes.toByteArray();
        }
    }

    private static void put(ZipOutputStream out, String name, long time) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(time);
        out.putNextEntry(entry);
    }

    private static Manifest withoutDigests(Manifest signed) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(signed.getMainAttributes());
        signed.getEntries().forEach((name, attributes) -> {
            Attributes rest = new Attributes();
            attributes.forEach((key, value) -> {
                if (!key.toString().endsWith("-Digest")) {
                    rest.put(key, value);
                }
            });
            if (!rest.isEmpty()) {
                manifest.getEntries().put(name, rest);
            }
        });
        return manifest;
    }
}
