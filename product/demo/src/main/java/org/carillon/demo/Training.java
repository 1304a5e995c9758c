package org.carillon.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.carillon.sim.pbx.Pbx;

/**
 * Trains an image: has a phone start, register and call itself, the second time in Opus, and the virtual machine write down the classes that this
 * took, in a form that the next start maps into memory. Done again only when something changed that the cache depends on. Arguments: the
 * {@code phone} script, the image, a directory for what it writes besides, the mark of a finished build, which is deleted when training fails.
 */
public final class Training {
    private static final String[] USERS = {"1001", "1002"};
    private static final String PASSWORD = "secret";
    private static final String OPUS = "125";

    private final Path script;
    private final Path image;
    private final Path directory;

    private Training(Path script, Path image, Path directory) {
        this.script = script;
        this.image = image;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            new Training(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2])).run();
        } catch (IOException e) {
            System.err.println("the image cannot be trained: " + e.getMessage() + "; more is in " + arguments[2]);
            Path.of(arguments[3]).toFile().delete();
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        Path cache = image.resolve("lib/phone.aot");
        Path stamp = directory.resolve("stamp");
        String now = Stamp.of(image, cache);
        if (Files.exists(cache) && Files.exists(stamp) && Files.readString(stamp).equals(now)) {
            return;
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(stamp);
        Files.deleteIfExists(cache);
        Path fresh = directory.resolve("phone.aot");
        Files.deleteIfExists(fresh);
        try {
            train(fresh);
        } catch (IOException e) {
            train(fresh); // a machine that is very busy may have been too slow for the phone's own limits
        }
        if (!Files.exists(fresh)) {
            throw new IOException("the virtual machine wrote no cache");
        }
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(stamp, now);
    }

    private void train(Path cache) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("carillon-training");
        try (Pbx pbx = new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of(USERS[0], PASSWORD, USERS[1], PASSWORD))) {
            List<String> options = new ArrayList<>();
            for (int i = 0; i < USERS.length; i++) {
                String account = "Account" + (i + 1);
                options.addAll(List.of("--set", account + "UserName=" + USERS[i], "--set", account + "RegName=" + USERS[i], "--set",
                        account + "Password=" + PASSWORD, "--set", account + "Server1Address=127.0.0.1", "--set",
                        account + "Server1Port=" + pbx.port()));
            }
            DemoPhone phone = DemoPhone.start(script, "M8", home, options, Map.of("CARILLON_TRAIN", cache.toString(), "JAVA_HOME",
                    Objects.requireNonNull(System.getProperty("java.home"))), directory.resolve("phone.log"));
            try {
                phone.await("\"account\":2,\"user\":\"1002\",\"state\":\"registered\"", "status");
                call(phone);
                phone.ctl("set", "Account1AudioCodec", OPUS);
                phone.ctl("set", "Account2AudioCodec", OPUS);
                call(phone);
            } finally {
                phone.endInGoodOrder();
            }
        } finally {
            Demo.delete(home);
        }
    }

    private static void call(DemoPhone phone) throws IOException, InterruptedException {
        phone.ctl("dial", USERS[1], "--account", "1");
        phone.await("\"state\":\"ringing\"", "status");
        phone.ctl("answer");
        String talking = phone.await("\"received\":1", "status");
        String calls = talking.substring(talking.indexOf("\"calls\""));
        String out = calls.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        phone.ctl("hold", out);
        phone.await("\"heldByPeer\":true", "status");
        phone.ctl("resume", out);
        phone.await("\"heldByPeer\":false", "status");
        phone.ctl("hangup", out);
        phone.await("\"calls\":[]", "status");
    }
}
