package org.carillon.it.kit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A phone whose config.xml lies on a web server in this virtual machine, where a test changes it while the phone runs. */
public final class ConfiguredPhone {
    private static final String FILE = "config.xml";

    private final WebServer web;
    private final Map<String, Object> base;
    private final PhoneProcess phone;

    private ConfiguredPhone(Workspace workspace, Map<String, ?> base, String audio, String... options) {
        this.base = Map.copyOf(base);
        web = WebServer.start(workspace);
        web.put(FILE, new ParameterEffects().file(base));
        phone = PhoneProcess.in(workspace).option("--provision", web.url() + FILE).option(options).audio(audio).start();
    }

    /** Starts a phone with the settings that all its files have, and more options of {@code run}. */
    public static ConfiguredPhone start(Workspace workspace, Map<String, ?> base, String... options) {
        return new ConfiguredPhone(workspace, base, "tone:700", options);
    }

    /** The same for tests that use {@link PhoneProcess#say} and {@link PhoneProcess#heard}. */
    public static ConfiguredPhone startRecording(Workspace workspace, Map<String, ?> base) {
        return new ConfiguredPhone(workspace, base, null);
    }

    /** Starts a phone with the accounts 1 and 2, users {@code 101} and {@code 102}, both registered there. */
    public static ConfiguredPhone startWithTwoLines(Workspace workspace, ScriptedServer server) {
        Map<String, Object> base = new HashMap<>();
        for (int account = 1; account <= 2; account++) {
            base.put("Account" + account + "UserName", "10" + account);
            base.put("Account" + account + "Server1Address", "127.0.0.1");
            base.put("Account" + account + "Server1Port", server.port());
        }
        ConfiguredPhone started = start(workspace, base);
        started.phone.awaitLine(1, "registered");
        started.phone.awaitLine(2, "registered");
        return started;
    }

    public PhoneProcess phone() {
        return phone;
    }

    /** Gives it a file with these settings and the common ones, and has it applied; what other files set is gone. */
    public void configure(ParameterEffects effects, Map<String, ?> more) {
        Map<String, Object> settings = new TreeMap<>(base);
        settings.putAll(more);
        web.put(FILE, effects.file(settings));
        Object report = phone.ctl("provision");
        if (!Json.text(report, "files", 0, "status").equals("applied")) {
            throw new AssertionError(report + "\n" + phone.tail());
        }
        effects.requireApplied(phone);
    }
}
