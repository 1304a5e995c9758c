package org.carillon.core.provisioning.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.carillon.api.device.Phone;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.provisioning.Lookups;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.TlsContexts;
import org.carillon.core.provisioning.internal.Downloader.Credentials;
import org.carillon.core.provisioning.internal.Transfer.Result;
import org.carillon.core.provisioning.internal.Transfer.Validators;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Opens transfers with the times, the check of the server and the password that are configured; downloads files for others by them. */
@Component(service = {Downloading.class, Downloads.class, Lookups.class}, configurationPid = ProvisioningConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Downloading implements Downloads, Lookups {
    private final Scopes scopes;
    private final Scope scope;
    private final DigestAuthentication digests;
    private final TlsContexts tls;
    private final FileNames names;
    private volatile ProvisioningConfig config;

    @Activate
    public Downloading(ProvisioningConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "digests") DigestAuthentication digests, @Reference(name = "tls") TlsContexts tls) {
        this.config = config;
        this.scopes = scopes;
        this.digests = digests;
        this.tls = tls;
        this.names = new FileNames(phone.model(), phone.mac());
        this.scope = scopes.open("core.provisioning.downloads");
    }

    @Modified
    void modified(ProvisioningConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    /**
     * Gives a file to a web server.
     *
     * @param method
     *            {@code PUT} or {@code POST}
     * @param url
     *            as of {@link Downloads}
     * @throws IOException
     *             when there is no such URL, or the server did not take it; the message says why in words, without a password
     */
    void send(String method, String url, byte[] content) throws IOException {
        boolean absolute = method.equals("POST") && config.absoluteUri();
        ask(url, absolute ? new AbsoluteForm() : HttpClient.Builder.NO_PROXY,
                (downloader, uri) -> downloader.send(method, uri, "application/xml", content));
    }

    FileNames names() {
        return names;
    }

    @Override
    public byte[] get(String url, int maxBytes) throws IOException {
        return ask(url, HttpClient.Builder.NO_PROXY, (downloader, uri) -> downloader.get(uri, Validators.NONE, maxBytes)).content();
    }

    @Override
    public int visit(String url) throws IOException {
        return ask(url, HttpClient.Builder.NO_PROXY, Downloader::visit).status();
    }

    @Override
    public Optional<byte[]> find(URI url, int maxBytes) throws IOException {
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
            throw new IOException("the URL is not usable: https://HOST/... is permitted");
        }
        try (Downloader downloader = web(config, true, Credentials.NONE, HttpClient.Builder.NO_PROXY)) {
            Result result = downloader.get(url, Validators.NONE, maxBytes);
            if (result.content() == null && !isAbsent(result)) {
                throw new IOException(result.error().isEmpty() ? "HTTP status " + result.status() : result.error());
            }
            return Optional.ofNullable(result.content());
        }
    }

    private static boolean isAbsent(Result result) {
        return !result.error().isEmpty() && (result.status() == 404 || result.status() == 410);
    }

    private Result ask(String url, ProxySelector proxies, BiFunction<Downloader, URI, Result> question) throws IOException {
        try {
            URI uri = names.file(url);
            try (Downloader downloader = web(uri, proxies)) {
                Result result = question.apply(downloader, uri);
                if (isAbsent(result)) {
                    throw new FileNotFoundException(result.error());
                } else if (!result.error().isEmpty()) {
                    throw new IOException(result.error());
                }
                return result;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** For the files of one server. */
    Transfer open(URI uri) throws IOException {
        ProvisioningConfig now = config;
        return uri.getScheme().equalsIgnoreCase("tftp")
                ? new TftpTransfer(scopes::nanoTime, Duration.ofSeconds(now.connectSeconds()), Duration.ofSeconds(now.attemptSeconds()))
                : web(uri, HttpClient.Builder.NO_PROXY);
    }

    private Downloader web(URI uri, ProxySelector proxies) throws IOException {
        ProvisioningConfig now = config;
        return web(now, now.verifyPeer() == 1, credentials(now, uri), proxies);
    }

    private Downloader web(ProvisioningConfig now, boolean verify, Credentials credentials, ProxySelector proxies) throws IOException {
        return new Downloader(scope, scopes::nanoTime, tls.client(verify), Duration.ofSeconds(now.connectSeconds()),
                Duration.ofSeconds(now.attemptSeconds()), credentials, digests, proxies);
    }

    private Credentials credentials(ProvisioningConfig now, URI uri) {
        String[] info = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        if (info.length == 2) {
            return new Credentials(info[0], info[1]);
        }
        boolean own = List.of(now.serverUrl(), now.backupServerUrl()).stream().anyMatch(url -> names.isAt(uri, url));
        return own ? new Credentials(now.username(), now._password()) : Credentials.NONE;
    }
}
