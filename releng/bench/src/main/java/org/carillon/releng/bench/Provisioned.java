package org.carillon.releng.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs of provisioning: a configuration that sets all instances of all parameters, which is fetched, parsed, judged, made durable and taken by the
 * components; and one that the server says is as it was.
 */
final class Provisioned implements AutoCloseable {
    private static final String FILE = "/config.xml";
    private static final String SERVER = "DeviceProvisionServerUrl";
    /** A file that is not encrypted goes on to be one. */
    private static final String KEY = "DeviceSecurityEncryptionAesKey";
    private static final Pattern PARAMETER = Pattern.compile("\\{\"id\":.*?\"instances\":(?:null|\\[[^]]*])");
    private static final Pattern INDEX = Pattern.compile("\\{\\w+\\}");
    /** After a run: what the components do on threads of their own belongs to it. */
    private static final long SETTLE_MILLIS = 100;

    private final HttpServer server;
    private final Carillon carillon;
    private final Caller caller;
    private final Report report;
    private final String column;
    private final int runs;
    private final String parameters;
    private volatile int version;

    Provisioned(Path root, Carillon carillon, Caller caller, Report report, String column, int runs)
            throws IOException, InterruptedException {
        this.carillon = carillon;
        this.caller = caller;
        this.report = report;
        this.column = column;
        this.runs = runs;
        this.parameters = Programs.output(root,
                List.of("env", "CARILLON_BUILD=never", root.resolve("phone").toString(), "parameters", "--model", column));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + FILE;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String tag = "\"" + version + "\"";
            if (!exchange.getRequestURI().getPath().equals(FILE)) {
                exchange.sendResponseHeaders(404, -1);
            } else if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                byte[] content = file(parameters, url(), version).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("ETag", tag);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    /**
     * A configuration file.
     *
     * @param parameters
     *            as {@code ./phone parameters} prints them
     * @param url
     *            where it comes from
     * @param version
     *            words, secrets and numbers to call that are blank by default are others in each; the rest has its default
     */
    static String file(String parameters, String url, int version) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n");
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            String json = parameter.group();
            String id = field(json, "id");
            String standard = field(json, "default");
            String value = id.equals(SERVER) ? url
                    : standard.isEmpty() && !id.equals(KEY) ? value(field(json, "type"), version)
                            : standard.replace("&", "&amp;").replace("<", "&lt;");
            for (String instance : field(json, "instances").split(",")) {
                text.append("  <setting id=\"").append(spell(id, instance)).append("\" value=\"").append(value).append("\"/>\n");
            }
        }
        return text.append("</settings>\n").toString();
    }

    /** Empty for null; what stands between the brackets of a list, without quotation marks and blanks. */
    private static String field(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\"\\s*:\\s*(?:\"([^\"]*)\"|\\[([^]]*)])").matcher(json);
        if (!field.find()) {
            return "";
        }
        return field.group(1) != null ? field.group(1) : field.group(2).replaceAll("[\"\\s]", "");
    }

    private static String value(String type, int version) {
        return switch (type) {
            case "string" -> "text " + version;
            case "secret" -> String.format(Locale.ROOT, "secret%010d", version);
            case "phoneNumber" -> String.valueOf(1000 + version);
            default -> "";
        };
    }

    private static String spell(String template, String instance) {
        String id = template;
        for (String index : instance.split("\\.")) {
            id = INDEX.matcher(id).replaceFirst(index);
        }
        return id;
    }

    void measure() throws Exception {
        caller.forget();
        try (Carillon.Phone phone = carillon.start(caller, List.of())) {
            Control control = new Control(phone.home());
            control.run("set", SERVER, url());
            version = 1;
            long began = System.nanoTime();
            requireApplied(control.run("provision"));
            report.put("all settings, the first time", column, Samples.of(System.nanoTime() - began).spread());
            Runnable other = () -> version++;
            run(phone.process(), control, "\"applied\"", other, runs, null);
            run(phone.process(), control, "\"applied\"", other, runs, "all settings, p50 / p99");
            run(phone.process(), control, "\"not modified\"", () -> {}, runs, null);
            run(phone.process(), control, "\"not modified\"", () -> {}, runs, "not modified (304), p50 / p99");
        }
        long settings = Pattern.compile("<setting ").matcher(file(parameters, url(), version)).results().count();
        report.note("All settings: " + settings + " in one file, with other words, secrets and numbers to call than the file before. Of "
                + 2 * runs
                + " runs the second half counts. Milliseconds from a run's being asked for to its report; CPU in milliseconds of all"
                + " threads, compiler and collector included; allocation without threads that have ended meanwhile.");
    }

    private static void requireApplied(String answer) throws IOException {
        if (!answer.contains("\"applied\"") || answer.matches(".*\"(rejected|unknown)\":\\[[^]].*")) {
            throw new IOException("not all settings were applied: " + answer);
        }
    }

    private void run(Proc phone, Control control, String expected, Runnable before, int count, String row)
            throws IOException, InterruptedException {
        long[] nanos = new long[count];
        long allocated = phone.allocatedBytes();
        long cpu = phone.cpuNanos();
        for (int i = 0; i < count; i++) {
            before.run();
            long began = System.nanoTime();
            String answer = control.run("provision");
            nanos[i] = System.nanoTime() - began;
            if (!answer.contains(expected)) {
                throw new IOException("a run of provisioning is not " + expected + ": " + answer);
            }
        }
        Thread.sleep(SETTLE_MILLIS);
        if (row != null) {
            report.put(row, column, Samples.of(nanos).tails());
            report.put(row.replaceFirst(",.*", ", CPU each"), column,
                    String.format(Locale.ROOT, "%.1f", (phone.cpuNanos() - cpu) / 1e6 / count));
            report.put(row.replaceFirst(",.*", ", allocated, MB each"), column,
                    String.format(Locale.ROOT, "%.1f", (phone.allocatedBytes() - allocated) / 1e6 / count));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
