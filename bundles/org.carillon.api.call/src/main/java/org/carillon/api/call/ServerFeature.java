package org.carillon.api.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A feature that the server of a line has as well, such as do-not-disturb. Whoever provides it needs only say what it is to a server; the phone
 * keeps the two in step (manual 10.13.5, 10.14.5): what a person changes is told to the server, by a dialled code or inside a subscription to
 * as-feature-event, and what the server notifies changes the phone. Used by several threads; must not block.
 */
@ConsumerType
public interface ServerFeature {
    /** True when each account has switches of its own; otherwise the first registered line speaks for all. */
    boolean isPerAccount();

    /** True when the server of an account is told inside a subscription, false when a code is dialled. */
    boolean subscribes(int account);

    /** The switches of an account as they stand. */
    List<Switch> switches(int account);

    /**
     * What a server's event says.
     *
     * @return the values that it asks for, by id of the parameter; empty when it says nothing about this feature
     */
    Map<String, String> read(int account, Document event);

    /**
     * Says for which parameters the server of an account has told its state, and acts on it by itself.
     *
     * @param parameters
     *            all of them by now, those of other features among them; none when the server is not in step any more
     */
    void serverKnows(int account, Set<String> parameters);

    /**
     * Something to be turned on and off.
     *
     * @param name
     *            by which events tell of it, such as {@code dnd} or {@code forward.busy}
     * @param on
     *            whether it does something to calls now
     * @param parameters
     *            values now, by id, of all that belongs to it
     * @param told
     *            ids of those that say something now: when a person changes one of them, the server is told
     * @param code
     *            what to dial so that the server does the same; empty for nothing
     * @param request
     *            what to ask of the server for that inside a subscription
     */
    record Switch(String name, boolean on, Map<String, String> parameters, Set<String> told, String code, Document request) {}

    /**
     * A request to a server or an event of it, in the words of ECMA-323 (CSTA).
     *
     * @param name
     *            of the root element
     * @param elements
     *            text of its elements, by name
     */
    record Document(String name, SequencedMap<String, String> elements) {
        /** Of elements given as name and text in turn. */
        public static Document of(String name, String... elements) {
            SequencedMap<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i < elements.length; i += 2) {
                map.put(elements[i], elements[i + 1]);
            }
            return new Document(name, map);
        }

        /** An element that is true or false; empty when it is neither. */
        public Optional<Boolean> flag(String element) {
            return switch (elements.getOrDefault(element, "")) {
                case "true", "1" -> Optional.of(true);
                case "false", "0" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
    }
}
