package org.carillon.api.provisioning;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens configuration files that are protected in a form of their own (manual 5.8). Called by one thread or several, which may block. */
@ConsumerType
public interface FileOpener {
    /** True when a file is of this form by its beginning, whether or not it can be opened. It is then read in no other way. */
    boolean recognizes(byte[] content);

    /**
     * The configuration file within.
     *
     * @throws IOException
     *             when there is none that may be used; the message says why in words, and nothing of what is in the file
     */
    byte[] open(byte[] content) throws IOException;
}
