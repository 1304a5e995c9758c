package org.carillon.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/** {@code run}: one phone in the foreground, until a signal or a command ends it. */
final class Run implements SubCommand {
    private static final int LAST_LEVEL = 4;

    private final Path images;
    private final int boot;
    private final PrintStream out;

    /**
     * @param image
     *            directory of the image
     * @param boot
     *            1 for the first start, one more after each reboot
     * @param out
     *            takes the ready line
     */
    Run(Path image, int boot, PrintStream out) {
        images = image;
        this.boot = boot;
        this.out = out;
    }

    @Override
    public int run(List<String> arguments) throws LaunchException, UsageException, InterruptedException {
        RunOptions options = RunOptions.parse(arguments);
        requireOwn(options.bind());
        Image image = Image.of(images, options.model());
        Path directory = options.home().orElseGet(() -> Home.standard(image.model(), options.mac()));
        Home home = Home.take(directory);
        Host host = Host.create(image, home.directory().resolve("osgi"), LAST_LEVEL, properties(options, home.directory()), options.log());
        Exit exit = new Exit();
        exit.guard(host);
        host.context().registerService(IntConsumer.class, exit, new Hashtable<>(Map.of("org.carillon.launcher.exit", true)));
        try {
            host.start();
            out.println(readyLine(image, options, new Readiness(host).await()));
            out.flush();
        } catch (LaunchException e) {
            exit.accept(1);
            // Whatever bundles print as they end comes before the reason.
            host.stop(Exit.STOP_MILLIS);
            throw e;
        }
        return exit.await();
    }

    /** Said once here, where every server of the phone would say it. */
    private static void requireOwn(String address) throws LaunchException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address))) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw new LaunchException("--bind " + address + ": not an address of this machine", e);
        }
    }

    private Map<String, String> properties(RunOptions options, Path home) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("carillon.mac", options.mac());
        properties.put("carillon.home", home.toString());
        properties.put("carillon.bind", options.bind());
        options.ports().forEach((name, port) -> properties.put("carillon.port." + name, port.toString()));
        properties.put("carillon.ports.rtp", options.rtpPorts());
        properties.put("carillon.audio", options.audio());
        options.network().ifPresent(network -> properties.put("carillon.network", network));
        options.redirection().forEach((service, address) -> properties.put("carillon.redirection." + service, address));
        options.dhcp().ifPresent(dhcp -> properties.put("carillon.dhcp", dhcp));
        properties.put("carillon.boot", Integer.toString(boot));
        if (boot == 1) {
            addFirstBootOnly(options, properties);
        }
        return properties;
    }

    /** What the command line says is read once at start; a reboot finds what was set since. */
    private static void addFirstBootOnly(RunOptions options, Map<String, String> properties) {
        int number = 0;
        for (Path config : options.configs()) {
            properties.put("carillon.config." + ++number, config.toString());
        }
        number = 0;
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            properties.put("carillon.set." + ++number, setting.getKey() + "=" + setting.getValue());
        }
    }

    private String readyLine(Image image, RunOptions options, Map<String, Integer> ports) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("ready", true);
        line.put("model", image.model());
        line.put("mac", options.mac());
        for (String port : List.of("https", "http", "sip")) {
            line.put(port, ports.getOrDefault(port, 0));
        }
        line.put("pid", ProcessHandle.current().pid());
        line.put("bootMillis", ProcessAge.millis());
        if (boot > 1) {
            line.put("boot", boot);
        }
        return Json.of(line);
    }
}
