package org.carillon.api.call;

import org.osgi.annotation.versioning.ConsumerType;

/** Looks at an outgoing call before it is sent, and may change or refuse it. Stages run in the order of {@link #PHASE}; none may block. */
@ConsumerType
public interface OutgoingCallStage {
    /** Service property, an Integer: lower runs first. Filters 100, dial plan 200, prefixes 300. */
    String PHASE = "org.carillon.call.stage.phase";

    /**
     * @return the request to go on with
     * @throws CallException
     *             to refuse it, with the reason shown to the person
     */
    DialRequest process(DialRequest request);
}
