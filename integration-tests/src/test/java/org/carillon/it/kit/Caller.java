package org.carillon.it.kit;

import java.time.Duration;
import java.util.Optional;

/** Somebody who calls the phone once, directly, and leaves the offer to it. */
public final class Caller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawSip raw;
    private final String invite;
    private SipMessage last;

    private Caller(RawSip raw, String user) {
        this.raw = raw;
        invite = raw.request("INVITE", user, "");
        raw.send(invite);
    }

    /** Calls a user of the phone. */
    public static Caller of(PhoneProcess phone, String user) {
        return new Caller(new RawSip(phone.sipPort()), user);
    }

    /** Waits until it hears that the phone rings. */
    public void awaitRinging() {
        int status = status(180);
        if (status != 180) {
            throw new AssertionError("the phone answered " + status + " instead of 180");
        }
    }

    /** How the phone refused the call; 180 when it rings instead, and then the caller gives up. */
    public int ringsOrRefused() {
        int status = status(180);
        if (status < 300) {
            cancel();
        }
        return status;
    }

    /** How the phone refused the call. */
    public int refusal() {
        return status(300);
    }

    /** Where the phone sent the caller, who was refused with 302 by now: the address in Contact. */
    public String redirectedTo() {
        return last.header("Contact").replaceFirst("^.*<(.*)>.*$", "$1");
    }

    /** The first status from that one on; a refusal is acknowledged. */
    private int status(int least) {
        while (true) {
            SipMessage response = Optional.of(raw.receive(PATIENCE).orElseThrow(() -> new AssertionError("no answer")))
                    .map(text -> new SipMessage(text, System.nanoTime())).get();
            if (!response.isRequest() && response.method().equals("INVITE") && response.status() >= least) {
                if (response.status() >= 300) {
                    raw.send(again("ACK").replaceFirst("(?m)^To: .*$", "To: " + response.header("To")));
                }
                last = response;
                return response.status();
            }
        }
    }

    private String again(String method) {
        return invite.replaceFirst("^INVITE", method).replaceFirst("CSeq: 1 INVITE", "CSeq: 1 " + method);
    }

    /** Gives up a call that rings. */
    public void cancel() {
        raw.send(again("CANCEL"));
        refusal();
    }

    @Override
    public void close() {
        raw.close();
    }
}
