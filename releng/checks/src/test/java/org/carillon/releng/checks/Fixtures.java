package org.carillon.releng.checks;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds broken bundles with bnd, as the real ones are built. */
final class Fixtures {
    private Fixtures() {}

    static List<BuiltBundle> bundle(Path directory, String name, Map<String, String> headers, Class<?>... classes) throws Exception {
        try (Builder builder = new Builder()) {
            List<File> classpath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(File::new)
                    .filter(File::exists).toList();
            builder.setClasspath(classpath.toArray(File[]::new));
            builder.setBundleSymbolicName(name);
            builder.setProperty("-noclassforname", "true");
            String resources = String.join(",", Stream.of(classes).flatMap(Fixtures::files).toList());
            builder.setProperty("-includeresource", resources);
            headers.forEach(builder::setProperty);
            Path jar = directory.resolve(name + ".jar");
            try (Jar built = builder.build()) {
                if (!builder.isOk()) {
                    throw new IllegalStateException(String.join(" ", builder.getErrors()));
                }
                built.write(jar.toFile());
            }
            return List.of(BuiltBundle.read(jar));
        }
    }

    private static Stream<String> files(Class<?> type) {
        String path = type.getName().replace('.', '/');
        String root = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Stream.concat(Stream.of(path + ".class=" + root + path + ".class"),
                Stream.of(type.getDeclaredClasses()).flatMap(Fixtures::files));
    }
}
