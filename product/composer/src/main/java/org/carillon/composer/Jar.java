package org.carillon.composer;

import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.resource.ResourceBuilder;
import aQute.bnd.osgi.resource.ResourceUtils;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.resource.Resource;

/**
 * A bundle of the repository.
 *
 * @param resource
 *            its requirements and capabilities
 */
record Jar(String groupId, String artifactId, String version, Path file, Manifest manifest, Resource resource) {

    static Jar read(String groupId, String artifactId, String version, Path file) throws CompositionException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw new CompositionException(file.getFileName() + " is no bundle");
            }
            ResourceBuilder builder = new ResourceBuilder();
            builder.addManifest(Domain.domain(manifest));
            return new Jar(groupId, artifactId, version, file, manifest, builder.build());
        } catch (CompositionException e) {
            throw e;
        } catch (Exception e) {
            throw new CompositionException(file.getFileName() + " cannot be read: " + e, e);
        }
    }

    /** Any jar's requirements and capabilities, bundle or not. */
    static Resource resource(Path file) throws CompositionException {
        return read("", "", "", file).resource();
    }

    String symbolicName() {
        return ResourceUtils.getIdentity(resource);
    }

    String coordinates() {
        return groupId + ":" + artifactId + ":" + version;
    }

    String header(String name) {
        return manifest.getMainAttributes().getValue(name);
    }

    boolean isFragment() {
        return !resource.getRequirements(HostNamespace.HOST_NAMESPACE).isEmpty();
    }

    /** File name in an image. */
    String plugin() {
        return symbolicName() + "_" + ResourceUtils.getVersion(resource) + ".jar";
    }

    /** True for what this source tree makes. */
    boolean isOwn() {
        return groupId.equals("org.carillon");
    }
}
