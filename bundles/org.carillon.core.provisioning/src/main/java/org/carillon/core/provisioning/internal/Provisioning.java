package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.device.Phone;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.Settings;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.FileOpener;
import org.carillon.api.provisioning.ProvisioningRuns;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.api.provisioning.UserInfo;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.core.provisioning.internal.FileNames.Wanted;
import org.carillon.core.provisioning.internal.Search.Place;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Fetches configuration files from the first place that has some and applies them (manual 3.6): when the phone has started, and whenever a run
 * is asked for.
 */
@Component(service = {Provisioning.class, ProvisioningRuns.class}, immediate = true, configurationPid = ProvisioningConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProvisioningConfig.class)
public final class Provisioning implements ProvisioningRuns {
    private static final int MOST_WAITING = 8;

    /** What a run is to do: ask all sources where there is no place. */
    private record Wish(boolean atStart, boolean plan, Place place) {
        static final Wish PLAIN = new Wish(false, false, null);
    }

    private final Phone phone;
    private final Scope scope;
    private final ConfigurationFiles configuration;
    private final Parameters parameters;
    private final Settings settings;
    private final Downloading downloads;
    private final ProvisioningSources sources;
    private final RunAnnouncer announcer;
    private final Logger log;
    private final StartRun start;
    private final List<FileOpener> openers = new CopyOnWriteArrayList<>();
    private final Set<Wish> waiting = ConcurrentHashMap.newKeySet();
    private volatile ProvisioningConfig config;
    private volatile Report last;

    @Activate
    public Provisioning(ProvisioningConfig config, @Reference(name = "startFiles") StartFiles.Applied startFiles,
            @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "configuration") ConfigurationFiles configuration, @Reference(name = "parameters") Parameters parameters,
            @Reference(name = "settings") Settings settings,
            @Reference(name = "downloads") Downloading downloads, @Reference(name = "sources") ProvisioningSources sources,
            @Reference(name = "announcer") RunAnnouncer announcer, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.last = startFiles.report();
        this.phone = phone;
        this.configuration = configuration;
        this.parameters = parameters;
        this.settings = settings;
        this.downloads = downloads;
        this.sources = sources;
        this.announcer = announcer;
        this.log = log;
        this.scope = scopes.open("core.provisioning");
        this.start = new StartRun(() -> run(new Wish(true, false, null)), report -> last = report, scope, new SecureRandom(), log);
        announcer.whenStarted(start::begin);
    }

    @Modified
    void modified(ProvisioningConfig changed) {
        config = changed;
    }

    @Reference(name = "openers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindOpener(FileOpener opener) {
        openers.add(opener);
    }

    void unbindOpener(FileOpener opener) {
        openers.remove(opener);
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    /** What the last run did. */
    Report last() {
        return last;
    }

    @Override
    public void begin(String cause) {
        begin(cause, Wish.PLAIN);
    }

    @Override
    public void begin(String cause, Location location) {
        begin(cause + " (" + UserInfo.without(location.url()) + ")", new Wish(false, false, new Place("", location)));
    }

    /** Asks all sources as soon as may be, and then does something, whatever came of it. */
    void begin(String cause, Runnable then) {
        log.info("provisioning begins: {}", cause);
        scope.blocking().execute(() -> {
            try {
                run(Wish.PLAIN);
            } finally {
                then.run();
            }
        });
    }

    /** One that waits already does for those who ask meanwhile. */
    private void begin(String cause, Wish wish) {
        if (waiting.size() < MOST_WAITING && waiting.add(wish)) {
            log.info("provisioning begins: {}", cause);
            scope.blocking().execute(() -> {
                synchronized (this) {
                    waiting.remove(wish);
                    run(wish);
                }
            });
        }
    }

    /** Asks all sources now. Blocks; runs that meet wait for each other. */
    Report run() {
        return run(Wish.PLAIN);
    }

    /** What {@link #run()} would do, up to the first URL that a file brings. Blocks likewise. */
    Report plan() {
        return run(new Wish(false, true, null));
    }

    private synchronized Report run(Wish wish) {
        Announcement announcement = announcer.of(wish.atStart());
        Search search = new Search(place -> {
            if (!wish.plan()) {
                announcement.begun();
            }
            return at(place, wish.plan());
        });
        String before = config.serverUrl();
        Report report = wish.place() == null ? search.through(sources.ranked()) : search.only(wish.place());
        if (wish.plan()) {
            return report.pending(parameters.pending());
        }
        last = new Stages(() -> config, this::spelling, place -> at(place, false)).after(report, before).pending(parameters.pending());
        if (!last.failed()) {
            start.end();
        }
        last.log(log);
        announcement.ended(last.result());
        return last;
    }

    private String spelling(String url) {
        return UserInfo.without(downloads.names().absolute(url)).replaceFirst("/+$", "");
    }

    private Report at(Place place, boolean plan) {
        Location location = place.location();
        Report report;
        try {
            report = fetch(location.url(), plan);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            report = Report.failed(UserInfo.without(location.url()), e.getMessage());
        }
        return report.from(place.source(), location.origin());
    }

    private Report fetch(String url, boolean plan) throws IOException {
        ProvisioningConfig now = config;
        List<Wanted> files = downloads.names().of(url, files(now));
        Run run = new Run(configuration, new Decryption(now._encryptionKey()), openers);
        State state = new State(phone.home());
        URI root = files.getFirst().uris().getFirst();
        try (Transfer transfer = downloads.open(root)) {
            run.download(files, transfer, state);
        }
        if (plan) {
            return run.plan(UserInfo.without(url));
        }
        Report report = run.apply(UserInfo.without(url), state);
        keepUrl(now.serverUrl(), run, state);
        return report;
    }

    /** A file that replaces the one which brought the URL, and brings none, is no reason to forget it. */
    private void keepUrl(String before, Run run, State state) throws IOException {
        String now = config.serverUrl();
        String kept = state.keptUrl();
        try {
            if (run.sets(Stages.PARAMETER)) {
                if (!kept.isEmpty() && kept.equals(now)) {
                    settings.unset(Stages.PARAMETER);
                }
                state.keepUrl("");
            } else if (now.isEmpty() && !before.isEmpty()) {
                settings.set(Map.of(Stages.PARAMETER, before));
                state.keepUrl(before);
            }
        } catch (ParameterException e) {
            log.warn("{} is lost: {}", Stages.PARAMETER, e.getMessage());
        }
    }

    static List<String> files(ProvisioningConfig now) {
        return List.of(now.fileFirst(), now.fileSecond(), now.fileThird());
    }
}
