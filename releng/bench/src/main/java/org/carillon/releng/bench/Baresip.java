package org.carillon.releng.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** baresip without a head, which answers by itself: the yardstick. */
final class Baresip implements Subject {
    private static final int SAMPLE_RATE = 8000;
    /** A call that ends as soon as it is answered. */
    private static final int SHORT_SECONDS = 5;
    private static final int WAV_HEADER = 44;

    private final Path program;
    private final Path modules;
    private final Path directory;
    private final Set<Path> libraries = new TreeSet<>();

    private Baresip(Path program, Path modules, Path directory) {
        this.program = program;
        this.modules = modules;
        this.directory = directory;
    }

    /** Empty where it is not installed. */
    static Optional<Subject> find(Path directory) throws IOException {
        Optional<Path> program = Programs.find("baresip");
        Optional<Path> modules = Stream.of("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules",
                "/usr/lib/aarch64-linux-gnu/baresip/modules", "/usr/local/lib/baresip/modules").map(Path::of).filter(Files::isDirectory)
                .findFirst();
        if (program.isEmpty() || modules.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(directory);
        return Optional.of(new Baresip(program.get(), modules.get(), directory));
    }

    private static byte[] silence(int seconds) {
        int data = seconds * SAMPLE_RATE * 2;
        ByteBuffer wav = ByteBuffer.allocate(WAV_HEADER + data).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(WAV_HEADER - 8 + data);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1).putInt(SAMPLE_RATE)
                .putInt(SAMPLE_RATE * 2).putShort((short) 2).putShort((short) 16);
        return wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data).array();
    }

    @Override
    public String name() {
        return "baresip";
    }

    @Override
    public List<Path> files() {
        return Stream.concat(libraries.stream(), Stream.of(program, modules, directory)).toList();
    }

    @Override
    public void reset() {
        // it keeps nothing
    }

    @Override
    public Running start(Caller caller, List<String> prefix) throws IOException, InterruptedException {
        int port;
        try (StampedSocket free = new StampedSocket()) {
            port = free.port();
        }
        Files.writeString(directory.resolve("config"), """
                poll_method epoll
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                call_max_calls 12
                audio_player aubridge,ear
                audio_source aufile,%s
                audio_alert aubridge,alert
                audio_txmode thread
                ausrc_srate 8000
                auplay_srate 8000
                ausrc_channels 1
                auplay_channels 1
                audio_buffer 20-160
                rtcp_mux no
                jitter_buffer_delay 2-10
                module_path %s
                module g711.so
                module aufile.so
                module aubridge.so
                module_tmp account.so
                module_app menu.so
                """.formatted(port, microphone(), modules));
        Files.write(microphone(), silence(SHORT_SECONDS));
        Files.writeString(directory.resolve("accounts"), "<sip:bench@127.0.0.1>;outbound=\"sip:127.0.0.1:" + caller.port()
                + "\";regint=3600;answermode=auto;audio_codecs=PCMA;ptime=20\n");
        Files.writeString(directory.resolve("contacts"), "");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program.toString(), "-4", "-f", directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("baresip.log").toFile()));
        long started = StampedSocket.now();
        Process process = builder.start();
        Caller.Registration registration = caller.awaitRegistration();
        Proc proc = new Proc(process.pid());
        libraries.addAll(proc.mappedFiles());
        return new Phone(started, registration, proc, process, microphone());
    }

    private Path microphone() {
        return directory.resolve("microphone.wav");
    }

    private record Phone(long started, Caller.Registration registration, Proc process, Process program, Path microphone)
            implements
                Running {
        @Override
        public void expect(int seconds) throws IOException {
            Files.write(microphone, silence(SHORT_SECONDS + seconds));
        }

        @Override
        public void answer() {
            // by itself
        }

        @Override
        public void close() {
            Programs.end(program);
        }
    }
}
