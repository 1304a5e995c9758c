package org.carillon.core.web.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.web.WebResource;
import org.carillon.core.web.internal.Gate.Offer;
import org.eclipse.jetty.server.Server;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
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
 * The web server of the phone (manual 3.1, 5.1, 5.2). It starts beside everything else, so that nothing waits for it; its ports move, open and
 * close as the parameters say. {@code ctl panel} gives a link that logs in once.
 */
@Component(immediate = true, configurationPid = WebConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {Command.NAME + "=panel", Command.USAGE + "="})
@Designate(ocd = WebConfig.class)
public final class WebServer implements Command {
    private final Phone phone;
    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private final Sessions sessions;
    private final LogIn logIn;
    private final Gate gate;
    private final Panel panel;
    private final Server server;
    private final Identity identity;
    private volatile Door http;
    private volatile Door https;
    private volatile WebConfig config;

    @Activate
    public WebServer(BundleContext context, WebConfig config, @Reference(name = "phone") Phone phone,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "settings") Settings settings,
            @Reference(name = "panel") Panel panel, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.phone = phone;
        this.log = log;
        this.panel = panel;
        scope = scopes.open("core.web");
        executor = scope.serial("ports");
        sessions = new Sessions(scopes::nanoTime, panel::dismiss);
        Pages pages = new Pages();
        logIn = new LogIn(sessions, new LockOut(scopes::nanoTime), pages, settings, phone.model(), config);
        gate = new Gate(logIn, pages, panel, "__Host-carillon-" + phone.mac(), () -> https.port(), scope, log);
        identity = new Identity(phone.home().resolve("https.pem"), phone.model() + " " + phone.mac(), this::addresses, scopes::now, log);
        JettyThreads threads = new JettyThreads(scope);
        server = new Server(threads, threads, null);
        scope.blocking().execute(() -> start(context));
    }

    private void start(BundleContext context) {
        try {
            identity.certificate();
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(new KeyManager[]{identity}, null, null);
            server.setHandler(gate);
            server.setErrorHandler((request, response, callback) -> {
                Gate.protect(response.getHeaders());
                response.write(true, ByteBuffer.allocate(0), callback);
                return true;
            });
            server.setStopTimeout(0);
            panel.serve(server, sessions);
            server.start();
            ConnectionGuard guard = new ConnectionGuard(scope);
            executor.execute(() -> {
                http = new Door(Door.HTTP, server, phone.bind(), guard, null, context, log);
                https = new Door(Door.HTTPS, server, phone.bind(), guard, tls, context, log);
                open();
            });
        } catch (GeneralSecurityException e) {
            log.error("there is no TLS in this Java runtime", e);
        } catch (Exception e) {
            log.error("the web server does not start", e);
        }
    }

    private void open() {
        WebConfig now = config;
        if (now.httpsEnable()) {
            https.open(phone.port(Door.HTTPS).orElse(now.httpsPort()));
        } else {
            https.shut();
        }
        if (now.httpEnable()) {
            http.open(phone.port(Door.HTTP).orElse(now.httpPort()));
        } else {
            http.shut();
        }
    }

    @Modified
    void modified(WebConfig now) {
        config = now;
        logIn.configure(now);
        executor.execute(() -> {
            if (https != null) {
                open();
            }
        });
    }

    @Deactivate
    void deactivate() {
        try {
            server.stop();
        } catch (Exception e) {
            log.warn("the web server did not stop well", e);
        }
        if (https != null) {
            http.close();
            https.close();
        }
        scope.close();
    }

    @Reference(name = "resources", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindResource(WebResource resource, ServiceReference<WebResource> reference) {
        boolean open = WebResource.OPEN.equals(reference.getProperty(WebResource.ACCESS));
        int body = !open && reference.getProperty(WebResource.BODY) instanceof Integer bytes ? bytes : WebResource.MOST_BODY;
        String title = !open && reference.getProperty(WebResource.TITLE) instanceof String text ? text : "";
        for (String path : paths(reference)) {
            gate.offer(path, new Offer(resource, open, title, body));
            title = "";
        }
    }

    void unbindResource(WebResource resource, ServiceReference<WebResource> reference) {
        paths(reference).forEach(path -> gate.withdraw(path, resource));
    }

    private List<String> paths(ServiceReference<WebResource> reference) {
        return switch (reference.getProperty(WebResource.PATH)) {
            case String path -> List.of(path);
            case String[] paths -> List.of(paths);
            case null, default -> {
                log.warn("a web resource of {} names no path in {}", reference.getBundle().getHeaders().get(Constants.BUNDLE_SYMBOLICNAME),
                        WebResource.PATH);
                yield List.of();
            }
        };
    }

    /** Under which addresses the phone is reached; those of this machine alone are always among them. */
    private Set<InetAddress> addresses() {
        Set<InetAddress> found = new HashSet<>(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")));
        if (!phone.bind().isAnyLocalAddress()) {
            found.add(phone.bind());
            return found;
        }
        try {
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() || !(address instanceof Inet6Address)).forEach(found::add);
        } catch (SocketException e) {
            log.warn("the addresses of this phone are unknown: {}", e.getMessage());
        }
        return found;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        int port = https == null ? 0 : https.port();
        if (!arguments.isEmpty() || port == 0) {
            throw new CommandException(port == 0 ? "HTTPS is turned off" : "panel takes nothing");
        }
        InetAddress address = phone.bind().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : phone.bind();
        String host = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        return Map.of("url", "https://" + host + ":" + port + LogIn.ENTER + "?" + sessions.ticket());
    }
}
