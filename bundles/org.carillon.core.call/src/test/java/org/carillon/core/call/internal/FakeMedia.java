package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.media.MediaSessions;

/** Sessions whose descriptions are plain words: an SDP of {@code bad} cannot be used, one with {@code hold} in it holds. */
final class FakeMedia implements MediaSessions {
    final List<Session> sessions = new ArrayList<>();
    boolean full;
    boolean infoOnly;

    @Override
    public MediaSession open(int account, MediaSession.Listener listener) throws MediaException {
        if (full) {
            throw new MediaException("no port is free");
        }
        Session session = new Session(listener);
        sessions.add(session);
        return session;
    }

    @Override
    public void check(int account, String offer) throws MediaException {
        require(offer);
    }

    private static void require(String sdp) throws MediaException {
        if (sdp.equals("bad")) {
            throw new MediaException("nothing to be used");
        }
    }

    /** What became of one session. */
    final class Session implements MediaSession {
        final List<String> done = new ArrayList<>();
        final Listener listener;
        private String codec = "";
        private boolean heldByPeer;

        Session(Listener listener) {
            this.listener = listener;
        }

        boolean isClosed() {
            return done.contains("close");
        }

        @Override
        public String offer(boolean hold) {
            return hold ? "offer-hold" : "offer";
        }

        @Override
        public String answer(String offer, boolean hold) throws MediaException {
            require(offer);
            done.add("answered " + offer);
            started(offer);
            return hold ? "answer-hold" : "answer";
        }

        @Override
        public void accept(String answer) throws MediaException {
            require(answer);
            done.add("accepted " + answer);
            started(answer);
        }

        private void started(String sdp) {
            codec = "PCMU";
            heldByPeer = sdp.contains("hold");
        }

        @Override
        public void rollback() {
            done.add("rollback");
        }

        @Override
        public void mute(boolean on) {
            done.add("mute " + on);
        }

        @Override
        public Optional<Duration> dtmf(String digits, boolean info) throws MediaException {
            if (codec.isEmpty()) {
                throw new MediaException("no audio yet");
            }
            if (infoOnly && !info) {
                throw new MediaException("no INFO");
            }
            done.add("dtmf " + digits);
            return infoOnly ? Optional.of(Duration.ofMillis(100)) : Optional.empty();
        }

        @Override
        public Statistics statistics() {
            return new Statistics(codec, codec.isEmpty() ? 0 : 20, heldByPeer, 1, 2, 3, 4, 5.5, 60);
        }

        @Override
        public void close() {
            done.add("close");
        }
    }
}
