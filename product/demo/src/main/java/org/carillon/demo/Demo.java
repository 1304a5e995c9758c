package org.carillon.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.carillon.sim.pbx.Pbx;

/**
 * The main job in one minute: an M8 and an H3G register to a small PBX and call each other; the feature DND is replaced under the call. Then
 * they wait for a person, in a browser.
 * Arguments: the {@code phone} script, the jar of feature.dnd, and {@code --once} to end after the call.
 */
public final class Demo {
    private static final String ALICE = "1001";
    private static final String BOB = "1002";
    /** Microphone and speaker of the browser. */
    private static final String PANEL = "panel";
    /** A browser tells phones at one address apart by them. */
    private static final Map<String, String> MACS = Map.of("M8", "3C28A6200088", "H3G", "3C28A6200083");
    private static final int PASSWORD_BITS = 60;
    private final Path script;
    private final Path dnd;
    private final String password = new BigInteger(PASSWORD_BITS, new SecureRandom()).setBit(PASSWORD_BITS).toString(Character.MAX_RADIX);

    private Demo(Path script, Path dnd) {
        this.script = script;
        this.dnd = dnd;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3 || arguments.length == 3 && !arguments[2].equals("--once")) {
            System.err.println("usage: ./phone demo [--once]");
            System.exit(2);
        }
        try {
            new Demo(Path.of(arguments[0]), Path.of(arguments[1])).run(arguments.length == 3);
        } catch (IOException e) {
            System.err.println("demo: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run(boolean once) throws IOException, InterruptedException {
        Path homes = Files.createTempDirectory("carillon-demo");
        CountDownLatch ended = new CountDownLatch(1);
        try (Pbx pbx = new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of(ALICE, "alice", BOB, "bob"))) {
            say("A PBX listens on 127.0.0.1:" + pbx.port() + ". Starting an M8 and an H3G ...");
            try (DemoPhone m8 = start("M8", homes, ALICE, "alice", pbx.port(), once ? "tone:440" : PANEL);
                    DemoPhone h3g = start("H3G", homes, BOB, "bob", pbx.port(), once ? "tone:880" : PANEL)) {
                Thread hook = Thread.ofPlatform().unstarted(() -> end(ended, m8, h3g, homes));
                Runtime.getRuntime().addShutdownHook(hook);
                register(m8);
                register(h3g);
                call(m8, h3g);
                if (!once) {
                    say("Both phones stay up; Ctrl-C ends everything. Here they are, with your microphone and speakers as their handsets. Each");
                    say("link logs in once; the browser asks whether it may trust the phone's own certificate:");
                    panel(m8);
                    panel(h3g);
                    say("Or try, in another terminal:");
                    say("  ./phone ctl --home " + m8.home() + " dial " + BOB);
                    say("  ./phone ctl --home " + h3g.home() + " answer");
                    say("  ./phone ctl --home " + h3g.home() + " key DND_ON");
                    ended.await();
                }
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
        delete(homes);
    }

    private static void end(CountDownLatch ended, DemoPhone one, DemoPhone other, Path homes) {
        one.close();
        other.close();
        delete(homes);
        ended.countDown();
    }

    private void panel(DemoPhone phone) throws IOException {
        say("  " + phone.model() + ": " + value(phone.ctl("panel"), "url") + " (again later: log in as admin, password " + password + ")");
    }

    private DemoPhone start(String model, Path homes, String user, String name, int port, String audio) throws IOException {
        DemoPhone phone = DemoPhone.start(script, model, homes.resolve(model),
                List.of("--audio", audio, "--mac", MACS.get(model), "--set", "DeviceSecurityAdminPwd=" + password, "--set",
                        "Account1UserName=" + user,
                        "--set", "Account1RegName=" + user, "--set", "Account1Password=" + name, "--set", "Account1DisplayName=" + name,
                        "--set",
                        "Account1Server1Address=127.0.0.1", "--set", "Account1Server1Port=" + port));
        say(model + " is up: " + name + ", number " + user + ", audio " + audio + "; home " + phone.home());
        return phone;
    }

    private static void register(DemoPhone phone) throws IOException, InterruptedException {
        phone.await("\"state\":\"registered\"", "status");
        say(phone.model() + " is registered.");
    }

    private void call(DemoPhone m8, DemoPhone h3g) throws IOException, InterruptedException {
        say("M8 dials " + BOB + " ...");
        m8.ctl("dial", BOB);
        h3g.await("\"state\":\"ringing\"", "status");
        say("H3G rings, and answers.");
        h3g.ctl("answer");
        m8.await("\"state\":\"talking\"", "status");
        String call = m8.await("\"codec\":\"P", "status");
        say("They talk, in " + value(call, "codec") + ".");
        Thread.sleep(1_500);
        say("DND of the M8 is replaced while they talk: " + m8.ctl("swap", dnd.toString()));
        m8.ctl("dtmf", "5");
        say("M8 presses 5.");
        h3g.ctl("hold");
        m8.await("\"heldByPeer\":true", "status");
        h3g.await("\"held\":true", "status");
        say("H3G holds M8, and M8 knows.");
        h3g.ctl("resume");
        m8.await("\"heldByPeer\":false", "status");
        Thread.sleep(1_500);
        call = m8.ctl("status");
        say("H3G resumed. M8 received " + value(call, "received") + " packets and lost " + value(call, "lost") + ".");
        h3g.ctl("hangup");
        m8.await("\"calls\":[]", "status");
        say("H3G hangs up. That was a call.");
    }

    private static String value(String json, String name) {
        return json.replaceFirst("(?s).*\"" + name + "\":\"?([^\",}]*).*", "$1");
    }

    private static void say(String line) {
        System.out.println(line);
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // a temporary directory that somebody else cleans up
        }
    }
}
