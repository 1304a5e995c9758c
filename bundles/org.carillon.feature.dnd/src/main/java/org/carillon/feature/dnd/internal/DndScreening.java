package org.carillon.feature.dnd.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.ui.Indicator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Rejects incoming calls while do-not-disturb is on, and says so on the screen (manual 10.13). Holds the policy for the rest of the bundle. */
@Component(service = {CallScreening.class, Indicator.class, DndScreening.class}, property = CallScreening.PHASE + ":Integer=200",
        configurationPid = DndConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DndConfig.class)
public final class DndScreening implements CallScreening, Indicator {
    private final PerIndex<DndConfig.Account> accounts;
    private final Map<Integer, Set<String>> known = new ConcurrentHashMap<>();
    private volatile DndPolicy policy;

    @Activate
    public DndScreening(DndConfig config, @Reference(name = "configurations") Configurations configurations) {
        accounts = configurations.perIndex(DndConfig.Account.class, DndConfig.Account.PID);
        policy = new DndPolicy(config, accounts);
    }

    @Modified
    void modified(DndConfig config) {
        policy = new DndPolicy(config, accounts);
    }

    /** What holds now. */
    DndPolicy policy() {
        return policy;
    }

    /** Says which parameters the server of an account acts on by itself. */
    void serverKnows(int account, Set<String> parameters) {
        known.put(account, parameters);
    }

    @Override
    public Verdict judge(IncomingCall call) {
        DndPolicy now = policy;
        return now.judge(call.account(), known.getOrDefault(call.account(), Set.of()).contains(now.switchOf(call.account())));
    }

    @Override
    public Sign sign() {
        return policy.sign();
    }
}
