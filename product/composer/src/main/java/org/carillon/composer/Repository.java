package org.carillon.composer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.service.feature.ID;

/** Artifacts in Maven's directory layout, which the build has put there. */
final class Repository {
    private final Path root;
    private final Map<Path, Jar> jars = new HashMap<>();

    Repository(Path root) {
        this.root = root;
    }

    /**
     * @param feature
     *            who asks, for the complaint
     */
    Jar jar(ID id, String feature) throws CompositionException {
        Path file = root.resolve(id.getGroupId().replace('.', '/')).resolve(id.getArtifactId()).resolve(id.getVersion())
                .resolve(id.getArtifactId() + "-" + id.getVersion() + ".jar");
        if (!Files.isRegularFile(file)) {
            throw new CompositionException("feature " + feature + " names " + id + ", which is not among the dependencies of its pom");
        }
        return jar(id.getGroupId(), id.getArtifactId(), id.getVersion(), file);
    }

    private Jar jar(String groupId, String artifactId, String version, Path file) throws CompositionException {
        Jar known = jars.get(file);
        if (known == null) {
            known = Jar.read(groupId, artifactId, version, file);
            jars.put(file, known);
        }
        return known;
    }

    /** A hardware fragment by its symbolic name, which is its artifact's name as well. */
    Jar hardware(String symbolicName, String product) throws CompositionException {
        Path versions = root.resolve("org/carillon").resolve(symbolicName);
        for (Path file : find(versions, ".jar")) {
            return jar("org.carillon", symbolicName, file.getParent().getFileName().toString(), file);
        }
        throw new CompositionException("product " + product + ": there is no hardware fragment " + symbolicName);
    }

    /** Every feature file. */
    List<Path> features() throws CompositionException {
        return find(root, ".json");
    }

    private static List<Path> find(Path directory, String ending) throws CompositionException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw new CompositionException("repository " + directory + " cannot be read: " + e, e);
        }
    }
}
