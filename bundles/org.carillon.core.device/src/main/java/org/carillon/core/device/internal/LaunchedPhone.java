package org.carillon.core.device.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the launcher said in framework properties. */
@Component
public final class LaunchedPhone implements Phone {
    private final LaunchProperties properties;
    private final String model;
    private final String mac;
    private final String firmware;
    private final Path home;
    private final InetAddress bind;
    private final int[] rtpPorts;
    private final int boot;
    private final Scopes scopes;
    private final long started;

    @Activate
    public LaunchedPhone(BundleContext context, @Reference(name = "scopes") Scopes scopes) {
        this(new LaunchProperties(context::getProperty), scopes);
    }

    LaunchedPhone(LaunchProperties properties, Scopes scopes) {
        this.properties = properties;
        this.scopes = scopes;
        started = scopes.nanoTime();
        model = properties.text("model");
        mac = properties.text("mac");
        firmware = properties.text("firmware");
        home = Path.of(properties.text("home"));
        bind = address(properties.text("bind"));
        rtpPorts = properties.range("ports.rtp");
        boot = properties.number("boot").orElse(1);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("carillon.bind: no such address: " + text, e);
        }
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public String mac() {
        return mac;
    }

    @Override
    public String firmware() {
        return firmware;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public InetAddress bind() {
        return bind;
    }

    @Override
    public OptionalInt port(String name) {
        return properties.number("port." + name);
    }

    @Override
    public int rtpPortLow() {
        return rtpPorts[0];
    }

    @Override
    public int rtpPortHigh() {
        return rtpPorts[1];
    }

    @Override
    public String audio() {
        return properties.optional("audio").orElse("null");
    }

    @Override
    public int boot() {
        return boot;
    }

    @Override
    public long uptimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(scopes.nanoTime() - started);
    }
}
