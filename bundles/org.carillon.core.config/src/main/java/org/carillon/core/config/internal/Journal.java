package org.carillon.core.config.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.core.config.internal.Records.Reading;

/**
 * The durable store: a snapshot and the transactions since, in one file, rewritten when it has grown. A transaction counts when its record is
 * whole; {@link #commit} returns when it is on the disk. The file before the last rewriting is kept. At opening, the file that proves the most
 * wins; every rewriting takes a number of its own, so there is never a tie. Used by one thread at a time.
 */
final class Journal {
    static final String CURRENT = "parameters.journal";
    static final String NEXT = "parameters.new";
    static final String PREVIOUS = "parameters.old";
    private static final int GROWTH = 128 * 1024;

    private final Disk disk;
    private final Consumer<String> complaints;
    private final int growth;
    private State state = State.EMPTY;
    private long sequence;
    private long snapshotSize;
    private long size;
    private boolean rewriteFirst;

    /**
     * Opens the last committed state, an empty one when there are no files.
     *
     * @param complaints
     *            takes what was wrong with the files, in words
     * @throws IOException
     *             when they cannot be read or written, or a newer version wrote them
     */
    Journal(Disk disk, Consumer<String> complaints) throws IOException {
        this(disk, complaints, GROWTH);
    }

    /**
     * @param growth
     *            bytes by which a file may outgrow two snapshots before it is rewritten
     */
    Journal(Disk disk, Consumer<String> complaints, int growth) throws IOException {
        this.disk = disk;
        this.complaints = complaints;
        this.growth = growth;
        List<String> names = disk.list();
        String best = null;
        Reading reading = null;
        for (String name : List.of(CURRENT, NEXT, PREVIOUS)) {
            Optional<Reading> found = names.contains(name) ? examine(name) : Optional.empty();
            if (found.isPresent() && (reading == null || found.get().sequence() > reading.sequence())) {
                best = name;
                reading = found.get();
            }
        }
        if (reading != null) {
            state = reading.state();
            sequence = reading.sequence();
            size = reading.size();
            snapshotSize = size;
        }
        settle(best, reading != null && reading.whole(), names.contains(NEXT));
    }

    private Optional<Reading> examine(String name) throws IOException {
        Optional<Reading> found = Records.read(name, disk.read(name));
        if (name.equals(CURRENT) && found.isEmpty()) {
            complaints.accept(name + " is damaged at its beginning and proves no state; falling back to an older file, if there is one");
        } else if (name.equals(CURRENT) && found.get().more()) {
            complaints.accept(name + " is damaged at offset " + found.get().end() + " of " + found.get().size()
                    + "; falling back to the state before, later changes are lost; the file is kept as " + PREVIOUS);
        } else if (name.equals(CURRENT) && !found.get().whole()) {
            complaints.accept(name + " ends in a change that was never completed; " + (found.get().size() - found.get().end())
                    + " bytes cut at offset " + found.get().end());
        }
        return found;
    }

    /** Makes the best file the current one, and what was read from it safe. */
    private void settle(String best, boolean whole, boolean leftover) throws IOException {
        if (NEXT.equals(best)) {
            disk.force(NEXT);
            disk.rename(NEXT, CURRENT);
            disk.forceDirectory();
        } else if (CURRENT.equals(best) && whole) {
            disk.force(CURRENT);
            if (leftover) {
                disk.delete(NEXT);
            }
            disk.forceDirectory();
        }
        if (!whole || PREVIOUS.equals(best)) {
            rewrite();
        }
    }

    /** The last committed state. */
    State state() {
        return state;
    }

    /**
     * Makes a transaction durable.
     *
     * @throws IOException
     *             when it is not, and {@link #state()} is as before; the next call tries to put the files in order first
     */
    void commit(List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        if (rewriteFirst) {
            rewrite();
        }
        sequence++;
        byte[] record = Records.difference(sequence, changes);
        try {
            disk.append(CURRENT, record);
            disk.force(CURRENT);
        } catch (IOException e) {
            rewriteFirst = true;
            throw e;
        }
        state = state.with(changes);
        size += record.length;
        if (size > snapshotSize * 2 + growth) {
            shrink();
        }
    }

    private void shrink() {
        try {
            rewrite();
        } catch (IOException e) {
            complaints.accept(CURRENT + " cannot be rewritten: " + e);
        }
    }

    private void rewrite() throws IOException {
        rewriteFirst = true;
        List<String> names = disk.list();
        if (names.contains(NEXT)) {
            if (names.contains(CURRENT)) {
                disk.delete(NEXT);
            } else {
                disk.rename(NEXT, CURRENT);
            }
        }
        byte[] file = Records.file(++sequence, state);
        disk.append(NEXT, file);
        disk.force(NEXT);
        disk.forceDirectory();
        if (disk.list().contains(CURRENT)) {
            disk.rename(CURRENT, PREVIOUS);
        }
        disk.rename(NEXT, CURRENT);
        disk.forceDirectory();
        size = file.length;
        snapshotSize = size;
        rewriteFirst = false;
    }
}
