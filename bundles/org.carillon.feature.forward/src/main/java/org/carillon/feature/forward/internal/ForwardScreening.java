package org.carillon.feature.forward.internal;

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

/** Sends callers elsewhere, and says so on the screen (manual 10.14). Holds the policy for the rest of the bundle. */
@Component(service = {CallScreening.class, Indicator.class, ForwardScreening.class}, property = CallScreening.PHASE + ":Integer=100",
        configurationPid = ForwardConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ForwardConfig.class)
public final class ForwardScreening implements CallScreening, Indicator {
    private final PerIndex<ForwardConfig.Account> accounts;
    private final Map<Integer, Set<String>> known = new ConcurrentHashMap<>();
    private volatile ForwardPolicy policy;

    @Activate
    public ForwardScreening(ForwardConfig config, @Reference(name = "configurations") Configurations configurations) {
        accounts = configurations.perIndex(ForwardConfig.Account.class, ForwardConfig.Account.PID);
        policy = new ForwardPolicy(config, accounts);
    }

    @Modified
    void modified(ForwardConfig config) {
        policy = new ForwardPolicy(config, accounts);
    }

    /** What holds now. */
    ForwardPolicy policy() {
        return policy;
    }

    /** Says which parameters the server of an account acts on by itself. */
    void serverKnows(int account, Set<String> parameters) {
        known.put(account, parameters);
    }

    @Override
    public Verdict judge(IncomingCall call) {
        return policy.judge(call.account(), known.getOrDefault(call.account(), Set.of()));
    }

    @Override
    public Verdict judgeBusy(IncomingCall call) {
        return policy.judgeBusy(call.account(), known.getOrDefault(call.account(), Set.of()));
    }

    @Override
    public Sign sign() {
        return policy.sign();
    }
}
