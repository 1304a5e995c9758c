package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Applies the configuration files that the start names, each to the layer that its name says. Apart from {@link Provisioning}, which begins
 * afterwards: a component that is just being made cannot take the configuration that such a file has for it.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
@Capability(namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.carillon.core.provisioning.internal.StartFiles$Applied\"")
public final class StartFiles {
    private static final String NAME = "carillon.config.";

    /** A service that is there once the files are applied. */
    interface Applied {
        Report report();
    }

    private final ConfigurationFiles configuration;
    private final Logger log;
    private final ServiceRegistration<Applied> applied;

    /**
     * @param names
     *            of the three files as they are by default
     */
    @Activate
    public StartFiles(ProvisioningConfig names, BundleContext context, @Reference(name = "phone") Phone phone,
            @Reference(name = "configuration") ConfigurationFiles configuration,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.configuration = configuration;
        this.log = log;
        List<Path> files = new ArrayList<>();
        for (int i = 1; context.getProperty(NAME + i) != null; i++) {
            files.add(Path.of(context.getProperty(NAME + i)));
        }
        Report report = files.isEmpty() ? Report.NONE : apply(files, new FileNames(phone.model(), phone.mac()), names);
        applied = context.registerService(Applied.class, () -> report, null);
    }

    @Deactivate
    void deactivate() {
        applied.unregister();
    }

    private Report apply(List<Path> files, FileNames names, ProvisioningConfig defaults) {
        Run run = new Run(configuration,
                Decryption.none("what the command line names is read before the key is known: have a server provide it"), List.of());
        List<String> read = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                run.add(names.layer(name, Provisioning.files(defaults)), name, read(file));
                read.add(file.toString());
            } catch (IOException e) {
                log.error("--config {}: {}", file, e.toString());
            }
        }
        try {
            Report report = run.apply(String.join(" ", read), null);
            report.log(log);
            return report;
        } catch (IOException | UncheckedIOException e) {
            log.error("--config {}: {}", read, e.toString());
            return Report.NONE;
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > Transfer.MAX_BYTES) {
            throw new IOException("larger than " + (Transfer.MAX_BYTES >> 20) + " MiB");
        }
        return Files.readAllBytes(file);
    }
}
