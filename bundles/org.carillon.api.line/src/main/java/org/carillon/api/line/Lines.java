package org.carillon.api.line;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The lines of this phone as they are now. Changes are announced on {@link LineEvents#CHANGED}. Safe for use by any thread. */
@ProviderType
public interface Lines {
    /** Every line that is not {@code OFF}, and those switched off that have a user, by account number. */
    List<Line> all();

    /** One line; empty when the account does not exist on this model or has no user. */
    Optional<Line> get(int account);
}
