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
import java.util.stream.IntStream;
import org.carillon.core.config.internal.RecordingDisk.Tear;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final int GROWTH = 400;
    private static final int MOST_SUBSETS = 256;

    private final Random random = new Random(20260101);
    private final List<String> complaints = new ArrayList<>();
    private long clock;

    /** A run of transactions with the states that they led to, and how many operations had been done when each was acknowledged. */
    private final class Run {
        private final RecordingDisk disk;
        private final List<State> states = new ArrayList<>();
        private final List<List<State>> ways = new ArrayList<>();
        private final List<Integer> acknowledged = new ArrayList<>();
        private final Journal journal;

        Run(RecordingDisk disk) throws IOException {
            this(disk, GROWTH);
        }

        Run(RecordingDisk disk, int growth) throws IOException {
            this.disk = disk;
            journal = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add, growth);
            note();
        }

        /** A crash behind the first operations may leave what was there before this run. */
        void startsFrom(State before) {
            states.addFirst(before);
            ways.addFirst(ways.getFirst());
            acknowledged.addFirst(0);
        }

        void commit(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                journal.commit("test", transaction());
                note();
            }
        }

        private void note() {
            states.add(journal.state());
            ways.add(wayBack(journal));
            acknowledged.add(disk.operations());
        }

        /** What can be gone back to from a state that a crash may lead to. */
        List<List<State>> permittedWays(int operations, State found) {
            int from = permittedFrom(operations);
            return IntStream.range(from, from + permitted(operations).size()).filter(i -> states.get(i).equals(found)).mapToObj(ways::get)
                    .toList();
        }

        /** What a crash behind the first operations may lead to: the last acknowledged state, or the one that was under way. */
        List<State> permitted(int operations) {
            int from = permittedFrom(operations);
            boolean none = acknowledged.get(from) > operations;
            return states.subList(from, Math.min(from + (none ? 1 : 2), states.size()));
        }

        private int permittedFrom(int operations) {
            int last = 0;
            while (last + 1 < acknowledged.size() && acknowledged.get(last + 1) <= operations) {
                last++;
            }
            return last;
        }
    }

    private List<Change> transaction() {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(3) + 1; i > 0; i--) {
            Layer layer = i == 1 ? Layer.USER : Layer.values()[random.nextInt(Layer.values().length - 1) + 1];
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
        return new Journal(new RecordingDisk(files), Keys.sealing(), () -> ++clock, complaints::add, GROWTH);
    }

    private static State ofUserAndFiles(State state) {
        return State.EMPTY
                .with(state.asChanges().stream().filter(change -> change.layer() == Layer.USER || change.layer().isFile()).toList());
    }

    private static List<State> wayBack(Journal journal) {
        List<State> way = new ArrayList<>();
        State state = journal.state();
        for (Past past : journal.pasts()) {
            state = state.with(past.back());
            way.add(ofUserAndFiles(state));
        }
        return way;
    }

    @Test
    void everyCrashLeavesACommittedState() throws IOException {
        Run run = new Run(new RecordingDisk());
        run.commit(60);
        assertThat(run.ways.getLast()).isEqualTo(run.states.reversed().stream().skip(1).limit(History.MOST).map(JournalTest::ofUserAndFiles)
                .toList());
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
                    Journal reopened = open(files);
                    State found = reopened.state();
                    assertThat(run.permitted(count)).as("%d operations, %s lost, %s, %s", count, lost, tear, sizes(files)).contains(found);
                    assertThat(run.permittedWays(count, found)).as("%d operations, %s lost, %s", count, lost, tear)
                            .contains(wayBack(reopened));
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
        run.startsFrom(before);
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
            Journal journal = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add, GROWTH);
            disk.failAt(fail);
            int failures = 0;
            for (int i = 0; i < 40; i++) {
                State before = journal.state();
                List<Change> changes = transaction();
                try {
                    journal.commit("test", changes);
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
            Journal journal = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add, GROWTH);
            disk.failAt(fail);
            try {
                for (int i = 0; i < 60; i++) {
                    journal.commit("test", transaction());
                }
            } catch (IOException e) {
                // here the process is killed
            }
            State read = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add, GROWTH).state();
            BitSet lost = new BitSet();
            disk.unsafe(disk.operations()).forEach(lost::set);
            assertThat(open(disk.afterCrash(disk.operations(), lost, Tear.NONE, random)).state()).as("killed at %d", fail).isEqualTo(read);
        }
    }

    @Test
    void damageIsNamedAndTheStateBeforeItStands() throws IOException {
        Run run = new Run(new RecordingDisk(), 4_000);
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
        again.startsFrom(found);
        again.commit(3);
        crashEverywhere(again, 0, MOST_SUBSETS);
    }

    @Test
    void aNewerFormatIsLeftAlone() throws IOException {
        byte[] file = new Records(Keys.sealing()).file(1, State.EMPTY, List.of(), new ArrayList<>());
        ByteBuffer.wrap(file).putInt(8, 3);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(file, 0, 12);
        ByteBuffer.wrap(file).putInt(12, (int) crc.getValue());
        RecordingDisk disk = new RecordingDisk(Map.of(Journal.CURRENT, file));
        assertThatThrownBy(() -> new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add)).isInstanceOf(IOException.class)
                .hasMessageContaining("format 3");
        assertThat(disk.operations()).isZero();
    }

    @Test
    void filesStayBounded() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add);
        for (int i = 0; i < 10_000; i++) {
            journal.commit("test", List.of(new Change(Layer.USER, "LampLevel", new Entry("value " + i, false, "ctl"))));
        }
        assertThat(disk.files().values()).allSatisfy(file -> assertThat(file.length).isLessThan(140 * 1024));
        assertThat(open(disk.files()).state().get(Layer.USER, "LampLevel").value()).isEqualTo("value 9999");
    }

    @Test
    void aCommitCostsOneWriteAndOneForce() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        Journal journal = new Journal(disk, Keys.sealing(), () -> ++clock, complaints::add);
        int before = disk.operations();
        journal.commit("test", transaction());
        assertThat(disk.operations() - before).isEqualTo(2);
        journal.commit("test", List.of());
        assertThat(disk.operations() - before).isEqualTo(2);
    }
}
