package org.carillon.core.sip.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.device.FramePriority;

/** Keeps what was to be marked: protocol and priority. */
final class RecordingFrames implements FramePriority {
    private final List<String> marks = new CopyOnWriteArrayList<>();

    List<String> marks() {
        return List.copyOf(marks);
    }

    @Override
    public void mark(Protocol protocol, int localPort, int priority) {
        marks.add(protocol + " " + priority);
    }
}
