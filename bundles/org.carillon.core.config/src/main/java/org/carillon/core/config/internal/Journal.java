package org.carillon.core.config.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.carillon.core.config.internal.Records.Reading;

/**
 * The durable store: a snapshot and the transactions since, in one file, rewritten when it has grown. A transaction counts when its record is
 * whole; {@link #commit} returns when it is on the disk. The file before the last rewriting is kept. At opening, the file that proves the most
 * wins; every rewriting takes a number of its own, so there is never a tie. Values are sealed unless {@link #protect} was told that anybody may
 * read them. Used by one thread at a time.
 */
final class Journal {
    static final String CURRENT = "parameters.journal";
    static final String NEXT = "parameters.new";
    static final String PREVIOUS = "parameters.old";
    private static final int GROWTH = 128 * 1024;

    private final Disk disk;
    private final Sealing sealing;
    private final Records records;
    private final LongSupplier clock;
    private final Consumer<String> complaints;
    private final int growth;
    private final History history = new History();
    private State state = State.EMPTY;
    /** Ids of which a value can be read without the key, in the current file and in the one before. */
    private Set<String> open = new HashSet<>();
    private Set<String> openBefore = new HashSet<>();
    private boolean unprotected;
    private long sequence;
    private long snapshotSize;
    private long size;
    private boolean rewriteFirst;

    /**
     * Opens the last committed state, an empty one when there are no files.
     *
     * @param clock
     *            milliseconds since 1970
     * @param complaints
     *            takes what was wrong with the files, in words
     * @throws IOException
     *             when they cannot be read or written, or a newer version wrote them
     */
    Journal(Disk disk, Sealing sealing, LongSupplier clock, Consumer<String> complaints) throws IOException {
        this(disk, sealing, clock, complaints, GROWTH);
    }

    /**
     * @param growth
     *            bytes by which a file may outgrow two snapshots before it is rewritten
     */
    Journal(Disk disk, Sealing sealing, LongSupplier clock, Consumer<String> complaints, int growth) throws IOException {
        this.disk = disk;
        this.sealing = sealing;
        this.records = new Records(sealing);
        this.clock = clock;
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
            take(reading);
        }
        settle(best, reading != null && reading.whole(), names.contains(NEXT));
    }

    private void take(Reading reading) {
        state = reading.state();
        history.addAll(reading.pasts().reversed());
        sequence = reading.sequence();
        size = reading.size();
        snapshotSize = size;
        // nothing is appended to a file of an old format
        rewriteFirst = reading.isOld();
        if (reading.lost() > 0) {
            unprotected = true;
            complaints.accept("the key of this phone is not the one that secrets were stored with: " + reading.lost()
                    + " values cannot be read and count as never set; the rest stands");
        }
    }

    private Optional<Reading> examine(String name) throws IOException {
        Optional<Reading> found = records.read(name, disk.read(name));
        found.ifPresent(reading -> {
            open.addAll(reading.open());
            unprotected |= reading.isOld();
        });
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

    /** The last transactions that can be taken back, the last one first. */
    List<Past> pasts() {
        return history.pasts();
    }

    /**
     * Says what may be read without the key. When a secret can be read in the files, they are rewritten before this returns.
     *
     * @param known
     *            tells of which id and value it is known that anybody may read them; kept
     * @param secrets
     *            ids of which it is known that nobody may
     * @throws IOException
     *             when the files are as before; the next call tries again
     */
    void protect(BiPredicate<String, String> known, Collection<String> secrets) throws IOException {
        sealing.leaveOpen(known);
        if (unprotected || secrets.stream().anyMatch(id -> open.contains(id) || openBefore.contains(id))) {
            // twice, for the file before is kept
            rewrite();
            rewrite();
            unprotected = false;
        }
    }

    /**
     * Makes a transaction durable.
     *
     * @param cause
     *            who does it, for a person
     * @throws IOException
     *             when it is not, and {@link #state()} is as before; the next call tries to put the files in order first
     */
    void commit(String cause, List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        if (rewriteFirst) {
            rewrite();
        }
        Past past = Past.of(sequence + 1, clock.getAsLong(), cause, changes, state::get);
        byte[] record = records.difference(past.sequence(), past.at(), cause, changes, open);
        sequence++;
        try {
            disk.append(CURRENT, record);
            disk.force(CURRENT);
        } catch (IOException e) {
            rewriteFirst = true;
            throw e;
        }
        state = state.with(changes);
        history.add(past);
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
        Set<String> written = new HashSet<>();
        byte[] file = records.file(++sequence, state, history.pasts(), written);
        disk.append(NEXT, file);
        disk.force(NEXT);
        disk.forceDirectory();
        if (disk.list().contains(CURRENT)) {
            disk.rename(CURRENT, PREVIOUS);
        }
        disk.rename(NEXT, CURRENT);
        disk.forceDirectory();
        openBefore = open;
        open = written;
        size = file.length;
        snapshotSize = size;
        rewriteFirst = false;
    }
}
