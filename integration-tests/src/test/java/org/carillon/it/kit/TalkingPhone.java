package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.carillon.sim.pbx.Pbx;

/**
 * Our phone, registered and in a call with baresip, while a test sends it what should not come. It has lines for the users whom the torture
 * messages call as well.
 */
public final class TalkingPhone {
    private static final String PASSWORD = "for-the-others";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bench bench;
    private final InetAddress stranger;
    private Tones.Pair tones;
    private String call;

    private TalkingPhone(Bench bench, InetAddress stranger) {
        this.bench = bench;
        this.stranger = stranger;
    }

    public static TalkingPhone start(Workspace workspace) {
        try {
            Pbx pbx = workspace.owns(new Pbx(InetAddress.getLoopbackAddress(), 0,
                    TortureMessage.USERS.stream().collect(Collectors.toMap(user -> user, user -> PASSWORD))));
            Kamailio kamailio = Bench.kamailio(workspace).start();
            PhoneProcess.Builder phone = Bench.phone(workspace, kamailio);
            for (String user : TortureMessage.USERS) {
                phone.account(TortureMessage.USERS.indexOf(user) + 2, user, PASSWORD, pbx.port());
            }
            Random random = ThreadLocalRandom.current();
            byte[] stranger = {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(1, 255), (byte) random.nextInt(1, 255)};
            return new TalkingPhone(
                    Bench.of(kamailio, Bench.baresip(workspace, kamailio, Bench.THEIRS).start(), phone.start()),
                    InetAddress.getByAddress(stranger));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address of the loopback network at which nobody listens, so that every port is free there. */
    public InetAddress stranger() {
        return stranger;
    }

    public PhoneProcess phone() {
        return bench.phone();
    }

    /** Where it receives the RTP of the call. */
    public int rtpPort() {
        return bench.baresip().peerRtpPort();
    }

    /** Begins the call. */
    public void talk() {
        bench.clear();
        tones = bench.tones();
        bench.callOut();
        call = Json.text(phone().awaitCall("talking"), "id");
        bench.talkFor(0.5);
    }

    /** The call. */
    public Object call() {
        return phone().awaitCall("the call that talks", other -> Json.text(other, "id").equals(call));
    }

    /** Ends what rings. */
    public void hangUpOthers() {
        phone().calls().stream().map(other -> Json.text(other, "id")).filter(id -> !id.equals(call))
                .forEach(id -> phone().ctl("hangup", id));
    }

    /** Fails unless each side hears the other one, and less than 0.1 % of the packets of the call were lost, either way. Ends the call. */
    public void goesOn() {
        hangUpOthers();
        bench.talkFor(1.5);
        Object talking = call();
        phone().ctl("hangup", call);
        bench.baresip().await("CALL_CLOSED");
        Await.until("no call is left", PATIENCE, () -> {
            hangUpOthers();
            return phone().calls().isEmpty();
        }, () -> phone().calls() + "\n" + phone().tail());
        int lost = bench.baresip().lost().stream().mapToInt(Integer::intValue).sum();
        System.out.println("the call's RTP: " + Json.at(talking, "rtp") + ", lost as baresip saw it: " + lost);
        require(Json.text(talking, "state").equals("talking") && RawSip.isAlive(phone().sipPort(), Bench.OURS),
                talking + " has no state any more");
        require(Json.number(talking, "rtp", "lost") * 1000 < Json.number(talking, "rtp", "received"), "packets were lost: " + talking);
        require(lost * 1000L < Json.number(talking, "rtp", "sent"), lost + " packets were lost: " + talking);
        require(Tones.heardIn(bench.baresip().heard(), tones.first(), 1), "baresip does not hear the phone at the end");
        require(Tones.heardIn(phone().heard(), tones.second(), 1), "the phone does not hear baresip at the end");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + "\n" + phone().tail());
        }
    }
}
