package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.carillon.api.device.Phone;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.TlsContexts;
import org.carillon.core.provisioning.internal.Downloader.Credentials;
import org.carillon.core.provisioning.internal.Downloader.Result;
import org.carillon.core.provisioning.internal.Downloader.Validators;
import org.carillon.core.provisioning.internal.Sources.Source;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Fetches configuration files from the server and applies them (manual 3.6): in the background at the start, and whenever {@link #run()} is
 * called. Downloads files for others in the same way.
 */
@Component(service = {Provisioning.class, Downloads.class}, immediate = true, configurationPid = ProvisioningConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProvisioningConfig.class)
public final class Provisioning implements Downloads {
    private final Phone phone;
    private final Scopes scopes;
    private final Scope scope;
    private final ConfigurationFiles configuration;
    private final DigestAuthentication digests;
    private final Logger log;
    private final TlsContexts tls;
    private final RunAnnouncer announcer;
    private final Sources sources;
    private final StartRun start;
    private final ConfigFileParser parser = new ConfigFileParser();
    private volatile ProvisioningConfig config;
    private volatile Report last;

    @Activate
    public Provisioning(ProvisioningConfig config, @Reference(name = "startFiles") StartFiles.Applied startFiles,
            @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "configuration") ConfigurationFiles configuration,
            @Reference(name = "digests") DigestAuthentication digests, @Reference(name = "tls") TlsContexts tls,
            @Reference(name = "announcer") RunAnnouncer announcer, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.announcer = announcer;
        this.last = startFiles.report();
        this.phone = phone;
        this.scopes = scopes;
        this.configuration = configuration;
        this.digests = digests;
        this.log = log;
        this.tls = tls;
        this.sources = new Sources(phone.model(), phone.mac());
        this.scope = scopes.open("core.provisioning");
        this.start = new StartRun(() -> run(true), report -> last = report, scope, new SecureRandom(), log);
        if (!config.serverUrl().isEmpty()) {
            start.begin();
        }
    }

    @Modified
    void modified(ProvisioningConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    /** What the last run did. */
    Report last() {
        return last;
    }

    /** Asks the configured server as soon as may be; does not block. */
    void begin() {
        scope.blocking().execute(this::run);
    }

    /** Asks the configured server now. Blocks; runs that meet wait for each other. */
    Report run() {
        return run(false);
    }

    private synchronized Report run(boolean atStart) {
        ProvisioningConfig now = config;
        if (now.serverUrl().isEmpty()) {
            return Report.NONE;
        }
        announcer.begun(atStart);
        try {
            List<Source> files = sources.of(now.serverUrl(), files(now));
            last = fetch(now, files);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            last = new Report("failed", printable(now.serverUrl()), List.of(), List.of(), false, e.getMessage());
        }
        if (!last.result().equals("failed")) {
            start.end();
        }
        last.log(log);
        announcer.ended(atStart, last.result());
        return last;
    }

    private Report fetch(ProvisioningConfig now, List<Source> files) throws IOException {
        Run run = new Run(configuration, parser);
        State state = new State(phone.home());
        URI root = files.getFirst().uris().getFirst();
        try (Downloader downloader = downloader(now, root)) {
            files.forEach(file -> run.download(file, downloader, state));
        }
        return run.apply(printable(now.serverUrl()), state);
    }

    @Override
    public byte[] get(String url, int maxBytes) throws IOException {
        return ask(url, (downloader, uri) -> downloader.get(uri, Validators.NONE, maxBytes)).content();
    }

    @Override
    public int visit(String url) throws IOException {
        return ask(url, Downloader::visit).status();
    }

    private Result ask(String url, BiFunction<Downloader, URI, Result> question) throws IOException {
        try {
            URI uri = sources.file(url);
            try (Downloader downloader = downloader(config, uri)) {
                Result result = question.apply(downloader, uri);
                if (!result.error().isEmpty()) {
                    throw new IOException(result.error());
                }
                return result;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Downloader downloader(ProvisioningConfig now, URI uri) throws IOException {
        return new Downloader(scope, scopes::nanoTime, tls.client(now.verifyPeer() == 1), Duration.ofSeconds(now.connectSeconds()),
                Duration.ofSeconds(now.attemptSeconds()), credentials(now, uri), digests);
    }

    private Credentials credentials(ProvisioningConfig now, URI uri) {
        String[] info = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        if (info.length == 2) {
            return new Credentials(info[0], info[1]);
        }
        return sources.isAt(uri, now.serverUrl()) ? new Credentials(now.username(), now._password()) : Credentials.NONE;
    }

    static List<String> files(ProvisioningConfig now) {
        return List.of(now.fileFirst(), now.fileSecond(), now.fileThird());
    }

    private static String printable(String url) {
        return url.replaceFirst("^([^/]*//)?[^/]*@", "$1");
    }
}
