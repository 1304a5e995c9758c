package org.carillon.it.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A phone, started by {@code ./phone run} as anybody would. Closing it checks that it ends in good order: SIGTERM, exit 0 within 5 s. */
public final class PhoneProcess implements AutoCloseable {
    private static final String MICROPHONE = "microphone.wav";
    private static final String LOUDSPEAKER = "loudspeaker.wav";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration BOOT = Duration.ofSeconds(40);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path home;
    private final Path microphone;
    private final Path loudspeaker;
    private final Program program;
    private final BlockingQueue<String> stdout = new LinkedBlockingQueue<>();
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final Ctl ctl;
    private final Object ready;
    private SocketChannel following;
    private boolean ended;
    private double mark;

    private PhoneProcess(Builder builder, Path directory) {
        home = builder.homeIn(directory);
        microphone = directory.resolve(MICROPHONE);
        loudspeaker = directory.resolve(LOUDSPEAKER);
        ctl = new Ctl(home);
        program = builder.launch(directory);
        Thread reader = new Thread(this::read, "phone-stdout");
        reader.setDaemon(true);
        reader.start();
        ready = awaitReady();
        if (!builder.quiet) {
            follow();
        }
    }

    public static Builder in(Workspace workspace) {
        return new Builder(workspace);
    }

    /** The options of {@code run}; every port is a free one unless something else is said. */
    public static final class Builder {
        private final Workspace workspace;
        private final Map<String, String> ports = new TreeMap<>(
                Map.of("--sip-port", "0", "--https-port", "0", "--http-port", "0", "--rtp-ports", "0"));
        private final StringBuilder settings = new StringBuilder();
        private final List<String> more = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>(Map.of("CARILLON_BUILD", "never"));
        private String model = "M8";
        private String audio;
        private Path home;
        private boolean quiet;
        private List<String> enter = List.of();

        private Builder(Workspace workspace) {
            this.workspace = workspace;
        }

        public Builder model(String value) {
            model = value;
            return this;
        }

        public Builder home(Path value) {
            home = value;
            return this;
        }

        /** Instead of the WAV files that {@link PhoneProcess#say} and {@link PhoneProcess#heard} use. */
        public Builder audio(String value) {
            audio = value;
            return this;
        }

        public Builder sipPort(int port) {
            ports.put("--sip-port", String.valueOf(port));
            return this;
        }

        public Builder rtpPorts(int low, int high) {
            ports.put("--rtp-ports", low + "-" + high);
            return this;
        }

        /** A setting of the common layer's file, which is given to it with {@code --config}. */
        public Builder setting(String id, Object value) {
            settings.append("  <setting id=\"").append(id).append("\" value=\"").append(value).append("\"/>\n");
            return this;
        }

        /** Account N of a user at a server on loopback. */
        public Builder account(int number, String user, String password, int port) {
            String prefix = "Account" + number;
            setting(prefix + "UserName", user);
            setting(prefix + "RegName", user);
            setting(prefix + "Password", password);
            setting(prefix + "Server1Address", "127.0.0.1");
            return setting(prefix + "Server1Port", port);
        }

        public Builder within(Network network) {
            return within(network, List.of());
        }

        /**
         * Runs it in a namespace.
         *
         * @param before
         *            words before its command
         */
        Builder within(Network network, List<String> before) {
            enter = Stream.concat(network.enter().stream(), before.stream()).toList();
            return this;
        }

        /** Words before its command. */
        Builder behind(List<String> words) {
            enter = words;
            return this;
        }

        /** Nobody listens to its events. */
        public Builder quiet() {
            quiet = true;
            return this;
        }

        /** A variable of its environment. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** More options, as they stand. */
        public Builder option(String... words) {
            more.addAll(List.of(words));
            return this;
        }

