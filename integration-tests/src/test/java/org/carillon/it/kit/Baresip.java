package org.carillon.it.kit;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * baresip without a head: a phone that nobody here wrote. Its microphone is a WAV file with a tone, what it hears and says is recorded,
 * its events and commands go over its TCP control port, DTMF over its console port. Note that baresip 1.0 stops recording what it hears at
 * the first re-INVITE of a call; {@link Capture} tells what arrives after that.
 */
public final class Baresip implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern LOST = Pattern.compile("(?m)^lost: +(\\d+) +(\\d+)");
    private static final Pattern MEDIA = Pattern.compile("m=audio (\\d+) ");

    private final String user;
    private final int rate;
    private final Path directory;
    private final int port;
    private final int consolePort;
    private final int controlPort;
    private final Program program;
    private final Socket control;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Map<String, Object>> responses = new LinkedBlockingQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();

    /** Something that happened to it, such as {@code CALL_ESTABLISHED} or {@code CALL_DTMF_START} with the digit as parameter. */
    public record Event(String type, String callId, String parameter) {}

    private Baresip(Builder builder) {
        user = builder.user;
        rate = builder.rate;
        directory = builder.workspace.directory("baresip-" + user);
        builder.workspace.directory("baresip-" + user + "/recorded");
        port = Ports.free();
        consolePort = Ports.free();
        controlPort = Ports.free();
        int rtpPorts = Ports.free();
        Kamailio.write(directory.resolve("config"), configuration(rtpPorts));
        Kamailio.write(directory.resolve("accounts"), account(builder) + "\n");
        Kamailio.write(directory.resolve("contacts"), "");
        say(440);
        program = Program.start("baresip " + user, directory.resolve("baresip.log"),
                List.of(Peers.path("baresip"), "-4", "-s", "-f", directory.toString()));
        control = connect();
        Thread reader = new Thread(this::read, "baresip-" + user);
        reader.setDaemon(true);
        reader.start();
    }

    public static Builder in(Workspace workspace, String user) {
        return new Builder(workspace, user);
    }

    /** Who it is. */
    public static final class Builder {
        private final Workspace workspace;
        private final String user;
        private String name = "";
        private String codecs = "PCMU,PCMA";
        private int rate = 8000;
        private boolean answers;
        private int registrar;
        private String password = "";

        private Builder(Workspace workspace, String user) {
            this.workspace = workspace;
            this.user = user;
        }

        /** What those whom it calls see. */
        public Builder named(String value) {
            name = value;
            return this;
        }

        /** Codecs in order, such as {@code PCMA,PCMU} or, with rate and channels, {@code opus/48000/2}. */
        public Builder codecs(String value) {
            codecs = value;
            return this;
        }

        /** Samples per second of its microphone and loudspeaker. */
        public Builder rate(int value) {
            rate = value;
            return this;
        }

        /** Answers every call at once. */
        public Builder answers() {
            answers = true;
            return this;
        }

        public Builder registersAt(Kamailio kamailio, String secret) {
            return registersAt(kamailio.port(), secret);
        }

        public Builder registersAt(int serverPort, String secret) {
            registrar = serverPort;
            password = secret;
            return this;
        }

        public Baresip start() {
            Peers.require("baresip");
            Baresip baresip = workspace.owns(new Baresip(this));
            if (registrar != 0) {
                baresip.awaitRegistered();
            }
            return baresip;
        }
    }

    private String account(Builder builder) {
        String name = builder.name.isEmpty() ? "" : "\"" + builder.name + "\" ";
        String common = ";answermode=" + (builder.answers ? "auto" : "manual") + ";audio_codecs=" + builder.codecs + ";ptime=20";
        if (builder.registrar == 0) {
            return name + "<sip:" + user + "@127.0.0.1:" + port + ">;regint=0" + common;
        }
        return name + "<sip:" + user + "@" + Kamailio.DOMAIN + ">;auth_user=" + user + ";auth_pass=" + builder.password
                + ";outbound=\"sip:127.0.0.1:" + builder.registrar + "\";regint=60" + common;
    }

    private String configuration(int rtpPorts) {
        return """
                poll_method epoll
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                call_local_timeout 120
                call_max_calls 4
                audio_player aubridge,ear
                audio_source aufile,%s
                audio_alert aubridge,alert
                audio_txmode thread
                ausrc_srate %d
                auplay_srate %d
                ausrc_channels 1
                auplay_channels 1
                audio_buffer 20-160
                rtp_ports %d-%d
                rtcp_mux no
                jitter_buffer_delay 2-10
                rtp_stats yes
                module_path %s
                module cons.so
                module g711.so
                module g722.so
                module g726.so
                module opus.so
                module sndfile.so
                module aufile.so
                module aubridge.so
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                cons_listen 127.0.0.1:%d
                ctrl_tcp_listen 127.0.0.1:%d
                snd_path %s
                """.formatted(port, microphone(), rate, rate, rtpPorts, rtpPorts + 20_000, modules(), consolePort, controlPort,
                recordings());
    }

    private static Path modules() {
        return List.of("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules", "/usr/local/lib/baresip/modules").stream()
                .map(Path::of).filter(Files::isDirectory).findFirst().orElseGet(() -> {
                    Peers.miss("baresip's modules are not where Debian puts them");
                    return null;
                });
    }

    private Path microphone() {
        return directory.resolve("microphone.wav");
    }

    private Path recordings() {
        return directory.resolve("recorded");
    }

    /** Its own SIP address, without a server between. */
    public String address() {
        return "sip:" + user + "@127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public String user() {
        return user;
    }

    /** The tone that it says in its next call. */
    public void say(int hz) {
        Wav.tone(hz, 100, rate).write(microphone());
    }

    /** Forgets events and recordings of former calls. Ends calls that are left. */
    public void reset() {
        long open = events.stream().filter(event -> event.type.equals("CALL_INCOMING") || event.type.equals("CALL_RINGING")).count();
        if (open > 0) {
            command("hangup", "");
        }
        events.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings())) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void dial(String target) {
        command("dial", target);
    }

    public void accept() {
        command("accept", "");
    }

    public void hangup() {
        command("hangup", "");
    }

    public void hold() {
        command("hold", "");
    }

    public void resume() {
        command("resume", "");
    }

    /** Sends digits, each until the next key is pressed. */
    public void dtmf(String digits) {
        try (Socket console = new Socket(InetAddress.getLoopbackAddress(), consolePort)) {
            for (char digit : digits.toCharArray()) {
                console.getOutputStream().write(digit);
                console.getOutputStream().flush();
                Await.elapse(Duration.ofMillis(160)); // how long a person presses the key
                console.getOutputStream().write(0x04);
                console.getOutputStream().flush();
                Await.elapse(Duration.ofMillis(120));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitRegistered() {
        Await.until(user + " is registered", PATIENCE, () -> command("reginfo", "").contains("OK"), program::tail);
    }

    /** Waits for an event. */
    public Event await(String type) {
        return await(type, PATIENCE);
    }

    public Event await(String type, Duration limit) {
        return Await.value(user + " sees " + type, limit, () -> {
            program.requireRunning();
            return events.stream().filter(event -> event.type.equals(type)).findFirst();
        }, () -> events + "\n" + program.tail());
    }

    /** Everything that happened since {@link #reset}. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The digits that arrived. */
    public String digits() {
        StringBuilder digits = new StringBuilder();
        events.stream().filter(event -> event.type.equals("CALL_DTMF_START")).forEach(event -> digits.append(event.parameter));
        return digits.toString();
    }

    /** What it heard since {@link #reset}, once the call is over. */
    public Wav heard() {
        return recorded("-dec.wav");
    }

    /** What it said. */
    public Wav said() {
        return recorded("-enc.wav");
    }

    private Wav recorded(String end) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings(), "*" + end)) {
            Path newest = null;
            for (Path file : files) {
                newest = newest == null || file.compareTo(newest) > 0 ? file : newest;
            }
            if (newest == null) {
                throw new AssertionError(user + " recorded nothing\n" + program.tail());
            }
            return Wav.read(newest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many packets were lost in the last call that ended, as its RTCP said: of what it sent, and of what it was sent. */
    public List<Integer> lost() {
        Matcher matcher = LOST.matcher(program.output());
        List<Integer> lost = null;
        while (matcher.find()) {
            lost = List.of(Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)));
        }
        if (lost == null) {
            throw new AssertionError(user + " told nothing about its RTP\n" + program.tail());
        }
        return lost;
    }

    /** Where its RTP of the current call arrives, as its last SDP said. */
    public int rtpPort() {
        return rtpPort("127.0.0.1:" + port + " -> ");
    }

    /** Where the RTP of the other side of the current call arrives, as the last SDP said that came. */
    public int peerRtpPort() {
        return rtpPort(" -> 127.0.0.1:" + port);
    }

    private int rtpPort(String way) {
        String last = null;
        for (String message : program.output().split("\nUDP ")) {
            Matcher matcher = MEDIA.matcher(message);
            if (message.lines().findFirst().orElse("").contains(way) && matcher.find()) {
                last = matcher.group(1);
            }
        }
        if (last == null) {
            throw new AssertionError("no SDP " + way + "\n" + program.tail());
        }
        return Integer.parseInt(last);
    }

    /** Seconds that are recorded by now of what it hears. */
    public double heardSeconds() {
        try {
            return heard().seconds();
        } catch (AssertionError e) {
            return 0;
        }
    }

    /** What its console command {@code name} prints, such as {@code callstat} or {@code audio_debug}. */
    public String command(String name, String parameters) {
        try {
            String token = "t" + tokens.incrementAndGet();
            String json = JSON.std.asString(Map.of("command", name, "params", parameters, "token", token));
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            synchronized (control) {
                control.getOutputStream().write((bytes.length + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
                control.getOutputStream().flush();
            }
            while (true) {
                Map<String, Object> response = responses.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (response == null) {
                    throw new AssertionError(user + " does not answer to " + name + "\n" + program.tail());
                }
                if (token.equals(response.get("token"))) {
                    return String.valueOf(response.get("data"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(program.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Socket connect() {
        return Await.value("baresip " + user + " listens", PATIENCE, () -> {
            program.requireRunning();
            try {
                return Optional.of(new Socket(InetAddress.getLoopbackAddress(), controlPort));
            } catch (IOException e) {
                return Optional.empty();
            }
        }, program::tail);
    }

    /** Netstrings of JSON, each an event or a response. */
    private void read() {
        try {
            InputStream in = control.getInputStream();
            while (true) {
                int length = 0;
                int character = in.read();
                while (character >= '0' && character <= '9') {
                    length = length * 10 + character - '0';
                    character = in.read();
                }
                if (character != ':') {
                    return;
                }
                Map<String, Object> message = JSON.std.mapFrom(in.readNBytes(length));
                in.read();
                if (message.containsKey("event")) {
                    events.add(new Event(text(message, "type"), text(message, "id"), text(message, "param")));
                } else {
                    responses.add(message);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static String text(Map<String, Object> message, String key) {
        Object value = message.get(key);
        return value == null ? "" : value.toString();
    }

    public String tail() {
        return program.tail();
    }

    @Override
    public void close() throws IOException {
        control.close();
        program.close();
    }
}
