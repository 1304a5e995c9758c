package org.carillon.core.call.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallEvents;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Posts events about calls. */
record Announcer(EventAdmin events) {
    /**
     * @param more
     *            what the topic adds to the properties that all of them have
     */
    void post(String topic, Call call, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(CallEvents.CALL, call);
        properties.put(CallEvents.ID, call.id());
        properties.put(CallEvents.ACCOUNT, call.account());
        properties.put(CallEvents.DIRECTION, call.direction().name().toLowerCase(Locale.ROOT));
        properties.put(CallEvents.STATE, call.state().name().toLowerCase(Locale.ROOT));
        properties.put(CallEvents.REMOTE, call.remote());
        events.postEvent(new Event(topic, properties));
    }
}