        private Map<String, String> options(Path directory) {
            Map<String, String> options = new TreeMap<>(ports);
            options.put("--model", model);
            if (!settings.isEmpty()) {
                Path file = directory.resolve("config.xml");
                Kamailio.write(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n" + settings + "</settings>\n");
                options.put("--config", file.toString());
            }
            return options;
        }

        private Path homeIn(Path directory) {
            return home == null ? directory.resolve("home") : home;
        }

        /** Starts the process and waits for nothing. */
        public Program launch() {
            return launch(directory());
        }

        private Path directory() {
            return workspace.directory("phone-" + NUMBER.incrementAndGet());
        }

        private Program launch(Path directory) {
            if (!Files.isDirectory(Repository.ROOT.resolve("product/target/image"))) {
                throw new AssertionError("no image: build it first, ./mvnw -DskipTests -pl product -am package");
            }
            if (audio == null) {
                Wav.tone(440, 100, 8000).write(directory.resolve(MICROPHONE));
            }
            List<String> command = new ArrayList<>(enter);
            command.addAll(List.of(Repository.ROOT.resolve("phone").toString(), "run", "--home", homeIn(directory).toString()));
            options(directory).forEach((option, value) -> command.addAll(List.of(option, value)));
            command.addAll(List.of("--audio",
                    audio == null ? "wav:" + directory.resolve(MICROPHONE) + ":" + directory.resolve(LOUDSPEAKER) : audio));
            command.addAll(more);
            return workspace
                    .owns(Program.startPiped("phone", directory.resolve("phone.log"), environment, command));
        }

        public PhoneProcess start() {
            return workspace.owns(new PhoneProcess(this, directory()));
        }
    }

    /** The ready line. */
    public Object ready() {
        return ready;
    }

    public int sipPort() {
        return (int) Json.number(ready, "sip");
    }

    /** The process that is the phone, a child of {@code ./phone}. */
    public long pid() {
        return Json.number(ready, "pid");
    }

    public Path home() {
        return home;
    }

    public Program program() {
        return program;
    }

    /** The next ready line, after a reboot. */
    public Object awaitReady() {
        String line = Await.value("the ready line", BOOT, () -> {
            String next = stdout.poll(50, TimeUnit.MILLISECONDS);
            if (next == null) {
                program.requireRunning();
            }
            return Optional.ofNullable(next);
        }, program::tail);
        Object parsed = Json.parse(line);
        if (!Json.flag(parsed, "ready")) {
            throw new AssertionError("no ready line: " + line + "\n" + program.tail());
        }
        return parsed;
    }

    /** Lines on stdout after the ready line; there should be none. */
    public List<String> moreOutput() {
        return List.copyOf(stdout);
    }

    /** The tone that it says in its next call. */
    public void say(int hz) {
        Wav.tone(hz, 100, hz < 3500 ? 8000 : 16_000).write(microphone);
    }

    /** Everything that its loudspeaker played; calls one after the other. */
    private Wav played() {
        return Files.exists(loudspeaker) ? Wav.read(loudspeaker) : new Wav(8000, new short[0]);
    }

    /** Seconds that are recorded by now of what it hears; quicker than the recording. */
    public double heardSeconds() {
        return (Files.exists(loudspeaker) ? Wav.seconds(loudspeaker) : 0) - mark;
    }

    /** From now on a new recording of what it hears. Within a call it begins up to half a second earlier. */
    public void listen() {
        mark = played().seconds();
    }

    /** What it heard since {@link #listen}. */
    public Wav heard() {
        Wav all = played();
        return all.between(mark, all.seconds());
    }

    /** Runs a ctl command. */
    public Object ctl(String... words) {
        try {
            return ctl.run(words);
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", words) + "\n" + program.tail(), e);
        }
    }

    /** Runs {@code ./phone ctl} in a process of its own, which must end with that code; returns what it printed. */
    public String commandLine(int exitCode, String... words) {
        List<String> command = new ArrayList<>(List.of(Repository.ROOT.resolve("phone").toString(), "ctl", "--home", home.toString()));
        command.addAll(List.of(words));
        Path log = loudspeaker.resolveSibling("ctl-" + System.nanoTime() + ".log");
        Program run = Program.start("./phone ctl " + String.join(" ", words), log, Map.of("CARILLON_BUILD", "never"), command);
        int code = run.exitCode(PATIENCE);
        if (code != exitCode) {
            throw new AssertionError("exit code " + code + " instead of " + exitCode + "\n" + run.tail());
        }
        return run.output();
    }

    /** The value of a parameter. */
    public String get(String id) {
        return Json.text(ctl("get", id), "value");
    }

    public void set(String id, Object value) {
        ctl("set", id, value.toString());
    }

