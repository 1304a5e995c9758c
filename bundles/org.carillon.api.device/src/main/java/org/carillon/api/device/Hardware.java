package org.carillon.api.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The facts about this model, as its hardware fragment provides them in the capability {@value #NAMESPACE}: {@code accounts}, {@code
 * programKeys}, {@code lineKeys}, {@code softkeys}, {@code modules}, {@code keysPerModule}, {@code hardKeys}, {@code screen.width} ... The first line
 * key on each side of the screen is beside the pixels from {@code lineKeys.top} on, {@code lineKeys.height} of them, the next one below it.
 */
@ProviderType
public interface Hardware {
    /** Namespace of the capability. */
    String NAMESPACE = "org.carillon.hardware";

    /** Every fact: Long, String, Boolean or a List of Strings by name. */
    Map<String, Object> facts();

    /**
     * @throws IllegalArgumentException
     *             when no such number is known, with the name
     */
    int number(String fact);

    Optional<String> text(String fact);

    /** Empty when the model has none. */
    List<String> list(String fact);
}
