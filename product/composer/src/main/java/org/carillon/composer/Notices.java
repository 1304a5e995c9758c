package org.carillon.composer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Puts together what third parties want to be told to whoever gets an image. */
final class Notices {
    private final Licences licences;

    Notices(Licences licences) {
        this.licences = licences;
    }

    String of(Collection<Jar> jars) throws CompositionException {
        StringBuilder text = new StringBuilder("This image contains the following third-party software.\n");
        for (Jar jar : jars) {
            List<String> names = licences.of(jar);
            if (!jar.isOwn() || names.size() > 1) {
                text.append("\n").append("-".repeat(72)).append("\n").append(title(jar)).append("\n").append(jar.symbolicName()).append(' ')
                        .append(jar.version()).append("\nLicence: ").append(String.join(", ", names)).append("\n").append(source(jar))
                        .append(notice(jar));
            }
        }
        return text.toString();
    }

    private static String title(Jar jar) {
        String name = jar.header("Bundle-Name");
        String vendor = jar.header("Bundle-Vendor");
        String plain = name == null || name.startsWith("%") ? jar.artifactId() : name;
        return vendor == null || vendor.startsWith("%") ? plain : plain + " (" + vendor + ")";
    }

    /** Where the source code can be had, as some licences want it to be said. */
    private static String source(Jar jar) {
        String reference = jar.header("Eclipse-SourceReferences");
        String home = reference == null ? jar.header("Bundle-DocURL") : reference.replaceFirst("^scm:git:", "").replaceFirst(";.*", "");
        return home == null ? "" : "Source: " + home + "\n";
    }

    private static String notice(Jar jar) throws CompositionException {
        StringBuilder text = new StringBuilder();
        try (JarFile file = new JarFile(jar.file().toFile())) {
            for (JarEntry entry : file.stream().filter(entry -> entry.getName().matches("META-INF/NOTICE(\\.txt|\\.md)?")).toList()) {
                text.append("\n").append(new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).strip())
                        .append("\n");
            }
        } catch (IOException e) {
            throw new CompositionException(jar.file() + " cannot be read: " + e, e);
        }
        return text.toString();
    }
}
