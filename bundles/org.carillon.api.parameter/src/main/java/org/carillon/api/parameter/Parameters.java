package org.carillon.api.parameter;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The parameters of the running bundles, for whoever shows them to a person; {@link Settings} changes them. Safe for use by any thread. */
@ProviderType
public interface Parameters {
    /** Every parameter, each id spelt out, in no order. The same list for as long as no bundle comes or goes. */
    List<Declared> declared();

    /**
     * The value that counts, as text in config.xml; three asterisks in place of a secret.
     *
     * @throws ParameterException
     *             when no running bundle declares it
     */
    String value(String id);

    /** Ids whose value works from the next boot on, in order. */
    List<String> pending();

    /**
     * A parameter as its bundle declares it.
     *
     * @param id
     *            as in config.xml, such as {@code Account3DndEnable}
     * @param instance
     *            its index, such as {@code 3} or {@code 2.17}; empty for what exists once
     * @param name
     *            for a person
     * @param type
     *            in the words of {@code phone parameters}, such as {@code boolean}
     * @param choices
     *            permitted values; empty when they are not counted out
     * @param permitted
     *            what is permitted, in words
     * @param web
     *            path in the web UI, menu names separated by {@code >}; empty for none
     * @param phone
     *            path in the phone's menu, likewise
     */
    record Declared(String id, String instance, String name, String description, String type, List<Choice> choices, String permitted,
            boolean secret, boolean reboot, String web, String phone) {}

    /** A permitted value and what it is called. */
    record Choice(String value, String label) {}
}
