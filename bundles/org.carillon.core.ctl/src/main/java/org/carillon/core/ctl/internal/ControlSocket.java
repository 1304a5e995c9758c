package org.carillon.core.ctl.internal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.carillon.api.ctl.Command;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Runs commands for whoever connects to the Unix domain socket {@code control.sock} in the phone's home, which only the owner may do.
 * <p>
 * A connection carries one command. The client sends one line of UTF-8, at most 64 KiB: a JSON array of the command and its arguments, such as
 * <code>["get","FeatureDndEnable"]</code>. It gets the answer's lines, each a JSON value of its own; the lines of a {@code Text} come as they
 * stand. When the command fails its last answer is <code>{"error":"why"}</code>. The very last line is an envelope that is no part of the
 * answer: <code>{"exit":0}</code>, or 1 after a failure. A connection that ends without it was cut. {@link Client} is a client for the shell.
 * <p>
 * Each client has a thread of its own, so that a slow one holds up nobody; one that says nothing for 10 s, or does not take its answer for
 * 30 s, is cut.
 */
@Component(service = {})
public final class ControlSocket {
    static final int MAX_CLIENTS = 32;
    private static final Connection.Patience PATIENCE = new Connection.Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Phone phone;
    private final Logger log;
    private final Scope scope;
    private final CommandTable commands = new CommandTable();
    private final Semaphore places = new Semaphore(MAX_CLIENTS);

    @Activate
    public ControlSocket(@Reference(name = "scopes") Scopes scopes, @Reference(name = "phone") Phone phone,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.phone = phone;
        this.log = log;
        scope = scopes.open("org.carillon.core.ctl");
    }

    @Reference(name = "commands", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCommand(Command command, Map<String, ?> properties) {
        commands.add(command, properties);
    }

    void unbindCommand(Command command) {
        commands.remove(command);
    }

    /** Not in the constructor: by now the commands are there. */
    @Activate
    void listen() throws IOException {
        try {
            ServerSocketChannel server = SocketFile.listen(phone.home());
            Path path = phone.home().resolve(SocketFile.NAME);
            scope.onClose(() -> Files.deleteIfExists(path));
            scope.onClose(server);
            scope.blocking().execute(() -> accept(server));
        } catch (IOException | RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Deactivate
    void close() {
        scope.close();
    }

    private void accept(ServerSocketChannel server) {
        try {
            while (!scope.isClosed()) {
                welcome(server.accept());
            }
        } catch (ClosedChannelException e) {
            log.debug("The control socket is closed");
        } catch (IOException e) {
            log.error("No client can connect to the control socket; trying again in {}", RETRY, e);
            scope.after(RETRY, scope.blocking(), () -> accept(server));
        }
    }

    private void welcome(SocketChannel client) {
        Scope owner = scope.child("client");
        owner.onClose(client);
        Connection connection = new Connection(client, owner, commands, PATIENCE, log);
        if (!places.tryAcquire()) {
            connection.refuse("too many clients: " + MAX_CLIENTS + " are connected");
            return;
        }
        owner.onClose(places::release);
        owner.blocking().execute(connection);
    }
}
