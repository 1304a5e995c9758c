package org.carillon.sim.device.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** DHCP as a file says, where the start named one ({@code --dhcp file:FILE}); it is read again with each request. */
@Component(service = {}, immediate = true)
public final class EmulatedDhcp implements DhcpClient {
    private static final String PROPERTY = "carillon.dhcp";
    private static final String FILE = "file:";

    private final Scope scope;
    private final Logger log;
    private final Executor serial;
    private final List<Consumer<Leases>> listeners = new CopyOnWriteArrayList<>();
    private final Path file;
    private volatile Leases leases = Leases.NONE;

    @Activate
    public EmulatedDhcp(BundleContext context, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.log = log;
        scope = scopes.open("sim.device dhcp");
        serial = scope.serial("leases");
        String spec = context.getProperty(PROPERTY);
        file = spec != null && spec.startsWith(FILE) ? Path.of(spec.substring(FILE.length())) : null;
        if (file != null) {
            context.registerService(DhcpClient.class, this, null);
        }
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void request(Request request) {
        serial.execute(() -> {
            try {
                leases = DhcpScript.parse(Files.readAllLines(file)).answer(request);
                listeners.forEach(listener -> listener.accept(leases));
            } catch (IOException | IllegalArgumentException e) {
                log.error("--dhcp {}: {}", file, e.getMessage());
            }
        });
    }

    @Override
    public AutoCloseable listen(Consumer<Leases> listener) {
        serial.execute(() -> {
            listeners.add(listener);
            listener.accept(leases);
        });
        return () -> serial.execute(() -> listeners.remove(listener));
    }

    /** Names of an emulated phone are resolved by the machine that it runs on. */
    @Override
    public void resolve(List<InetAddress> servers, List<String> domains) {}
}
