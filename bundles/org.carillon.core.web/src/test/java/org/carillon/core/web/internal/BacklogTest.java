package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.carillon.core.web.internal.Backlog.Kind;
import org.carillon.core.web.internal.Backlog.Message;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int MEGABYTE = 1 << 20;
    private final Backlog backlog = new Backlog();

    private boolean words(String topic, String text) {
        return backlog.put(new Message(Kind.WORDS, topic, text, text.length()));
    }

    private boolean bytes(Kind kind, String text, int size) {
        return backlog.put(new Message(kind, "", text, size));
    }

    private List<Object> rest() {
        List<Object> rest = new ArrayList<>();
        for (Message next = backlog.next(); next != null; next = backlog.next()) {
            rest.add(next.content());
        }
        return rest;
    }

    @Test
    void messagesGoInOrderAndOnlyOneSends() {
        assertThat(words("screen", "one")).isTrue();
        assertThat(bytes(Kind.PICTURE, "two", 9)).isFalse();
        assertThat(bytes(Kind.SOUND, "three", 9)).isFalse();
        assertThat(rest()).containsExactly("one", "two", "three");
        assertThat(backlog.isToBeDrawnAnew()).isFalse();
        assertThat(words("screen", "four")).as("nothing was on its way").isTrue();
    }

    @Test
    void wordsThatNobodyReadsAreReplaced() {
        for (int i = 0; i < 100_000; i++) {
            words("screen", "screen " + i);
            words("refused", "refused " + i);
        }
        words("lights", "red");
        assertThat(rest()).containsExactly("screen 99999", "refused 99999", "red");
    }

    @Test
    void replacedWordsLeaveRoomForPictures() {
        words("screen", "x".repeat(3 * MEGABYTE));
        words("screen", "x".repeat(3 * MEGABYTE));
        words("screen", "short");
        bytes(Kind.PICTURE, "picture", 3 * MEGABYTE);
        assertThat(rest()).containsExactly("short", "picture");
        assertThat(backlog.isToBeDrawnAnew()).isFalse();
    }

    @Test
    void picturesThatAreTooManyAreDroppedAndTheWholeIsDueLater() {
        for (int i = 0; i < 5; i++) {
            bytes(Kind.PICTURE, "part " + i, MEGABYTE);
        }
        words("screen", "words");
        bytes(Kind.PICTURE, "too late", 1);
        assertThat(backlog.isToBeDrawnAnew()).as("words wait").isFalse();
        assertThat(rest()).containsExactly("words");
        assertThat(backlog.isToBeDrawnAnew()).isTrue();
        assertThat(backlog.isToBeDrawnAnew()).as("once").isFalse();
        assertThat(bytes(Kind.PICTURE, "whole", 1)).isTrue();
        assertThat(rest()).containsExactly("whole");
    }

    @Test
    void soundThatIsLateIsDropped() {
        for (int i = 0; i < 1000; i++) {
            bytes(Kind.SOUND, "sound " + i, 640);
        }
        assertThat(rest()).hasSize(12).first().isEqualTo("sound 0");
    }
}
