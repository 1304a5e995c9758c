package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.carillon.core.config.internal.RecordingDisk.Tear;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int GROWTH = 400;
    private static final int MOST_SUBSETS = 256;

    private final Random random = new Random(20260101);
    private final List<String> complaints = new ArrayList<>();

    /** A run of transactions with the states that they led to, and how many operations had been done when each was acknowledged. */
    private final class Run {
        private final RecordingDisk disk;
        private final List<State> states = new ArrayList<>();
        private final List<Integer> acknowledged = new ArrayList<>();
        private final Journal journal;

        Run(RecordingDisk disk) throws IOException {
            this.disk = disk;
            journal = new Journal(disk, complaints::add, GROWTH);
            note();
        }

        void commit(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                journal.commit(transaction());
                note();
            }
        }

        private void note() {
            states.add(journal.state());
            acknowledged.add(disk.operations());
        }

        /** What a crash behind the first operations may lead to: the last acknowledged state, or the one that was under way. */
        List<State> permitted(int operations) {
            int last = -1;
            while (last + 1 < acknowledged.size() && acknowledged.get(last + 1) <= operations) {
                last++;
            }
            return states.subList(Math.max(last, 0), Math.min(last + 2, states.size()));
        }
    }

    private List<Change> transaction() {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            Layer layer = Layer.values()[random.nextInt(Layer.values().length - 1) + 1];
            Entry entry = switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> new Entry(null, random.nextBoolean(), "f:" + random.nextInt());
                default -> new Entry("v\u00e4" + random.nextInt(), random.nextBoolean(), "ctl");
            };
            changes.add(new Change(layer, "Id" + random.nextInt(8), entry));
        }
        return changes;
    }

    private Journal open(Map<String, byte[]> files) throws IOException {
        return new Journal(new RecordingDisk(files), complaints::add, GROWTH);
    }

    @Test
    void everyCrashLeavesACommittedState() throws IOException {
        Run run = new Run(new RecordingDisk());
        run.commit(60);
        assertThat(crashEverywhere(run, 1, MOST_SUBSETS)).as("crashes tried").isGreaterThan(5_000);
        assertThat(run.disk.files()).containsOnlyKeys(Journal.CURRENT, Journal.PREVIOUS);
    }

    /** Returns how many crashes were tried. Whoever opens the store after a crash may crash as well, and so on. */
    private int crashEverywhere(Run run, int depth, int most) throws IOException {
        int tried = 0;
        for (int count = 0; count <= run.disk.operations(); count++) {
            for (BitSet lost : subsets(run.disk.unsafe(count), most)) {
                for (Tear tear : Tear.values()) {
                    Map<String, byte[]> files = run.disk.afterCrash(count, lost, tear, random);
                    State found = open(files).state();
                    assertThat(run.permitted(count)).as("%d operations, %s lost, %s, %s", count, lost, tear, sizes(files)).contains(found);
                    tried++;
                    if (depth > 0 && random.nextInt(20) == 0) {
                        Run again = new Run(new RecordingDisk(files));
                        assertThat(again.states).containsExactly(found);
                        again.commit(3);
                        tried += crashEverywhereAfter(again, found, depth - 1);
                    }
                }
            }
        }
        return tried;
    }

    private int crashEverywhereAfter(Run run, State before, int depth) throws IOException {
        run.states.addFirst(before);
        run.acknowledged.addFirst(0);
        return crashEverywhere(run, depth, 8);
    }

    private List<BitSet> subsets(List<Integer> unsafe, int most) {
        List<BitSet> subsets = new ArrayList<>();
        boolean all = unsafe.size() < 31 && 1 << unsafe.size() <= most;
        for (int mask = 0; mask < (all ? 1 << unsafe.size() : most); mask++) {
            BitSet lost = new BitSet();
            for (int i = 0; i < unsafe.size(); i++) {
                lost.set(unsafe.get(i), all ? (mask >> i & 1) != 0 : random.nextBoolean());
            }
            subsets.add(lost);
        }
        return subsets;
    }

    private static String sizes(Map<String, byte[]> files) {
        return files.entrySet().stream().map(file -> file.getKey() + "=" + file.getValue().length).collect(Collectors.joining(" "));
    }

    @Test
    void aDiskThatFailsAtAnyTimeLosesNothing() throws IOException {
        for (int fail = 0; fail < 60; fail++) {
            RecordingDisk disk = new RecordingDisk();
            Journal journal = new Journal(disk, complaints::add, GROWTH);
            disk.failAt(fail);
            int failures = 0;
            for (int i = 0; i < 40; i++) {
                State before = journal.state();
                List<Change> changes = transaction();
                try {
                    journal.commit(changes);
                    assertThat(journal.state()).isEqualTo(before.with(changes));
                    assertThat(open(disk.files()).state()).as("failure at %d", fail).isEqualTo(journal.state());
                } catch (IOException e) {
                    failures++;
                    assertThat(journal.state()).isEqualTo(before);
                    State left = open(disk.afterCrash(disk.operations(), new BitSet(), Tear.NONE, random)).state();
                    assertThat(left).as("failure at %d", fail).isIn(before, before.with(changes));
                }
            }
            assertThat(failures).isLessThanOrEqualTo(1);
        }
    }

    /** A killed process leaves its writes to the operating system; what the next one has read must then be safe, too. */
    @Test
    void whatWasReadOnceIsSafe() throws IOException {
        for (int fail = 0; fail < 60; fail++) {
            RecordingDisk disk = new RecordingDisk();
            Journal journal = new Journal(disk, complaints::add, GROWTH);
            disk.failAt(fail);
            try {
                for (int i = 0; i < 60; i++) {
                    journal.commit(transaction());
                }
            } catch (IOException e) {
                // here the process is killed
            }
            State read = new Journal(disk, complaints::add, GROWTH).state();
            BitSet lost = new BitSet();
            disk.unsafe(disk.operations()).forEach(lost::set);
            assertThat(open(disk.afterCrash(disk.operations(), lost, Tear.NONE, random)).state()).as("killed at %d", fail).isEqualTo(read);
        }
    }

    @Test
    void damageIsNamedAndTheStateBeforeItStands() throws IOException {
        Run run = new Run(new RecordingDisk());
        run.commit(5);
        byte[] sound = run.disk.files().get(Journal.CURRENT);
        List<Integer> ends = ends(sound);
        for (int offset = 0; offset < sound.length; offset++) {
            byte[] damaged = sound.clone();
            damaged[offset] ^= (byte) (1 + random.nextInt(255));
            complaints.clear();
            Journal journal = open(new TreeMap<>(Map.of(Journal.CURRENT, damaged)));
            int at = offset;
            long whole = ends.stream().filter(end -> end <= at).count();
            assertThat(journal.state()).as("damage at %d", offset).isEqualTo(whole == 0 ? State.EMPTY : run.states.get((int) whole - 1));
            assertThat(complaints).singleElement().asString().contains(Journal.CURRENT, whole == 0 ? "beginning"
                    : whole == ends.size() - 1 ? "never completed" : "damaged at offset " + ends.get((int) whole - 1));
        }
    }

    /** Where the snapshot and each transaction end. */
    private static List<Integer> ends(byte[] file) {
        List<Integer> ends = new ArrayList<>();
        for (int end = Records.HEADER; end < file.length;) {
            end += 8 + ByteBuffer.wrap(file).getInt(end);
            ends.add(end);
        }
        return ends;
    }

    @Test
    void theFileBeforeStandsInForOneThatProvesNothing() throws IOException {
        Run run = new Run(new RecordingDisk());
        run.commit(200);
        Map<String, byte[]> files = run.disk.files();
        files.get(Journal.CURRENT)[3] ^= 1;
        State found = open(files).state();
        assertThat(found).isNotEqualTo(State.EMPTY);
        assertThat(run.states).contains(found);
        assertThat(complaints).singleElement().asString().contains("falling back");
        Run again = new Run(new RecordingDisk(files));
        again.states.addFirst(found);
        again.acknowledged.addFirst(0);
        again.commit(3);
        crashEverywhere(again, 0, MOST_SUBSETS);
    }

    @Test
    void aNewerFormatIsLeftAlone() {
        byte[] file = Records.file(1, State.EMPTY);
        ByteBuffer.wrap(file).putInt(8, 2);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(file, 0, 12);
        ByteBuffer.wrap(file).putInt(12, (int) crc.getValue());
        RecordingDisk disk = new RecordingDisk(Map.of(Journal.CURRENT, file));
        assertThatThrownBy(() -> new Journal(disk, complaints::add)).isInstanceOf(IOException.class).hasMessageContaining("format 2");
        assertThat(disk.operations()).isZero();
    }

    @Test
    void filesStayBounded() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = new Journal(disk, complaints::add);
        for (int i = 0; i < 10_000; i++) {
            journal.commit(List.of(new Change(Layer.USER, "LampLevel", new Entry("value " + i, false, "ctl"))));
        }
        assertThat(disk.files().values()).allSatisfy(file -> assertThat(file.length).isLessThan(140 * 1024));
        assertThat(open(disk.files()).state().get(Layer.USER, "LampLevel").value()).isEqualTo("value 9999");
    }

    @Test
    void aCommitCostsOneWriteAndOneForce() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = new Journal(disk, complaints::add);
        int before = disk.operations();
        journal.commit(transaction());
        assertThat(disk.operations() - before).isEqualTo(2);
        journal.commit(List.of());
        assertThat(disk.operations() - before).isEqualTo(2);
    }
}
