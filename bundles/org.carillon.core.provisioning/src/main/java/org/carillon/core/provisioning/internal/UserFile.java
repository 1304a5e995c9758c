package org.carillon.core.provisioning.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.api.device.Phone;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.api.provisioning.UserSettings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Keeps what the person set on a web server too, in {@code MAC-local.xml} (manual 3.7): gives the file to the server some seconds after a change, and
 * fetches it after each run of provisioning. An upload that fails is repeated. What was changed here since the two were last alike goes before what lies there.
 */
@Component(service = EventHandler.class, configurationPid = UserFileConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = UserFileConfig.class)
@EventTopics({ParameterEvents.CHANGED, ProvisioningEvents.ENDED})
public final class UserFile implements EventHandler {
    private static final String PROTECT = "DeviceProvisionUserConfigProtectEnable";
    private static final Duration COALESCED = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 1 << 20;

    private final Path alike;
    private final String fileName;
    private final Scope scope;
    private final UserSettings user;
    private final Parameters parameters;
    private final Backups backups;
    private final Downloading web;
    private final Logger log;
    private final ConfigFileParser parser = new ConfigFileParser();
    private final Backoff backoff = new Backoff(new SecureRandom());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile UserFileConfig config;
    private Timer retry;

    @Activate
    public UserFile(UserFileConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "user") UserSettings user, @Reference(name = "parameters") Parameters parameters,
            @Reference(name = "backups") Backups backups, @Reference(name = "web") Downloading web,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.alike = phone.home().resolve("user-settings.sha256");
        this.fileName = phone.mac() + "-local.xml";
        this.scope = scopes.open("core.provisioning.user");
        this.user = user;
        this.parameters = parameters;
        this.backups = backups;
        this.web = web;
        this.log = log;
    }

    @Modified
    void modified(UserFileConfig changed) {
        config = changed;
        later();
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getTopic().equals(ProvisioningEvents.ENDED)) {
            scope.blocking().execute(this::exchange);
        } else if ("user".equals(event.getProperty(ParameterEvents.LAYER))) {
            later();
        }
    }

    private void later() {
        if (config.enable() && waiting.compareAndSet(false, true)) {
            scope.after(COALESCED, scope.blocking(), () -> {
                waiting.set(false);
                upload();
            });
        }
    }

    private synchronized void upload() {
        byte[] mine = file();
        if (isOn() && !known().equals(Optional.of(digest(mine)))) {
            give(mine);
        }
    }

    private boolean isOn() {
        try {
            return config.enable() && !config.path().isEmpty() && parameters.value(PROTECT).equals("true");
        } catch (ParameterException e) {
            return false;
        }
    }

    private synchronized void exchange() {
        if (!isOn()) {
            return;
        }
        byte[] mine = file();
        Optional<String> before = known();
        if (before.isPresent() && !before.get().equals(digest(mine))) {
            give(mine);
            return;
        }
        try {
            byte[] theirs = web.get(url(), MAX_BYTES);
            if (digest(theirs).equals(digest(mine))) {
                remember(mine);
            } else {
                List<Setting> ours = user.all();
                List<Setting> taken = take(parser.parse(fileName, theirs).settings(), ours);
                remember(merged(ours, taken)); // what is changed meanwhile differs from that
            }
        } catch (FormatException e) {
            log.warn("{} is left alone: {}", fileName, e.getMessage());
        } catch (FileNotFoundException e) {
            log.info("{} is not there: {}", fileName, e.getMessage());
            if (before.isEmpty() && !user.all().isEmpty()) {
                give(mine);
            }
        } catch (IOException e) {
            log.info("{} could not be fetched: {}", fileName, e.getMessage());
        }
    }

    private String url() {
        String path = config.path();
        return path.toLowerCase(Locale.ROOT).matches("[^?#]*\\.xml([?#].*)?") ? path : FileNames.within(path, fileName);
    }

    private void give(byte[] mine) {
        if (retry != null) {
            retry.cancel();
        }
        try {
            web.send(config.method() == 0 ? "PUT" : "POST", url(), mine);
            remember(mine);
            backoff.reset();
            log.info("{} was uploaded", fileName);
        } catch (IOException e) {
            Duration delay = backoff.next();
            log.warn("{} could not be uploaded: {}; it is tried again in {} s", fileName, e.getMessage(), delay.toSeconds());
            retry = scope.after(delay, scope.blocking(), this::upload);
        }
    }

    /** Returns what was permitted here of that which is another than ours. */
    private List<Setting> take(List<Setting> theirs, List<Setting> ours) {
        Map<String, String> here = new HashMap<>();
        ours.forEach(setting -> here.put(setting.id(), setting.value()));
        List<Setting> others = theirs.stream().filter(setting -> setting.value() != null && !setting.value().equals(here.get(setting.id())))
                .map(setting -> new Setting(setting.line(), setting.id(), setting.value(), false)).toList();
        Outcome outcome = backups.restore(fileName, others);
        List<Rejection> leftOut = Stream.concat(outcome.rejected().stream(), outcome.unknown().stream()).toList();
        leftOut.forEach(left -> log.warn("{}:{}: {} is left out; permitted: {}", fileName, left.line(), left.id(), left.permitted()));
        Set<String> ids = leftOut.stream().map(Rejection::id).collect(Collectors.toSet());
        List<Setting> taken = others.stream().filter(setting -> !ids.contains(setting.id())).toList();
        log.info("{} settings of {} are taken", taken.size(), fileName);
        return taken;
    }

    private static byte[] merged(List<Setting> ours, List<Setting> taken) {
        Map<String, Setting> all = new TreeMap<>();
        ours.forEach(setting -> all.put(setting.id(), setting));
        taken.forEach(setting -> all.put(setting.id(), setting));
        return SettingsFile.of(List.copyOf(all.values())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] file() {
        return SettingsFile.of(user.all()).getBytes(StandardCharsets.UTF_8);
    }

    /** What both were when they were last alike; empty when they never were. */
    private Optional<String> known() {
        try {
            return Optional.of(Files.readString(alike));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void remember(byte[] file) throws IOException {
        String digest = digest(file);
        if (!known().equals(Optional.of(digest))) {
            Path next = alike.resolveSibling(alike.getFileName() + ".new");
            Files.writeString(next, digest);
            Files.move(next, alike, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String digest(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
