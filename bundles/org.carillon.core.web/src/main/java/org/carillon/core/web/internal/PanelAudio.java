package org.carillon.core.web.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;

/**
 * The microphone and the loudspeaker of one browser as those of the phone ({@code --audio panel}): of the panel that lifted its handset last, or
 * of one that listens while no handset was lifted. The browser changes sample rates and mixes, so that samples pass here as they are. Safe for use by any thread.
 */
final class PanelAudio implements AudioDevice {
    static final String NAME = "panel";
    private static final int SOUND = 2;
    private static final int RANKING = 100;
    private static final int HEAD = 4;
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int MOST_STREAMS = 250;

    private final Scope scope;
    private final List<CallAudio> streams = new CopyOnWriteArrayList<>();
    /** Who can be heard at, the best place first. */
    private final List<PanelSocket> places = new ArrayList<>();
    private volatile PanelSocket listener;
    private Timer pace;
    private int number;

    PanelAudio(Scope scope) {
        this.scope = scope;
    }

    ServiceRegistration<AudioDevice> offer(BundleContext context) {
        return context.registerService(AudioDevice.class, this, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, RANKING)));
    }

    @Override
    public synchronized Stream open(int sampleRate) {
        number = number % MOST_STREAMS + 1;
        CallAudio stream = new CallAudio(number, sampleRate);
        streams.add(stream);
        changed();
        return stream;
    }

    private synchronized void closed(CallAudio stream) {
        streams.remove(stream);
        changed();
    }

    /**
     * A browser becomes the handset ({@code on}), can be heard at ({@code listen}) or not any more.
     *
     * @throws IllegalArgumentException
     *             for another word
     */
    synchronized void place(PanelSocket socket, String what) {
        switch (what) {
            case "on" -> {
                places.remove(socket);
                places.addFirst(socket);
            }
            case "listen" -> {
                if (!places.contains(socket)) {
                    places.addLast(socket);
                }
            }
            case "off" -> places.remove(socket);
            default -> throw new IllegalArgumentException("unknown: audio " + what);
        }
        PanelSocket former = listener;
        listener = places.isEmpty() ? null : places.getFirst();
        if (former != null && former != listener) {
            tell(former, List.of());
        }
        changed();
    }

    synchronized void left(PanelSocket socket) {
        place(socket, "off");
    }

    /** Runs a clock while somebody listens to something, and only then. */
    private void changed() {
        PanelSocket to = listener;
        boolean needed = to != null && !streams.isEmpty();
        if (needed && pace == null) {
            pace = scope.every(PACE, scope.serial("sound"), this::send);
        } else if (!needed && pace != null) {
            pace.cancel();
            pace = null;
        }
        if (to != null) {
            tell(to, streams);
        }
    }

    private static void tell(PanelSocket socket, List<CallAudio> streams) {
        socket.send("audio",
                Map.of("streams", streams.stream().map(stream -> Map.of("id", stream.id, "rate", stream.sampleRate)).toList()));
    }

    private void send() {
        PanelSocket to = listener;
        for (CallAudio stream : to == null ? List.<CallAudio>of() : streams) {
            ByteBuffer sound = stream.played();
            if (sound != null) {
                to.sound(sound);
            }
        }
    }

    /** Takes what a browser's microphone heard. */
    void said(PanelSocket from, ByteBuffer payload) {
        if (from != listener || payload.remaining() < 2) {
            return;
        }
        ByteBuffer samples = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
        int id = samples.getShort() & 0xFFFF;
        for (CallAudio stream : streams) {
            if (stream.id == id) {
                while (samples.remaining() >= 2) {
                    stream.microphone.put(samples.getShort());
                }
            }
        }
    }

    /** The sound of one call. */
    private final class CallAudio implements Stream {
        private final int id;
        private final int sampleRate;
        private final SoundRing microphone;
        /** What is to be played; a single writer and a single reader. */
        private final short[] speaker;
        private volatile long written;
        private volatile long sent;

        CallAudio(int id, int sampleRate) {
            this.id = id;
            this.sampleRate = sampleRate;
            microphone = new SoundRing(sampleRate);
            speaker = new short[Integer.highestOneBit(sampleRate / 4) * 2];
        }

        @Override
        public void read(short[] pcm, int offset, int length) {
            microphone.take(pcm, offset, length);
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            long at = written;
            int count = (int) Math.min(length, speaker.length - (at - sent));
            for (int i = 0; i < count; i++) {
                speaker[(int) (at + i) & speaker.length - 1] = pcm[offset + i];
            }
            written = at + count;
        }

        /** What was written since the last time, as a message; null for nothing. */
        ByteBuffer played() {
            long from = sent;
            int count = (int) (written - from);
            if (count == 0) {
                return null;
            }
            ByteBuffer out = ByteBuffer.allocate(HEAD + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
            out.put((byte) 0).put((byte) SOUND).putShort((short) id);
            for (int i = 0; i < count; i++) {
                out.putShort(speaker[(int) (from + i) & speaker.length - 1]);
            }
            sent = from + count;
            return out.flip();
        }

        @Override
        public void close() {
            closed(this);
        }
    }
}