    public Object line(int account) {
        return Json.list(ctl("status"), "lines").stream().filter(line -> Json.number(line, "account") == account).map(Object.class::cast)
                .findFirst().orElse(Map.of());
    }

    /** Waits for a line's state. */
    public Object awaitLine(int account, String state) {
        return awaitLine(account, state, PATIENCE);
    }

    public Object awaitLine(int account, String state, Duration limit) {
        return Await.value("line " + account + " is " + state, limit,
                () -> Optional.of(line(account)).filter(line -> Json.text(line, "state").equals(state)),
                () -> ctl("status") + "\n" + program.tail());
    }

    /** Its live calls. */
    public List<?> calls() {
        return Json.list(ctl("status"), "calls").stream().filter(call -> !Json.text(call, "state").equals("ended")).toList();
    }

    /** Waits for the one live call to be in a state. */
    public Object awaitCall(String state) {
        return awaitCall("call is " + state, call -> Json.text(call, "state").equals(state));
    }

    /** Waits for a live call that is as wanted. */
    public Object awaitCall(String what, Predicate<Object> wanted) {
        return Await.value("phone's " + what, PATIENCE, () -> calls().stream().map(Object.class::cast).filter(wanted).findFirst(),
                () -> ctl("status") + "\n" + events + "\n" + program.tail());
    }

    /** Waits until no call lives. */
    public void awaitNoCall() {
        Await.until("the phone has no call", PATIENCE, () -> calls().isEmpty(), () -> ctl("status") + "\n" + program.tail());
    }

    /** Waits until no call lives and all has been said about those that did, and forgets it. */
    public void settle() {
        awaitNoCall();
        Await.until("each call that was announced has ended in the events as well", PATIENCE,
                () -> count("org/carillon/call/NEW") == count("org/carillon/call/ENDED"), () -> events + "\n" + program.tail());
        forget();
    }

    private long count(String topic) {
        return events.stream().filter(event -> Json.text(event, "topic").equals(topic)).count();
    }

    /** Forgets the events so far. */
    public void forget() {
        events.clear();
    }

    /** The events since {@link #forget}, oldest first. */
    public List<Object> events() {
        return List.copyOf(events);
    }

    public Object awaitEvent(String topic) {
        return awaitEvent(topic, event -> true);
    }

    /** Waits for an event, or finds it among those that came already. */
    public Object awaitEvent(String topic, Predicate<Object> wanted) {
        return Await.value("event " + topic, PATIENCE,
                () -> events.stream().filter(event -> Json.text(event, "topic").equals(topic) && wanted.test(event)).findFirst(),
                () -> events + "\n" + program.tail());
    }

    /** The digits that arrived. */
    public String digits() {
        StringBuilder digits = new StringBuilder();
        events.stream().filter(event -> Json.text(event, "topic").equals("org/carillon/call/DTMF"))
                .forEach(event -> digits.append(Json.text(event, "digit")));
        return digits.toString();
    }

    public String tail() {
        return program.tail();
    }

    /** Resident memory in MB. */
    public long residentMegabytes() {
        try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                    .orElse(0) / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL to the phone and to the script that watches it. */
    public void kill() {
        ended = true;
        program.kill();
    }

    /** SIGTERM to the script, as a supervisor sends it; returns the exit code. */
    public int terminate() {
        ended = true;
        long started = System.nanoTime();
        program.process().destroy();
        int code = program.exitCode(STOP);
        if (System.nanoTime() - started > STOP.toNanos()) {
            throw new AssertionError("the phone took more than 5 s to end\n" + program.tail());
        }
        return code;
    }

    /** Listens to events again, after a reboot. */
    public void follow() {
        try {
            following = ctl.follow(line -> events.add(Json.parse(line)), "events");
        } catch (IOException e) {
            throw new UncheckedIOException(program.tail(), e);
        }
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(program.process().getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                stdout.add(line);
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    @Override
    public void close() throws IOException {
        if (following != null) {
            following.close();
        }
        try {
            if (!ended) {
                int code = terminate();
                if (code != 0) {
                    throw new AssertionError("the phone ended with " + code + "\n" + program.tail());
                }
            }
        } finally {
            program.kill();
        }
    }
}
