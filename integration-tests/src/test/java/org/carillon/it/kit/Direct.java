package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Map;
import org.carillon.sim.pbx.Pbx;

/** Our phone, user 1001, registered at a small PBX inside this virtual machine: for tests that talk to the phone itself, without a server between. */
public final class Direct {
    public static final String USER = "1001";

    private final Workspace workspace;
    private final Pbx pbx;
    private final PhoneProcess phone;

    private Direct(Workspace workspace, Pbx pbx) {
        this.workspace = workspace;
        this.pbx = pbx;
        phone = PhoneProcess.in(workspace).account(1, USER, "secret", pbx.port()).audio("tone:700").start();
        phone.awaitLine(1, "registered");
    }

    public static Direct start(Workspace workspace) {
        try {
            return new Direct(workspace, workspace.owns(new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of(USER, "secret"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PhoneProcess phone() {
        return phone;
    }

    public Pbx pbx() {
        return pbx;
    }

    /** SIPp against the phone. */
    public Sipp sipp() {
        return new Sipp(workspace, phone.sipPort(), USER);
    }

    public RawSip raw() {
        return new RawSip(phone.sipPort());
    }

    /** Ends what a test left behind. */
    public void clear() {
        phone.calls().forEach(call -> phone.ctl("hangup", Json.text(call, "id")));
        phone.settle();
    }

    /** Fails unless the phone answers OPTIONS and has no call left. */
    public void requireSound() {
        if (!RawSip.isAlive(phone.sipPort(), USER)) {
            throw new AssertionError("the phone does not answer OPTIONS any more\n" + phone.tail());
        }
        phone.awaitNoCall();
    }
}
