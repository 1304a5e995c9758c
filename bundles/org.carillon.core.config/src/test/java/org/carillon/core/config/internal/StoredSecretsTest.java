package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.zip.CRC32C;
import org.carillon.core.config.internal.RecordingDisk.Tear;
import org.junit.jupiter.api.Test;

/** What can be read in the files without the key. */
class StoredSecretsTest {
    private static final BiPredicate<String, String> LABELS_ARE_OPEN = (id, value) -> id.startsWith("Label");

    private final List<String> complaints = new ArrayList<>();
    private final Random random = new Random(7);

    private Journal open(RecordingDisk disk, int phone) throws IOException {
        return new Journal(disk, Keys.sealing(phone), () -> 1, complaints::add, 400);
    }

    private static Change user(String id, String value) {
        return new Change(Layer.USER, id, value == null ? null : new Entry(value, false, "ctl"));
    }

    private static boolean isLegible(RecordingDisk disk, String text) {
        return disk.files().values().stream().anyMatch(file -> new String(file, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** A file as the software before this format wrote it. */
    private static byte[] formatOne(State state, Change... later) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(16).put("CARILLON".getBytes(StandardCharsets.US_ASCII)).putInt(1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header.putInt(crc(header.array(), 12)).array());
        file.writeBytes(recordOne('S', 1, state.asChanges()));
        file.writeBytes(recordOne('D', 2, List.of(later)));
        return file.toByteArray();
    }

    private static byte[] recordOne(char kind, long sequence, List<Change> changes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind);
        out.writeLong(sequence);
        out.writeInt(changes.size());
        for (Change change : changes) {
            out.writeByte(change.layer().ordinal());
            out.writeByte(change.entry() == null ? 0 : 1);
            List<String> texts = change.entry() == null ? List.of(change.id())
                    : List.of(change.id(), change.entry().source(), change.entry().value());
            for (String text : texts) {
                out.writeInt(text.length());
                out.writeBytes(text);
            }
        }
        byte[] payload = bytes.toByteArray();
        return ByteBuffer.allocate(8 + payload.length).putInt(payload.length).putInt(crc(payload, payload.length)).put(payload).array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @Test
    void aSecretIsNowhereThroughAllRewritings() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = open(disk, 1);
        journal.commit("start", List.of(user("Code", "geheim0"), user("Label1", "early")));
        journal.protect(LABELS_ARE_OPEN, List.of("Code"));
        for (int i = 1; i <= 100; i++) {
            journal.commit("ctl", List.of(user("Code", "geheim" + i), user("Label" + i, "legible")));
            assertThat(isLegible(disk, "geheim")).isFalse();
        }
        assertThat(isLegible(disk, "legible")).isTrue();
        Journal again = open(disk, 1);
        assertThat(again.state()).isEqualTo(journal.state());
        assertThat(again.state().get(Layer.USER, "Code").value()).isEqualTo("geheim100");
        assertThat(again.pasts()).isEqualTo(journal.pasts()).first().extracting(past -> past.back().getFirst().entry().value())
                .isEqualTo("geheim99");
        assertThat(complaints).isEmpty();
    }

    @Test
    void anOldStoreIsReadAndRewritten() throws IOException {
        State before = State.EMPTY.with(List.of(user("Code", "geheim"), user("Label1", "legible")));
        RecordingDisk disk = new RecordingDisk(Map.of(Journal.CURRENT, formatOne(before, user("Label2", "later")), Journal.PREVIOUS,
                formatOne(before)));
        Journal journal = open(disk, 1);
        State found = journal.state();
        assertThat(found).isEqualTo(before.with(List.of(user("Label2", "later"))));
        assertThat(journal.pasts()).isEmpty();
        assertThat(isLegible(disk, "geheim")).isTrue();
        journal.protect(LABELS_ARE_OPEN, List.of("Code"));
        assertThat(isLegible(disk, "geheim")).isFalse();
        assertThat(isLegible(disk, "legible")).isTrue();
        assertThat(disk.files()).containsOnlyKeys(Journal.CURRENT, Journal.PREVIOUS);
        assertThat(open(disk, 1).state()).isEqualTo(found);
    }

    /** Wherever the rewriting of an old store is cut, nothing is lost, and the next start ends it. */
    @Test
    void theRewritingMayBeCutAnywhere() throws IOException {
        State before = State.EMPTY.with(List.of(user("Code", "geheim"), user("Label1", "legible")));
        RecordingDisk disk = new RecordingDisk(Map.of(Journal.CURRENT, formatOne(before), Journal.PREVIOUS, formatOne(before)));
        open(disk, 1).protect(LABELS_ARE_OPEN, List.of("Code"));
        int tried = 0;
        for (int count = 0; count <= disk.operations(); count++) {
            List<Integer> unsafe = disk.unsafe(count);
            for (int mask = 0; mask < 1 << unsafe.size(); mask++) {
                BitSet lost = new BitSet();
                for (int i = 0; i < unsafe.size(); i++) {
                    lost.set(unsafe.get(i), (mask >> i & 1) != 0);
                }
                for (Tear tear : Tear.values()) {
                    RecordingDisk left = new RecordingDisk(disk.afterCrash(count, lost, tear, random));
                    Journal journal = open(left, 1);
                    assertThat(journal.state()).isEqualTo(before);
                    journal.protect(LABELS_ARE_OPEN, List.of("Code"));
                    assertThat(isLegible(left, "geheim")).as("%d operations, %s lost, %s", count, lost, tear).isFalse();
                    assertThat(open(left, 1).state()).isEqualTo(before);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(100);
    }

    @Test
    void whatBecomesASecretIsSealed() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = open(disk, 1);
        journal.protect((id, value) -> true, List.of());
        journal.commit("ctl", List.of(user("Code", "geheim")));
        journal.commit("ctl", List.of(user("Code", null)));
        assertThat(isLegible(disk, "geheim")).isTrue();
        Journal again = open(disk, 1);
        again.protect(LABELS_ARE_OPEN, List.of("Code"));
        assertThat(isLegible(disk, "geheim")).isFalse();
        int operations = disk.operations();
        again.protect(LABELS_ARE_OPEN, List.of("Code"));
        assertThat(disk.operations()).isEqualTo(operations);
    }

    @Test
    void aLostKeyLosesSecretsOnlyAndIsToldOnce() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = open(disk, 1);
        journal.protect(LABELS_ARE_OPEN, List.of("Code"));
        journal.commit("ctl", List.of(user("Code", "geheim"), user("Label1", "mine")));
        journal.commit("ctl", List.of(user("Pin", "1234")));
        Journal other = open(disk, 2);
        assertThat(other.state()).isEqualTo(State.EMPTY.with(List.of(user("Label1", "mine"))));
        assertThat(complaints).singleElement().asString().contains("2 values cannot be read").doesNotContain("Code", "geheim");
        other.protect(LABELS_ARE_OPEN, List.of("Code"));
        other.commit("ctl", List.of(user("Code", "neu")));
        complaints.clear();
        assertThat(open(disk, 2).state()).isEqualTo(other.state());
        assertThat(complaints).isEmpty();
    }

    @Test
    void withoutAKeyASecretIsNotStoredAndTheRestIs() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Sealing without = new Sealing(() -> {
            throw new IOException("the key cannot be read");
        });
        Journal journal = new Journal(disk, without, () -> 1, complaints::add);
        journal.protect(LABELS_ARE_OPEN, List.of());
        journal.commit("ctl", List.of(user("Label1", "mine")));
        int operations = disk.operations();
        assertThatThrownBy(() -> journal.commit("ctl", List.of(user("Code", "geheim")))).hasMessage("the key cannot be read");
        assertThat(disk.operations()).isEqualTo(operations);
        journal.commit("ctl", List.of(user("Label1", "mine still")));
        assertThat(open(disk, 1).state()).isEqualTo(State.EMPTY.with(List.of(user("Label1", "mine still"))));
    }
}
