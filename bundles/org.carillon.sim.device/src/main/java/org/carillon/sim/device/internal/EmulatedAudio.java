package org.carillon.sim.device.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Microphone and loudspeaker of an emulated phone, as {@code --audio} said; silence for what it said in vain. */
@Component(immediate = true)
public final class EmulatedAudio implements AudioDevice {
    private final Scope scope;
    private final Logger log;
    private final Microphone microphone;
    private final Loudspeaker loudspeaker;

    @Activate
    public EmulatedAudio(@Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.scope = scopes.open("sim.device");
        this.log = log;
        AudioSpec spec = parse(phone.audio());
        microphone = switch (spec) {
            case AudioSpec.Sine sine -> new Tone(sine.hertz());
            case AudioSpec.Wav wav -> reading(wav.in());
            case AudioSpec.Null none -> Microphone.SILENT;
        };
        loudspeaker = spec instanceof AudioSpec.Wav wav ? writing(wav.out()) : Loudspeaker.NONE;
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    private AudioSpec parse(String text) {
        try {
            return AudioSpec.parse(text);
        } catch (IllegalArgumentException e) {
            log.error("--audio {}: {}; permitted are {}. The phone is silent.", text, e.getMessage(), AudioSpec.PERMITTED);
            return new AudioSpec.Null();
        }
    }

    private Microphone reading(Path path) {
        try {
            return path == null ? Microphone.SILENT : new WavMicrophone(path, scope, log);
        } catch (IOException e) {
            log.error("--audio: cannot play {}: {}. The microphone is silent.", path, reason(e));
            return Microphone.SILENT;
        }
    }

    private Loudspeaker writing(Path path) {
        try {
            return path == null ? Loudspeaker.NONE : new WavRecorder(path, scope, log);
        } catch (IOException e) {
            log.error("--audio: cannot record {}: {}. Nothing is recorded.", path, reason(e));
            return Loudspeaker.NONE;
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : e.getMessage();
    }

    @Override
    public Stream open(int sampleRate) {
        return new CallAudio(microphone.open(sampleRate), loudspeaker.open(sampleRate));
    }

    private record CallAudio(Microphone.Sound sound, Loudspeaker.Ear ear) implements Stream {
        @Override
        public void read(short[] pcm, int offset, int length) {
            sound.read(pcm, offset, length);
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            ear.write(pcm, offset, length);
        }

        @Override
        public void close() {
            try (sound; ear) {
                // both, whatever the first one says
            }
        }
    }
}
