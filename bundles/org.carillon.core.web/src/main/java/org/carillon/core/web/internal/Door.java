package org.carillon.core.web.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Hashtable;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.carillon.api.device.Endpoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.Logger;

/** A port of the web server, which can be moved and closed while the server runs. Used by one thread, except {@link #port}. */
final class Door {
    static final String HTTP = "http";
    static final String HTTPS = "https";
    private static final int HEAD_BYTES = 16 * 1024;
    private static final int IDLE_MILLIS = 30_000;
    private static final int BACKLOG = 32;

    private final String name;
    private final Server server;
    private final InetAddress bind;
    private final ConnectionGuard guard;
    private final SSLContext tls;
    private final BundleContext context;
    private final Logger log;
    private ServerConnector connector;
    private ServiceRegistration<Endpoint> endpoint;
    private int wanted = -1;
    private volatile int port;

    /**
     * @param tls
     *            null for HTTP
     */
    Door(String name, Server server, InetAddress bind, ConnectionGuard guard, SSLContext tls, BundleContext context, Logger log) {
        this.name = name;
        this.server = server;
        this.bind = bind;
        this.guard = guard;
        this.tls = tls;
        this.context = context;
        this.log = log;
    }

    /** The port it listens on; 0 while it is closed. */
    int port() {
        return port;
    }

    /** Listens on a port, 0 for any free one; does nothing when that is so already. */
    void open(int number) {
        if (number == wanted) {
            return;
        }
        close();
        wanted = number;
        ServerConnector fresh = connector(number);
        try {
            fresh.open();
            server.addConnector(fresh);
            fresh.start();
            connector = fresh;
            port = fresh.getLocalPort();
            publish(port, "");
        } catch (Exception e) {
            server.removeConnector(fresh);
            fresh.close();
            String reason = e instanceof IOException && e.getCause() != null ? e.getCause().getMessage() : e.getMessage();
            log.error("{} port {} cannot be had: {}", name, number, reason);
            publish(number, String.valueOf(reason));
        }
    }

    /** Listens no longer, which is what was wanted. */
    void shut() {
        if (wanted != 0 || port != 0 || endpoint == null) {
            close();
            wanted = -1;
            publish(0, "");
        }
    }

    void close() {
        port = 0;
        if (endpoint != null) {
            endpoint.unregister();
            endpoint = null;
        }
        if (connector != null) {
            try {
                connector.stop();
            } catch (Exception e) {
                log.warn("{} port {} did not close well: {}", name, wanted, e.getMessage());
            }
            server.removeConnector(connector);
            connector = null;
        }
    }

    private void publish(int number, String failure) {
        var properties = new Hashtable<String, Object>(Map.of(Endpoint.NAME, name, Endpoint.PORT, number));
        if (!failure.isEmpty()) {
            properties.put(Endpoint.FAILURE, failure);
        }
        endpoint = context.registerService(Endpoint.class, new Endpoint() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int port() {
                return number;
            }
        }, properties);
    }

    private ServerConnector connector(int number) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEAD_BYTES);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        ConnectionFactory[] factories = tls == null ? new ConnectionFactory[]{http}
                : new ConnectionFactory[]{new SslConnectionFactory(security(), http.getProtocol()), http};
        // No thread waits to accept: the selector does it.
        ServerConnector fresh = new ServerConnector(server, null, null, null, 0, 1, factories);
        fresh.setName(name);
        fresh.setHost(bind.getHostAddress());
        fresh.setPort(number);
        fresh.setIdleTimeout(IDLE_MILLIS);
        fresh.setAcceptQueueSize(BACKLOG);
        fresh.addBean(guard);
        return fresh;
    }

    private SslContextFactory.Server security() {
        SslContextFactory.Server security = new SslContextFactory.Server();
        security.setSslContext(tls);
        security.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return security;
    }
}
