package org.carillon.launcher;

/** Puts a chain of causes into one line. */
final class Causes {
    private Causes() {}

    static String inOneLine(Throwable thrown) {
        StringBuilder line = new StringBuilder();
        String last = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = text(cause);
            if (!last.contains(text)) {
                line.append(line.isEmpty() ? "" : ": ").append(text);
            }
            last = text;
        }
        return line.toString();
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return (message == null || message.isBlank() ? name : message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
