package org.carillon.core.media.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.carillon.api.device.NetworkInterfaces;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingLog;

/** What tests of whole sessions share. */
final class Calls {
    static final RecordingLog LOG = new RecordingLog();
    static final SharedScopes SCOPES = new SharedScopes(LOG.logger());

    private Calls() {}

    static MediaConfig dscp(int dscp) {
        return Configs.of(MediaConfig.class, Map.of("dscp", dscp));
    }

    static MediaService service(FakePhone phone, FakeConfigurations accounts) {
        return service(phone, accounts, local -> false);
    }

    static MediaService service(FakePhone phone, FakeConfigurations accounts, NetworkInterfaces interfaces) {
        return service(phone, accounts, interfaces, new Volumes(phone, SCOPES, LOG.logger()));
    }

    static MediaService service(FakePhone phone, FakeConfigurations accounts, NetworkInterfaces interfaces, Volumes volumes) {
        return new MediaService(dscp(46), phone, interfaces, (protocol, port, priority) -> {}, volumes, SCOPES, accounts, LOG.logger());
    }

    static MediaService service() {
        return service(new FakePhone(Path.of(".")), new FakeConfigurations(20));
    }

    /** Waits for something to become true, 3 s at most. */
    static boolean soon(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(10);
        }
        return condition.getAsBoolean();
    }
}
