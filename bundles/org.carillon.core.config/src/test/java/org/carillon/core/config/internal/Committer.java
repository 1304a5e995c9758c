package org.carillon.core.config.internal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that commits in a loop until it is killed, and prints each number that was acknowledged. Its values are no secrets: a process that
 * encrypts nothing starts four times as quickly.
 */
final class Committer {
    static final String ID = "Counter";

    private Committer() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        Sealing sealing = Keys.sealing();
        sealing.leaveOpen((id, value) -> true);
        Journal journal = new Journal(new FileDisk(Path.of(arguments[0])), sealing, () -> 0, System.err::println, 2_000);
        Entry last = journal.state().get(Layer.USER, ID);
        for (long number = last == null ? 1 : Long.parseLong(last.value()) + 1;; number++) {
            journal.commit("test", List.of(new Change(Layer.USER, ID, new Entry(String.valueOf(number), false, "test")),
                    new Change(Layer.MAC, ID + number % 10, new Entry(String.valueOf(number), false, "test"))));
            out.println(number);
            out.flush();
        }
    }
}
