package org.carillon.lib.jainsip;

import org.osgi.annotation.versioning.ConsumerType;

/** Told about messages that the stack did not take. */
@FunctionalInterface
@ConsumerType
public interface BadMessageListener {
    /** Called on the thread that called the {@link Receiver}; whoever wants an answer to be sent calls {@link BadMessage#reply()}. */
    void bad(BadMessage message);
}
