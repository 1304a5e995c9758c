package org.carillon.releng.checks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Parameters by id: what a model declares, and what the manual says. */
final class Catalogue {
    static final List<String> MODELS = List.of("H3G", "H6", "M3s", "M5s", "M7s", "M7s Pro", "M8");

    private Catalogue() {}

    /** What {@code ./phone parameters} prints. */
    static Map<String, Map<String, Object>> declared(String model) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Reactor.ROOT.resolve("phone").toString(), "parameters", "--model", model)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CARILLON_BUILD", "never");
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            Map<String, Map<String, Object>> parameters = byId(out.readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("phone parameters --model " + model + " failed");
            }
            return parameters;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The facts of the manual about its parameters. */
    static Map<String, Map<String, Object>> manual() throws IOException {
        try (InputStream in = Catalogue.class.getResourceAsStream("/manual-parameters.json")) {
            return byId(in.readAllBytes());
        }
    }

    private static Map<String, Map<String, Object>> byId(byte[] json) throws IOException {
        Map<String, Map<String, Object>> parameters = new LinkedHashMap<>();
        for (Object parameter : JSON.std.listFrom(json)) {
            Map<String, Object> map = map(parameter);
            parameters.put(String.valueOf(map.get("id")), map);
        }
        return parameters;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object json) {
        return json == null ? Map.of() : (Map<String, Object>) json;
    }
}
