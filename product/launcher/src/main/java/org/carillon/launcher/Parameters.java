package org.carillon.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.ServiceReference;

/** {@code parameters}: the catalogue of a model, read by core.config from bundles that are resolved and not started. */
final class Parameters implements SubCommand {
    /** Start level of core.config. */
    private static final int CONFIG_LEVEL = 2;
    private static final String CATALOGUE = "(org.carillon.catalogue=true)";

    private final Path images;
    private final PrintStream out;

    Parameters(Path image, PrintStream out) {
        images = image;
        this.out = out;
    }

    @Override
    public int run(List<String> arguments) throws LaunchException, UsageException {
        String model = RunOptions.MODEL;
        OptionReader reader = new OptionReader(arguments);
        while (reader.hasNext()) {
            String option = reader.next();
            if (!option.equals("--model")) {
                throw new UsageException("unknown option " + option);
            }
            model = reader.value();
        }
        Image image = Image.of(images, model);
        try {
            Path home = Files.createTempDirectory("carillon");
            try {
                print(image, home);
            } finally {
                Trees.delete(home);
            }
        } catch (IOException e) {
            throw new LaunchException("no temporary directory can be had", e);
        }
        return 0;
    }

    private void print(Image image, Path home) throws LaunchException {
        Map<String, String> properties = Map.of("carillon.home", home.toString(), "carillon.mac", "000000000000", "carillon.bind",
                "127.0.0.1");
        Host host = Host.create(image, home.resolve("osgi"), CONFIG_LEVEL, properties, LogLevels.QUIET);
        host.start();
        host.resolveAll();
        try {
            for (ServiceReference<?> reference : host.services(Supplier.class.getName(), CATALOGUE)) {
                if (host.service(reference) instanceof Supplier<?> catalogue) {
                    out.println(Json.of(catalogue.get()));
                    return;
                }
            }
            throw new LaunchException("no catalogue: core.config did not start");
        } finally {
            host.stop(2_000);
        }
    }
}
