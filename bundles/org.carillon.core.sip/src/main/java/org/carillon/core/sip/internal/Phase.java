package org.carillon.core.sip.internal;

import java.time.Duration;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What a leg does in one part of its life. What does not fit does nothing. Used on one executor only. */
interface Phase {
    /** True for a request of the other side that belongs to the dialog, or to one of the early ones. */
    boolean owns(Request request);

    /** False when a request of the other side, which {@link #owns} is true for, is older than one before. */
    default boolean inOrder(Request request) {
        return true;
    }

    /** A re-INVITE. */
    default void reinvited(Incoming invite) {
        invite.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
    }

    /** A BYE. */
    default void left(Incoming bye) {
        bye.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
    }

    /** An ACK for a 2xx of ours. */
    default void acknowledged(Request ack) {}

    /** True when a CANCEL means an INVITE, or re-INVITE, that waits for an answer of ours, or was refused a moment ago. */
    default boolean cancelledBy(Request cancel) {
        return false;
    }

    /** Such a CANCEL was answered. */
    default void cancel(Request cancel) {}

    /** A 2xx to an INVITE of ours, the first or any other. */
    default void succeeded(Response success) {}

    default void ring() {}

    default void accept(String sdp) {}

    default void reject(int code) {}

    default void redirect(String target) {}

    default void end() {}

    default void acknowledge(String answer) {}

    default void reinvite(String offer) {}

    default void answer(String sdp) {}

    default void refuse(int code) {}

    default void dtmf(char digit, Duration duration) {}

    /** The phone stops. */
    default void stop() {
        end();
    }
}
