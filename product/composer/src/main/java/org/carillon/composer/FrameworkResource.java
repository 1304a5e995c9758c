package org.carillon.composer;

import aQute.bnd.osgi.resource.CapReqBuilder;
import aQute.bnd.osgi.resource.ResourceBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;

/**
 * What the framework, the JDK and the launcher provide. The framework is asked itself, on the JDK that this build runs on: no table of a
 * library's that may be older than either.
 */
final class FrameworkResource {
    private FrameworkResource() {}

    /**
     * @param launcher
     *            the launcher, whose manifest lists the services that it registers
     */
    static Resource of(Resource launcher) throws CompositionException {
        try {
            ResourceBuilder system = new ResourceBuilder();
            Path storage = Files.createTempDirectory("composer");
            Framework framework = new EquinoxFactory().newFramework(
                    Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "eclipse.log.enabled", "false"));
            framework.init();
            for (Capability capability : framework.adapt(BundleRevision.class).getCapabilities(null)) {
                system.addCapability(CapReqBuilder.clone(capability));
            }
            framework.stop();
            framework.waitForStop(5_000);
            delete(storage);
            system.copyCapabilities(Set.of(IdentityNamespace.IDENTITY_NAMESPACE, "osgi.wiring.bundle", "osgi.wiring.host", "osgi.content"),
                    launcher);
            return system.build();
        } catch (BundleException | IOException | InterruptedException e) {
            throw new CompositionException("the framework cannot be asked: " + e, e);
        } catch (Exception e) {
            throw new CompositionException("the framework's answer cannot be used: " + e, e);
        }
    }

    /** The framework's own jar, which this program runs with and finds in a Maven repository. */
    static Jar jar() throws CompositionException {
        Path file = Path.of(URI.create(EquinoxFactory.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        return Jar.read("org.eclipse.platform", "org.eclipse.osgi", file.getParent().getFileName().toString(), file);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
