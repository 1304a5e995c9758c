package org.carillon.core.config.internal;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A disk in memory that records its operations and shows what a loss of power would have left of them. */
final class RecordingDisk implements Disk {
    /** A file whatever its name. */
    private static final class Inode {
        private byte[] content;

        Inode(byte[] content) {
            this.content = content;
        }
    }

    private sealed interface Operation {}

    private record Append(Inode file, int offset, byte[] bytes) implements Operation {}

    private record Force(Inode file) implements Operation {}

    private record Create(String name, Inode file) implements Operation {}

    private record Rename(String from, String to) implements Operation {}

    private record Delete(String name) implements Operation {}

    private record ForceDirectory() implements Operation {}

    /** How a write that was under way is left. */
    enum Tear {
        NONE, EMPTY, CUT, ZEROS, GARBAGE
    }

    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, byte[]> initially;
    private final Map<Inode, byte[]> initialContent = new HashMap<>();
    private final Map<String, Inode> initialNames = new TreeMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private int failAt = -1;

    RecordingDisk() {
        this(Map.of());
    }

    /** A disk on which these files are safe. */
    RecordingDisk(Map<String, byte[]> files) {
        initially = files;
        files.forEach((name, content) -> {
            Inode file = new Inode(content.clone());
            names.put(name, file);
            initialNames.put(name, file);
            initialContent.put(file, content.clone());
        });
    }

    /** Lets one operation fail, by its number from now on; a write is half done then. */
    void failAt(int operation) {
        failAt = operations.size() + operation;
    }

    int operations() {
        return operations.size();
    }

    Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((name, file) -> files.put(name, file.content.clone()));
        return files;
    }

    Map<String, byte[]> initially() {
        return initially;
    }

    /** Numbers of the operations among the first so many that were not safe yet. */
    List<Integer> unsafe(int count) {
        List<Integer> unsafe = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Operation operation = operations.get(i);
            boolean safe = switch (operation) {
                case Force force -> true;
                case ForceDirectory force -> true;
                case Append append ->
                    later(i, count).stream().anyMatch(next -> next instanceof Force force && force.file() == append.file());
                default -> later(i, count).stream().anyMatch(ForceDirectory.class::isInstance);
            };
            if (!safe) {
                unsafe.add(i);
            }
        }
        return unsafe;
    }

    private List<Operation> later(int from, int to) {
        return operations.subList(from + 1, to);
    }

    /**
     * The files after a loss of power behind the first operations.
     *
     * @param lost
     *            operations that did not reach the disk
     * @param tear
     *            what happened to the last write, unless it was safe
     */
    Map<String, byte[]> afterCrash(int count, BitSet lost, Tear tear, Random random) {
        Map<String, Inode> left = new TreeMap<>(initialNames);
        Map<Inode, byte[]> contents = new HashMap<>(initialContent);
        List<Integer> unsafe = unsafe(count);
        int torn = unsafe.stream().filter(i -> operations.get(i) instanceof Append).reduce((a, b) -> b).orElse(-1);
        for (int i = 0; i < count; i++) {
            if (lost.get(i)) {
                continue;
            }
            switch (operations.get(i)) {
                case Create create -> left.put(create.name(), create.file());
                case Append append -> write(contents, append, i == torn ? tear : Tear.NONE, random);
                case Rename rename -> {
                    Inode file = left.remove(rename.from());
                    if (file != null) {
                        left.put(rename.to(), file);
                    }
                }
                case Delete delete -> left.remove(delete.name());
                case Force force -> {
                    // what is lost was chosen before
                }
                case ForceDirectory force -> {
                    // what is lost was chosen before
                }
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        left.forEach((name, file) -> files.put(name, contents.getOrDefault(file, new byte[0])));
        return files;
    }

    private static void write(Map<Inode, byte[]> contents, Append append, Tear tear, Random random) {
        byte[] bytes = append.bytes().clone();
        int cut = random.nextInt(bytes.length);
        switch (tear) {
            case NONE -> {
                // all of it arrived
            }
            case EMPTY -> Arrays.fill(bytes, (byte) 0);
            case CUT -> bytes = Arrays.copyOf(bytes, cut);
            case ZEROS -> Arrays.fill(bytes, cut, bytes.length, (byte) 0);
            case GARBAGE -> {
                byte[] garbage = new byte[bytes.length - cut];
                random.nextBytes(garbage);
                System.arraycopy(garbage, 0, bytes, cut, garbage.length);
            }
        }
        byte[] before = contents.getOrDefault(append.file(), new byte[0]);
        byte[] after = Arrays.copyOf(before, Math.max(before.length, append.offset() + bytes.length));
        System.arraycopy(bytes, 0, after, append.offset(), bytes.length);
        contents.put(append.file(), after);
    }

    private void record(Operation operation) throws IOException {
        if (operations.size() == failAt) {
            failAt = -1;
            if (operation instanceof Append append) {
                byte[] half = Arrays.copyOf(append.bytes(), append.bytes().length / 2);
                operations.add(new Append(append.file(), append.offset(), half));
                grow(append.file(), half);
            }
            throw new IOException("No space left on device");
        }
        operations.add(operation);
    }

    private static void grow(Inode file, byte[] bytes) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(file.content);
        content.writeBytes(bytes);
        file.content = content.toByteArray();
    }

    private Inode file(String name) throws IOException {
        Inode file = names.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public byte[] read(String name) throws IOException {
        return file(name).content.clone();
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        if (!names.containsKey(name)) {
            Inode file = new Inode(new byte[0]);
            record(new Create(name, file));
            names.put(name, file);
        }
        Inode file = file(name);
        record(new Append(file, file.content.length, bytes.clone()));
        grow(file, bytes);
    }

    @Override
    public void force(String name) throws IOException {
        record(new Force(file(name)));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Inode file = file(from);
        record(new Rename(from, to));
        names.remove(from);
        names.put(to, file);
    }

    @Override
    public void delete(String name) throws IOException {
        record(new Delete(name));
        names.remove(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        record(new ForceDirectory());
    }
}
