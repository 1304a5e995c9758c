package org.carillon.launcher;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of {@code run}.
 *
 * @param mac
 *            twelve upper-case hexadecimal digits
 * @param home
 *            absolute; empty when it was not given
 * @param ports
 *            by name: https, http, sip; 0 asks for a free one; one that is left to its parameter is missing
 * @param rtpPorts
 *            {@code LOW-HIGH}; {@code 0-0} asks for free ones
 * @param configs
 *            absolute
 * @param settings
 *            values of the user layer by id
 * @param network
 *            {@code wired} or {@code wifi}; empty for what the system says
 * @param redirection
 *            addresses of redirection services by their names, {@code eds} and {@code rdds}
 * @param dhcp
 *            an interface, or {@code file:} and an absolute file; empty for no DHCP
 */
record RunOptions(String model, String mac, Optional<Path> home, String bind, Map<String, Integer> ports, String rtpPorts,
        List<Path> configs,
        Map<String, String> settings, String audio, Optional<String> network, Map<String, String> redirection, Optional<String> dhcp,
        LogLevels log) {
    static final String MODEL = "M8";

    private static final String PROVISIONING_URL = "DeviceProvisionServerUrl";
    /** Leaves a port to its parameter, which an option would outrank. */
    private static final String PARAMETER = "param";
    private static final String FILE = "file:";
    private static final Pattern RTP_PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern REDIRECTION = Pattern.compile("(eds|rdds)=(https://.+)");
    private static final Pattern AUDIO = Pattern.compile("null|panel|device|tone:\\d{1,5}(\\.\\d+)?|wav:[^:]*:[^:]*");

    static RunOptions parse(List<String> arguments) throws UsageException {
        Builder builder = new Builder();
        OptionReader reader = new OptionReader(arguments);
        while (reader.hasNext()) {
            builder.take(reader.next(), reader);
        }
        return builder.build();
    }

    private static final class Builder {
        private final Map<String, Integer> ports = new LinkedHashMap<>(Map.of("https", 8443, "http", 8080, "sip", 5060));
        private final List<Path> configs = new ArrayList<>();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private String model = MODEL;
        private String mac = "3C28A6200088";
        private Path home;
        private String bind = "127.0.0.1";
        private String rtpPorts = "16384-16483";
        private String audio = "null";
        private String network;
        private final Map<String, String> redirection = new LinkedHashMap<>();
        private String dhcp;
        private LogLevels log = LogLevels.DEFAULT;

        private void take(String option, OptionReader reader) throws UsageException {
            switch (option) {
                case "--model" -> model = reader.value();
                case "--mac" -> mac = mac(reader.value());
                case "--home" -> home = Path.of(reader.value()).toAbsolutePath().normalize();
                case "--bind" -> bind = address(reader.value());
                case "--https-port" -> webPort("https", reader.value());
                case "--http-port" -> webPort("http", reader.value());
                case "--sip-port" -> ports.put("sip", port(option, reader.value()));
                case "--rtp-ports" -> rtpPorts = rtpPorts(reader.value());
                case "--config" -> configs.add(file(option, reader.value()));
                case "--set" -> setting(reader.value());
                case "--provision" -> settings.put(PROVISIONING_URL, url(reader.value()));
                case "--audio" -> audio = audio(reader.value());
                case "--network" -> network = network(reader.value());
                case "--redirection" -> redirection(reader.value());
                case "--dhcp" -> dhcp = dhcp(reader.value());
                case "--log" -> log = LogLevels.parse(reader.value());
                default -> throw new UsageException("unknown option " + option);
            }
        }

        private RunOptions build() {
            return new RunOptions(model, mac, Optional.ofNullable(home), bind, Map.copyOf(ports), rtpPorts, List.copyOf(configs), settings,
                    audio, Optional.ofNullable(network), Map.copyOf(redirection), Optional.ofNullable(dhcp), log);
        }

        private static String mac(String text) throws UsageException {
            String digits = text.replaceAll("[:-]", "").toUpperCase(Locale.ROOT);
            return check(digits.matches("[0-9A-F]{12}"), digits, "--mac " + text + ": twelve hexadecimal digits are permitted");
        }

        private static String address(String text) throws UsageException {
            try {
                return InetAddress.getByName(text).getHostAddress();
            } catch (UnknownHostException e) {
                throw new UsageException("--bind " + text + ": no such address");
            }
        }

        private void webPort(String name, String text) throws UsageException {
            if (text.equals(PARAMETER)) {
                ports.remove(name);
            } else {
                ports.put(name, port("--" + name + "-port", text));
            }
        }

        private static int port(String option, String text) throws UsageException {
            boolean number = text.matches("\\d{1,5}");
            check(number && Integer.parseInt(text) <= 65535, text, option + " " + text + ": 0 to 65535 is permitted");
            return Integer.parseInt(text);
        }

        private static String rtpPorts(String text) throws UsageException {
            if (text.matches("0(-0)?")) {
                return "0-0";
            }
            Matcher range = RTP_PORTS.matcher(text);
            int low = range.matches() ? Integer.parseInt(range.group(1)) : 0;
            int high = range.matches() ? Integer.parseInt(range.group(2)) : 0;
            return check(low >= 1 && low % 2 == 0 && high % 2 == 1 && low < high && high <= 65535, text,
                    "--rtp-ports " + text + ": LOW-HIGH from an even to a higher odd port, or 0, is permitted");
        }

        private static Path file(String option, String text) throws UsageException {
            Path file = Path.of(text).toAbsolutePath().normalize();
            check(Files.isRegularFile(file) && Files.isReadable(file), text, option + " " + text + ": no file that can be read");
            return file;
        }

        private void setting(String text) throws UsageException {
            int equals = text.indexOf('=');
            check(equals > 0, text, "--set " + text + ": ID=VALUE is permitted");
            settings.put(text.substring(0, equals), text.substring(equals + 1));
        }

        private static String url(String text) throws UsageException {
            try {
                URI url = URI.create(text);
                return check(url.getHost() != null && url.getScheme().matches("(?i)https?"), text,
                        "--provision " + text + ": an http or https URL is permitted");
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new UsageException("--provision " + text + ": no URL");
            }
        }

        private static String audio(String text) throws UsageException {
            return check(AUDIO.matcher(text).matches(), text,
                    "--audio " + text + ": null, tone:HZ, wav:IN.wav:OUT.wav, panel or device is permitted");
        }

        private static String network(String text) throws UsageException {
            return check(text.matches("wired|wifi"), text, "--network " + text + ": wired or wifi is permitted");
        }

        private void redirection(String text) throws UsageException {
            Matcher service = REDIRECTION.matcher(text);
            check(service.matches(), text, "--redirection " + text + ": eds= or rdds= and an https URL is permitted");
            redirection.put(service.group(1), service.group(2));
        }

        /** Names of interfaces have at most 15 characters. */
        private static String dhcp(String text) throws UsageException {
            if (text.startsWith(FILE)) {
                return FILE + file("--dhcp", text.substring(FILE.length()));
            }
            return check(text.matches("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}"), text,
                    "--dhcp " + text + ": the name of an interface or file:FILE is permitted");
        }

        private static String check(boolean condition, String value, String complaint) throws UsageException {
            if (!condition) {
                throw new UsageException(complaint);
            }
            return value;
        }
    }
}
