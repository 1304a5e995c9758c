package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.AssumptionViolatedException;
import org.junit.rules.TestRule;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;
import org.junit.runners.model.MultipleFailureException;
import org.junit.runners.model.Statement;

/**
 * A temporary directory and everything that was started in it, for one test or one class. What was started ends in reverse order; after a
 * failure the directory with all logs is kept under {@code target/failed}.
 */
public final class Workspace implements TestRule {
    private static final Path FAILED = Repository.ROOT.resolve("integration-tests/target/failed");

    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private Path directory;
    private boolean failed;

    /** Where this workspace's files are; short enough for sockets in it. */
    public Path directory() {
        return directory;
    }

    /** A subdirectory, made when it is not there. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes it with the workspace, last handed over first. */
    public <T extends AutoCloseable> T owns(T resource) {
        started.push(resource);
        return resource;
    }

    /** A rule for the tests of a class whose class rule this workspace is: a class rule itself does not see its tests fail. */
    public TestRule watch() {
        return new TestWatcher() {
            @Override
            protected void failed(Throwable e, Description description) {
                failed = true;
            }
        };
    }

    /** Opens a workspace outside JUnit's rules. */
    public void open() {
        try {
            directory = Files.createTempDirectory("carillon-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what is in a workspace that was opened outside JUnit's rules. */
    public void delete() {
        try {
            delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Statement apply(Statement base, Description description) {
        return new Statement() {
            @Override
            public void evaluate() throws Throwable {
                open();
                List<Throwable> errors = new ArrayList<>();
                try {
                    base.evaluate();
                } catch (AssumptionViolatedException e) {
                    closeAll(errors);
                    delete(directory);
                    throw e;
                } catch (Throwable e) {
                    errors.add(e);
                }
                closeAll(errors);
                finish(description.getDisplayName(), !errors.isEmpty());
                MultipleFailureException.assertEmpty(errors);
            }
        };
    }

    private void closeAll(List<Throwable> errors) {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Throwable e) {
                errors.add(e);
            }
        }
    }

    private void finish(String name, boolean error) throws IOException {
        try {
            if (error || failed) {
                copy(directory, FAILED.resolve(name.replaceAll("[^A-Za-z0-9.]+", "_")));
            }
        } finally {
            delete(directory);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        delete(to);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(path).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
                Files.deleteIfExists(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
