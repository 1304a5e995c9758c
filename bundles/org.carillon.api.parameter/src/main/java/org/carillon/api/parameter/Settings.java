package org.carillon.api.parameter;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes parameters on behalf of the person at the desk, in the layer {@code user}. Safe for use by any thread but that of a configuration
 * update (a {@code @Modified} method): both methods return when the components concerned have seen the change, and are durable by then.
 */
@ProviderType
public interface Settings {
    /**
     * Sets several parameters at once: all or none.
     *
     * @param values
     *            text as in config.xml by id, such as {@code Account3DndEnable}
     * @throws ParameterException
     *             when an id is unknown or a value is not permitted; nothing was changed then
     */
    void set(Map<String, String> values);

    /** Takes the user's value back, so that the layers below show. Unknown ids are ignored. */
    void unset(String id);
}
