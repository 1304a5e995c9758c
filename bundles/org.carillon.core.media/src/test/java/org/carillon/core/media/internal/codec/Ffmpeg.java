package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody else's codecs. */
final class Ffmpeg {
    private final Path directory;

    /** Skips the test where it is not installed. */
    Ffmpeg(Path directory) {
        this.directory = directory;
        assumeTrue(isInstalled() || "required".equals(System.getenv("CARILLON_PEERS")), "ffmpeg is not installed");
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("ffmpeg", "-version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    byte[] encode(short[] pcm, int rate, String format, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-f", "s16le", "-ar", Integer.toString(rate), "-ac", "1", "-i", "IN", "-c:a", format));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-f", format));
        return run(bytes(pcm), arguments.toArray(String[]::new));
    }

    short[] decode(byte[] packet, String format, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-f", format));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-i", "IN", "-f", "s16le"));
        return samples(run(packet, arguments.toArray(String[]::new)));
    }

    /** What it makes of the input, which stands as {@code IN} among its arguments. */
    byte[] run(byte[] input, String... arguments) throws IOException, InterruptedException {
        Path in = Files.write(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        for (String argument : arguments) {
            command.add(argument.equals("IN") ? in.toString() : argument);
        }
        command.add(out.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllBytes(out);
    }

    static byte[] bytes(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        return bytes.array();
    }

    static short[] samples(byte[] bytes) {
        short[] pcm = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(pcm);
        return pcm;
    }
}
