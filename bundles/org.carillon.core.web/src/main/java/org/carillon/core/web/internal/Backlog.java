package org.carillon.core.web.internal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What waits to be sent to one browser. However slowly that reads, it stays small: words about something replace those before them, sound and
 * pictures that are too many are dropped, and the whole picture is due once the rest is sent. Safe for use by any thread.
 */
final class Backlog {
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_SOUNDS = 12;

    enum Kind {
        WORDS, PICTURE, SOUND
    }

    /**
     * Something on its way out.
     *
     * @param topic
     *            what words are about; empty for the rest
     * @param content
     *            a String or a ByteBuffer
     * @param size
     *            characters or bytes
     */
    record Message(Kind kind, String topic, Object content, int size) {}

    private final Queue<Message> waiting = new ArrayDeque<>();
    private int bytes;
    private int sounds;
    private boolean sending;
    private boolean behind;

    /**
     * Puts a message in, or drops it.
     *
     * @return true when nothing is on its way: whoever gets that answer sends what is {@link #next}, until there is nothing
     */
    synchronized boolean put(Message message) {
        if (behind && message.kind() == Kind.PICTURE || message.kind() == Kind.SOUND && sounds >= MOST_SOUNDS) {
            return false;
        }
        if (message.kind() == Kind.WORDS) {
            waiting.removeIf(other -> {
                boolean old = other.kind() == Kind.WORDS && other.topic().equals(message.topic());
                bytes -= old ? other.size() : 0;
                return old;
            });
        }
        add(message);
        if (bytes > MOST_BYTES) {
            dropPictures();
        }
        boolean idle = !sending;
        sending = true;
        return idle;
    }

    private void add(Message message) {
        waiting.add(message);
        bytes += message.size();
        sounds += message.kind() == Kind.SOUND ? 1 : 0;
    }

    private void dropPictures() {
        List<Message> kept = waiting.stream().filter(message -> message.kind() != Kind.PICTURE).toList();
        waiting.clear();
        bytes = 0;
        sounds = 0;
        kept.forEach(this::add);
        behind = true;
    }

    /** What to send now; null when nothing waits. */
    synchronized Message next() {
        Message next = waiting.poll();
        sending = next != null;
        if (sending) {
            bytes -= next.size();
            sounds -= next.kind() == Kind.SOUND ? 1 : 0;
        }
        return next;
    }

    /** True once, when nothing waits any more after pictures were dropped: the whole picture is due. */
    synchronized boolean isToBeDrawnAnew() {
        boolean anew = behind && !sending;
        behind &= !anew;
        return anew;
    }
}
