package org.carillon.core.config.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The format of a journal file: a header, a snapshot, and the transactions since. Numbers are big-endian, texts are UTF-8 behind their length
 * in bytes, sealed values are bytes behind their length.
 *
 * <pre>
 * header       "CARILLON", int version, int CRC32C of both
 * record       int length of the payload, int CRC32C of the payload, payload
 * payload      byte 'S' (snapshot) or 'D' (difference), transaction; behind a snapshot: int number of pasts, their transactions from the oldest on
 * transaction  long sequence number, long milliseconds since 1970, text cause, int number of changes, changes
 * change       byte layer, byte kind (0 remove, 1 value, 2 mask; +4 override, +8 sealed), id, and unless removed: source, value unless masked
 * </pre>
 *
 * Version 1 had neither time, cause and pasts nor sealed values; it is read, and never written.
 */
final class Records {
    static final int VERSION = 2;
    static final int HEADER = 16;
    private static final int UNSEALED = 1;
    private static final byte[] MAGIC = "CARILLON".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME = 8;
    private static final int SMALLEST = 13;
    private static final byte SNAPSHOT = 'S';
    private static final byte DIFFERENCE = 'D';
    private static final int REMOVE = 0;
    private static final int VALUE = 1;
    private static final int MASK = 2;
    private static final int OVERRIDE = 4;
    private static final int SEALED = 8;

    /**
     * What a file proves.
     *
     * @param sequence
     *            number of the last transaction
     * @param end
     *            where the last sound record ends
     * @param more
     *            true when sound records follow behind the damage at {@code end}: then it is no write that power cut short
     * @param open
     *            ids of which a value can be read without the key
     * @param lost
     *            how many values another key sealed; they are left out
     */
    record Reading(int version, State state, List<Past> pasts, long sequence, int end, int size, boolean more, Set<String> open, int lost) {
        boolean whole() {
            return end == size;
        }

        boolean isOld() {
            return version < VERSION;
        }
    }

    /** A transaction as it is written; {@code changes} of a past lead back. */
    private record Transaction(long sequence, long at, String cause, List<Change> changes) {}

    private record Payload(byte kind, Transaction transaction, List<Past> pasts, Set<String> open, int lost) {}

    private final Sealing sealing;

    Records(Sealing sealing) {
        this.sealing = sealing;
    }

