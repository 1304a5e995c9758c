package org.carillon.feature.forward.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.carillon.api.call.ServerFeature;
import org.carillon.feature.forward.internal.ForwardPolicy.Forward;
import org.carillon.feature.forward.internal.ForwardPolicy.Kind;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Call forward as servers have it (manual 10.14.5): codes to dial, and its words in as-feature-event. */
@Component
public final class ForwardSync implements ServerFeature {
    private static final Map<String, Kind> KINDS = new TreeMap<>(
            Map.of("forwardImmediate", Kind.ALWAYS, "forwardBusy", Kind.BUSY, "forwardNoAns", Kind.NO_ANSWER));
    private static final String DURATION = "FeatureNoReplyFwdDuration";
    private static final int SHORTEST = 10;
    private static final int LONGEST = 60;

    private final ForwardScreening forward;

    @Activate
    public ForwardSync(@Reference(name = "forward") ForwardScreening forward) {
        this.forward = forward;
    }

    @Override
    public boolean isPerAccount() {
        return forward.policy().isPerAccount();
    }

    @Override
    public boolean subscribes(int account) {
        return forward.policy().subscribes(account);
    }

    @Override
    public List<Switch> switches(int account) {
        return KINDS.entrySet().stream().map(kind -> stands(forward.policy(), kind.getKey(), kind.getValue(), account)).toList();
    }

    private static Switch stands(ForwardPolicy policy, String type, Kind kind, int account) {
        Forward now = policy.forward(kind, account);
        Map<String, String> parameters = new HashMap<>(Map.of(policy.switchOf(kind, account), String.valueOf(now.enabled()),
                policy.numberOf(kind, account), now.number()));
        Document request = Document.of("SetForwarding", "forwardingType", type, "activateForward", String.valueOf(now.isOn()), "forwardDN",
                now.number());
        if (kind == Kind.NO_ANSWER && policy.subscribes(account)) {
            int duration = policy.phone().noReplyDuration();
            parameters.put(DURATION, String.valueOf(duration));
            request.elements().put("ringCount", String.valueOf(Math.ceilDiv(duration, policy.phone().noReplyInterval())));
        }
        Set<String> told = now.enabled() ? parameters.keySet() : Set.of(policy.switchOf(kind, account));
        return new Switch(name(kind), now.isOn(), parameters, told, now.code(), request);
    }

    private static String name(Kind kind) {
        return switch (kind) {
            case ALWAYS -> "forward.always";
            case BUSY -> "forward.busy";
            case NO_ANSWER -> "forward.noAnswer";
        };
    }

    @Override
    public Map<String, String> read(int account, Document event) {
        Kind kind = KINDS.get(event.elements().getOrDefault("forwardingType", ""));
        if (!event.name().equals("ForwardingEvent") || kind == null || event.flag("forwardStatus").isEmpty()) {
            return Map.of();
        }
        ForwardPolicy policy = forward.policy();
        boolean on = event.flag("forwardStatus").get();
        String number = event.elements().getOrDefault("forwardTo", "");
        String rings = event.elements().getOrDefault("ringCount", "");
        Map<String, String> values = new HashMap<>(Map.of(policy.switchOf(kind, account), String.valueOf(on)));
        if (on && !number.isEmpty()) {
            values.put(policy.numberOf(kind, account), number);
        }
        if (on && kind == Kind.NO_ANSWER && rings.matches("[0-9]{1,3}")) {
            int seconds = Integer.parseInt(rings) * policy.phone().noReplyInterval();
            values.put(DURATION, String.valueOf(Math.clamp(seconds, SHORTEST, LONGEST)));
        }
        return values;
    }

    @Override
    public void serverKnows(int account, Set<String> parameters) {
        forward.serverKnows(account, parameters);
    }
}
