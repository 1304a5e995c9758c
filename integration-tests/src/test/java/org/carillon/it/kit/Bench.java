package org.carillon.it.kit;

import java.time.Duration;

/**
 * The main job's bench: kamailio with digest, baresip as user 1002 and our phone as user 1001, both registered. One for a class; between tests
 * {@link #clear} brings all of them to rest.
 */
public final class Bench {
    public static final String OURS = "1001";
    public static final String THEIRS = "1002";
    private static final String OUR_PASSWORD = "one-for-the-phone";
    private static final String THEIR_PASSWORD = "one-for-baresip";

    private final Kamailio kamailio;
    private final Baresip baresip;
    private final PhoneProcess phone;

    private Bench(Kamailio kamailio, Baresip baresip, PhoneProcess phone) {
        this.kamailio = kamailio;
        this.baresip = baresip;
        this.phone = phone;
    }

    public static Kamailio.Builder kamailio(Workspace workspace) {
        return Kamailio.in(workspace).user(OURS, OUR_PASSWORD).user(THEIRS, THEIR_PASSWORD).user("1003", THEIR_PASSWORD);
    }

    /** Our phone's account at that server. */
    public static PhoneProcess.Builder phone(Workspace workspace, Kamailio kamailio) {
        return PhoneProcess.in(workspace).account(1, OURS, OUR_PASSWORD, kamailio.port());
    }

    /** A phone that nobody here wrote. */
    public static Baresip.Builder baresip(Workspace workspace, Kamailio kamailio, String user) {
        return Baresip.in(workspace, user).registersAt(kamailio, THEIR_PASSWORD);
    }

    public static Bench start(Workspace workspace) {
        return start(workspace, kamailio(workspace).start());
    }

    public static Bench start(Workspace workspace, Kamailio kamailio) {
        return of(kamailio, baresip(workspace, kamailio, THEIRS).start(), phone(workspace, kamailio).start());
    }

    /** Of peers that were started; returns once our phone is registered. */
    public static Bench of(Kamailio kamailio, Baresip baresip, PhoneProcess phone) {
        phone.awaitLine(1, "registered");
        return new Bench(kamailio, baresip, phone);
    }

    public Kamailio kamailio() {
        return kamailio;
    }

    public Baresip baresip() {
        return baresip;
    }

    public PhoneProcess phone() {
        return phone;
    }

    /** Brings everybody to rest, whatever the test before left behind. */
    public void clear() {
        phone.calls().forEach(call -> phone.ctl("hangup", Json.text(call, "id")));
        baresip.reset();
        phone.settle();
        phone.listen();
    }

    /** Fresh tones for a call: the first is what our phone says, the second what baresip says. */
    public Tones.Pair tones() {
        return say(Tones.randomPair());
    }

    /** As {@link #tones}. */
    public Tones.Pair say(Tones.Pair tones) {
        phone.say(tones.first());
        baresip.say(tones.second());
        return tones;
    }

    /** Our phone calls baresip, which answers. Returns once both talk, and has our phone recorded from then on. */
    public void callOut() {
        phone.ctl("dial", THEIRS);
        baresip.await("CALL_INCOMING");
        baresip.accept();
        awaitTalk();
    }

    private void awaitTalk() {
        baresip.await("CALL_ESTABLISHED");
        phone.awaitCall("talking");
        phone.listen(); // what rang is no part of the call
    }

    /** baresip calls our phone, which answers; otherwise as {@link #callOut}. */
    public void callIn() {
        baresip.dial("sip:" + OURS + "@" + Kamailio.DOMAIN);
        phone.awaitCall("ringing");
        phone.ctl("answer");
        awaitTalk();
    }

    /** Waits until both recordings have that many seconds more than now. */
    public void talkFor(double seconds) {
        double theirs = baresip.heardSeconds() + seconds;
        double ours = phone.heardSeconds() + seconds;
        Await.until("both sides record", Duration.ofMillis((long) (seconds * 1000) + 8000),
                () -> baresip.heardSeconds() >= theirs && phone.heardSeconds() >= ours,
                () -> "baresip recorded " + baresip.heardSeconds() + " s, our phone " + phone.heardSeconds() + " s\n" + phone.tail());
    }

    /** Waits until neither has a call. */
    public void awaitRest() {
        phone.awaitNoCall();
        baresip.await("CALL_CLOSED");
    }
}