    /**
     * A whole file that holds one state and what led to it.
     *
     * @param newestFirst
     *            pasts
     * @param open
     *            takes the ids of values that need no key to be read
     */
    byte[] file(long sequence, State state, List<Past> newestFirst, Collection<String> open) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION);
        header.putInt(crc(header.array(), 0, HEADER - Integer.BYTES));
        byte[] snapshot = record(SNAPSHOT, new Transaction(sequence, 0, "", state.asChanges()), newestFirst, open);
        return ByteBuffer.allocate(HEADER + snapshot.length).put(header.array()).put(snapshot).array();
    }

    /**
     * @param open
     *            as above
     */
    byte[] difference(long sequence, long at, String cause, List<Change> changes, Collection<String> open) throws IOException {
        return record(DIFFERENCE, new Transaction(sequence, at, cause, changes), null, open);
    }

    private byte[] record(byte kind, Transaction transaction, List<Past> newestFirst, Collection<String> open) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            write(out, transaction, open);
            if (newestFirst != null) {
                out.writeInt(newestFirst.size());
                for (Past past : newestFirst.reversed()) {
                    write(out, new Transaction(past.sequence(), past.at(), past.cause(), past.back()), open);
                }
            }
        }
        byte[] payload = bytes.toByteArray();
        return ByteBuffer.allocate(FRAME + payload.length).putInt(payload.length).putInt(crc(payload, 0, payload.length)).put(payload)
                .array();
    }

    private void write(DataOutputStream out, Transaction transaction, Collection<String> open) throws IOException {
        out.writeLong(transaction.sequence());
        out.writeLong(transaction.at());
        write(out, transaction.cause());
        out.writeInt(transaction.changes().size());
        for (Change change : transaction.changes()) {
            write(out, change, open);
        }
    }

    private void write(DataOutputStream out, Change change, Collection<String> open) throws IOException {
        Entry entry = change.entry();
        boolean secret = entry != null && !entry.masks() && sealing.isSecret(change.id(), entry.value());
        out.writeByte(change.layer().ordinal());
        out.writeByte(entry == null ? REMOVE
                : (entry.masks() ? MASK : VALUE) | (entry.override() ? OVERRIDE : 0) | (secret ? SEALED : 0));
        write(out, change.id());
        if (entry == null) {
            return;
        }
        write(out, entry.source());
        if (secret) {
            write(out, sealing.seal(change.id(), entry.value()));
        } else if (!entry.masks()) {
            write(out, entry.value());
            open.add(change.id());
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * @return empty when the file proves nothing
     * @throws IOException
     *             when a newer version wrote it, or the key cannot be had
     */
    Optional<Reading> read(String name, byte[] file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        if (file.length < HEADER || buffer.getInt(HEADER - Integer.BYTES) != crc(file, 0, HEADER - Integer.BYTES)
                || !ByteBuffer.wrap(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return Optional.empty();
        }
        int version = buffer.getInt(MAGIC.length);
        if (version < UNSEALED || version > VERSION) {
            throw new IOException(name + " has format " + version + ", this software knows format " + VERSION);
        }
        Payload snapshot = payload(file, HEADER, version);
        if (snapshot == null || snapshot.kind() != SNAPSHOT) {
            return Optional.empty();
        }
        return Optional.of(read(file, version, snapshot));
    }

    private Reading read(byte[] file, int version, Payload snapshot) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        State.Replay replay = new State.Replay();
        History history = new History();
        Set<String> open = new HashSet<>(snapshot.open());
        int lost = snapshot.lost();
        replay.apply(snapshot.transaction().changes());
        history.addAll(snapshot.pasts());
        long sequence = snapshot.transaction().sequence();
        int end = HEADER + FRAME + buffer.getInt(HEADER);
        for (Payload next = payload(file, end, version); isNext(next, sequence); next = payload(file, end, version)) {
            Transaction transaction = next.transaction();
            sequence = transaction.sequence();
            if (version > UNSEALED) {
                history.add(Past.of(sequence, transaction.at(), transaction.cause(), transaction.changes(), replay::get));
            }
            replay.apply(transaction.changes());
            open.addAll(next.open());
            lost += next.lost();
            end += FRAME + buffer.getInt(end);
        }
        return new Reading(version, replay.state(), history.pasts(), sequence, end, file.length, isFollowed(file, end, version, sequence),
                open, lost);
    }

    private static boolean isNext(Payload payload, long sequence) {
        return payload != null && payload.kind() == DIFFERENCE && payload.transaction().sequence() > sequence;
    }

    private boolean isFollowed(byte[] file, int end, int version, long sequence) throws IOException {
        for (int offset = end + 1; offset <= file.length - FRAME - SMALLEST; offset++) {
            if (file[offset + FRAME] == DIFFERENCE && isNext(payload(file, offset, version), sequence)) {
                return true;
            }
        }
        return false;
    }

    /** The record at an offset; null when there is none that is sound. */
    private Payload payload(byte[] file, int offset, int version) throws IOException {
        if (file.length - offset < FRAME + SMALLEST) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(file, offset, file.length - offset);
        int length = buffer.getInt();
        int crc = buffer.getInt();
        if (length < SMALLEST || length > buffer.remaining() || crc != crc(file, offset + FRAME, length)) {
            return null;
        }
        try {
            return new Parser(buffer.slice(offset + FRAME, length), version).payload();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    /** Reads one payload. */
    private final class Parser {
        private final ByteBuffer payload;
        private final int version;
        private final Set<String> open = new HashSet<>();
        private int lost;

        Parser(ByteBuffer payload, int version) {
            this.payload = payload;
            this.version = version;
        }

        Payload payload() throws IOException {
            byte kind = payload.get();
            Transaction transaction = transaction();
            List<Past> pasts = new ArrayList<>();
            if (kind == SNAPSHOT && version > UNSEALED) {
                for (int count = payload.getInt(); count > 0; count--) {
                    Transaction past = transaction();
                    pasts.add(new Past(past.sequence(), past.at(), past.cause(), past.changes()));
                }
            }
            return payload.hasRemaining() ? null : new Payload(kind, transaction, pasts, open, lost);
        }

        private Transaction transaction() throws IOException {
            long sequence = payload.getLong();
            long at = version > UNSEALED ? payload.getLong() : 0;
            String cause = version > UNSEALED ? text() : "";
            List<Change> changes = new ArrayList<>();
            for (int count = payload.getInt(); count > 0; count--) {
                changes.add(change());
            }
            return new Transaction(sequence, at, cause, changes);
        }

        private Change change() throws IOException {
            Layer layer = Layer.values()[payload.get()];
            int kind = payload.get();
            String id = text();
            if (kind == REMOVE) {
                return new Change(layer, id, null);
            }
            String source = text();
            if ((kind & MASK) != 0) {
                return new Change(layer, id, new Entry(null, (kind & OVERRIDE) != 0, source));
            }
            Optional<String> value = (kind & SEALED) != 0 ? sealing.open(id, bytes()) : Optional.of(text());
            if ((kind & SEALED) == 0) {
                open.add(id);
            } else if (value.isEmpty()) {
                lost++;
            }
            return new Change(layer, id, value.map(text -> new Entry(text, (kind & OVERRIDE) != 0, source)).orElse(null));
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() {
            int length = payload.getInt();
            if (length < 0 || length > payload.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] bytes = new byte[length];
            payload.get(bytes);
            return bytes;
        }
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
