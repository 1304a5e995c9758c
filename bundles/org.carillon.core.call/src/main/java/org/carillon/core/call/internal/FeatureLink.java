package org.carillon.core.call.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.carillon.api.call.ServerFeature;
import org.carillon.api.call.ServerFeature.Document;
import org.carillon.api.call.ServerFeature.Switch;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scope;
import org.carillon.api.sip.EventSubscriptions;
import org.osgi.service.log.Logger;

/** The subscription to as-feature-event of one account, shared by the features that tell its server so. */
final class FeatureLink implements EventSubscriptions.Listener {
    private final int account;
    private final List<ServerFeature> features;
    private final Settings settings;
    private final Scope scope;
    private final Executor mayWait;
    private final Logger log;
    /** What the server said last or was told since, by parameter. */
    private final Map<String, String> said = new ConcurrentHashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private EventSubscriptions.Subscription subscription;

    /**
     * @param scope
     *            its own; the link is over when it is closed
     */
    FeatureLink(int account, List<ServerFeature> features, Settings settings, Scope scope, Logger log) {
        this.account = account;
        this.features = features;
        this.settings = settings;
        this.scope = scope;
        this.mayWait = scope.blocking();
        this.log = log;
        scope.onClose(this::lose);
    }

    /**
     * @throws org.carillon.api.sip.SipException
     *             when there is no such line
     */
    void open(EventSubscriptions subscriptions) {
        subscription = subscriptions.subscribe(account, FeatureEvents.PACKAGE, FeatureEvents.TYPE, this);
        scope.onClose(subscription);
    }

    int account() {
        return account;
    }

    List<ServerFeature> features() {
        return features;
    }

    @Override
    public void notified(String contentType, String body, Map<String, String> headers) {
        for (Document event : FeatureEvents.read(body)) {
            for (ServerFeature feature : features) {
                Map<String, String> wanted = feature.read(account, event);
                if (!wanted.isEmpty() && !scope.isClosed()) {
                    said.putAll(wanted);
                    heard.addAll(wanted.keySet());
                    feature.serverKnows(account, Set.copyOf(heard));
                    mayWait.execute(() -> follow(feature, wanted.keySet()));
                }
            }
        }
    }

    /** Does as the server says; of several notifications that meet, the last one counts. */
    private void follow(ServerFeature feature, Set<String> parameters) {
        Map<String, String> wanted = new HashMap<>();
        parameters.forEach(id -> wanted.computeIfAbsent(id, said::get));
        feature.switches(account).forEach(one -> wanted.entrySet().removeAll(one.parameters().entrySet()));
        if (!wanted.isEmpty()) {
            try {
                settings.set(wanted);
            } catch (ParameterException e) {
                log.error("account {} does not follow its server: {}", account, e.getMessage());
            }
        }
    }

    /** Says how a switch stands now, unless the server said so. */
    void tell(Switch changed) {
        boolean news = false;
        for (String id : changed.told()) {
            String value = changed.parameters().get(id);
            news |= !Objects.equals(said.put(id, value), value);
        }
        if (news) {
            subscription.send(FeatureEvents.TYPE, FeatureEvents.write(changed.request()));
        }
    }

    @Override
    public void refused(int code, String reason) {
        log.warn("the server of account {} refuses {}: {} {}", account, FeatureEvents.PACKAGE, code, reason);
        lose();
    }

    private void lose() {
        said.clear();
        heard.clear();
        features.forEach(feature -> feature.serverKnows(account, Set.of()));
    }

    /** Ends the subscription. */
    void close() {
        scope.close();
    }
}
