package org.carillon.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point. System properties: {@code carillon.image}, the directory of the image; {@code carillon.boot}, which start this is (1 when
 * absent).
 */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Standard output is for answers: whatever a library prints goes to the log.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        int status = run(arguments, out);
        out.flush();
        System.exit(status);
    }

    private static int run(String[] arguments, PrintStream out) {
        String word = arguments.length == 0 ? "" : arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        Path image = Path.of(System.getProperty("carillon.image", ".")).toAbsolutePath().normalize();
        try {
            SubCommand command = switch (word) {
                case "run" -> new Run(image, Integer.getInteger("carillon.boot", 1), out);
                case "parameters" -> new Parameters(image, out);
                case "help" -> help(out);
                default -> throw new UsageException(word.isEmpty() ? "a command is needed" : "unknown command " + word);
            };
            return command.run(rest);
        } catch (UsageException e) {
            System.err.println("phone: " + e.getMessage());
            System.err.print(usage());
            return 2;
        } catch (LaunchException e) {
            System.err.println("phone: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static SubCommand help(PrintStream out) {
        return arguments -> {
            out.print(usage());
            return 0;
        };
    }

    private static String usage() {
        try (InputStream in = Main.class.getResourceAsStream("usage.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
