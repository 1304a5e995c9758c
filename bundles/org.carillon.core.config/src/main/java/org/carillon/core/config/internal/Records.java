package org.carillon.core.config.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a journal file: a header, a snapshot, and the transactions since. Numbers are big-endian, texts are UTF-8 behind their length
 * in bytes.
 *
 * <pre>
 * header   "CARILLON", int version, int CRC32C of both
 * record   int length of the payload, int CRC32C of the payload, payload
 * payload  byte 'S' (snapshot) or 'D' (difference), long sequence number, int number of changes, changes
 * change   byte layer, byte kind (0 remove, 1 value, 2 mask; +4 override), id, and unless removed: source, value unless masked
 * </pre>
 */
final class Records {
    static final int VERSION = 1;
    static final int HEADER = 16;
    private static final byte[] MAGIC = "CARILLON".getBytes(StandardCharsets.US_ASCII);
    private static final int FRAME = 8;
    private static final int SMALLEST = 13;
    private static final byte SNAPSHOT = 'S';
    private static final byte DIFFERENCE = 'D';
    private static final int REMOVE = 0;
    private static final int VALUE = 1;
    private static final int MASK = 2;
    private static final int OVERRIDE = 4;

    /**
     * What a file proves.
     *
     * @param sequence
     *            number of the last transaction
     * @param end
     *            where the last sound record ends
     * @param more
     *            true when sound records follow behind the damage at {@code end}: then it is no write that power cut short
     */
    record Reading(State state, long sequence, int end, int size, boolean more) {
        boolean whole() {
            return end == size;
        }
    }

    private record Payload(byte kind, long sequence, List<Change> changes) {}

    private Records() {}

    /** A whole file that holds one state. */
    static byte[] file(long sequence, State state) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION);
        header.putInt(crc(header.array(), 0, HEADER - Integer.BYTES));
        byte[] snapshot = record(SNAPSHOT, sequence, state.asChanges());
        return ByteBuffer.allocate(HEADER + snapshot.length).put(header.array()).put(snapshot).array();
    }

    static byte[] difference(long sequence, List<Change> changes) {
        return record(DIFFERENCE, sequence, changes);
    }

    private static byte[] record(byte kind, long sequence, List<Change> changes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            out.writeLong(sequence);
            out.writeInt(changes.size());
            for (Change change : changes) {
                write(out, change);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] payload = bytes.toByteArray();
        return ByteBuffer.allocate(FRAME + payload.length).putInt(payload.length).putInt(crc(payload, 0, payload.length)).put(payload)
                .array();
    }

    private static void write(DataOutputStream out, Change change) throws IOException {
        Entry entry = change.entry();
        out.writeByte(change.layer().ordinal());
        out.writeByte(entry == null ? REMOVE : (entry.masks() ? MASK : VALUE) | (entry.override() ? OVERRIDE : 0));
        write(out, change.id());
        if (entry != null) {
            write(out, entry.source());
            if (!entry.masks()) {
                write(out, entry.value());
            }
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * @return empty when the file proves nothing
     * @throws IOException
     *             when a newer version wrote it
     */
    static Optional<Reading> read(String name, byte[] file) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        if (file.length < HEADER || buffer.getInt(HEADER - Integer.BYTES) != crc(file, 0, HEADER - Integer.BYTES)
                || !ByteBuffer.wrap(file, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return Optional.empty();
        }
        int version = buffer.getInt(MAGIC.length);
        if (version != VERSION) {
            throw new IOException(name + " has format " + version + ", this software knows format " + VERSION);
        }
        Payload snapshot = payload(file, HEADER);
        if (snapshot == null || snapshot.kind() != SNAPSHOT) {
            return Optional.empty();
        }
        List<Change> changes = new ArrayList<>(snapshot.changes());
        long sequence = snapshot.sequence();
        int end = HEADER + FRAME + buffer.getInt(HEADER);
        for (Payload next = payload(file, end); isNext(next, sequence); next = payload(file, end)) {
            changes.addAll(next.changes());
            sequence = next.sequence();
            end += FRAME + buffer.getInt(end);
        }
        return Optional.of(new Reading(State.EMPTY.with(changes), sequence, end, file.length, isFollowed(file, end, sequence)));
    }

    private static boolean isNext(Payload payload, long sequence) {
        return payload != null && payload.kind() == DIFFERENCE && payload.sequence() > sequence;
    }

    private static boolean isFollowed(byte[] file, int end, long sequence) {
        for (int offset = end + 1; offset <= file.length - FRAME - SMALLEST; offset++) {
            if (file[offset + FRAME] == DIFFERENCE && isNext(payload(file, offset), sequence)) {
                return true;
            }
        }
        return false;
    }

    /** The record at an offset; null when there is none that is sound. */
    private static Payload payload(byte[] file, int offset) {
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
            ByteBuffer payload = buffer.slice(offset + FRAME, length);
            byte kind = payload.get();
            long sequence = payload.getLong();
            List<Change> changes = new ArrayList<>();
            for (int count = payload.getInt(); count > 0; count--) {
                changes.add(change(payload));
            }
            return payload.hasRemaining() ? null : new Payload(kind, sequence, changes);
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static Change change(ByteBuffer payload) {
        Layer layer = Layer.values()[payload.get()];
        int kind = payload.get();
        String id = text(payload);
        if (kind == REMOVE) {
            return new Change(layer, id, null);
        }
        String source = text(payload);
        String value = (kind & MASK) != 0 ? null : text(payload);
        return new Change(layer, id, new Entry(value, (kind & OVERRIDE) != 0, source));
    }

    private static String text(ByteBuffer payload) {
        int length = payload.getInt();
        if (length < 0 || length > payload.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        payload.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
