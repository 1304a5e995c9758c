package org.carillon.core.provisioning.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.osgi.service.log.Logger;

/**
 * What a provisioning run did, in the shape of {@code ctl provision}.
 *
 * @param result
 *            {@code applied}, {@code planned}, {@code unchanged}, {@code failed} or {@code off} (no URL)
 * @param source
 *            name of the source that knew the place; empty when somebody gave it
 * @param origin
 *            where the place was learnt from
 * @param url
 *            the place whose files these are, the last one when one led to another; without user info
 * @param changed
 *            ids whose effective value changed
 * @param reboot
 *            true when a change works from the next boot on
 * @param pending
 *            ids that wait for a reboot now, be it by this run or by something before
 * @param error
 *            why it failed; empty otherwise
 * @param tried
 *            places that had no file which could be used, in order
 */
record Report(String result, String source, String origin, String url, List<FileReport> files, List<String> changed, boolean reboot,
        List<String> pending, String error, List<Tried> tried) {
    static final String NO_FILE = "no configuration file could be used";
    static final String NOT_MODIFIED = "not modified";
    private static final int LOGGED = 50;
    static final Report NONE = new Report("off", "", "", "", List.of(), List.of(), false, List.of(), "", List.of());

    /**
     * A place without a file that could be used, or a source that could not find out about any.
     *
     * @param error
     *            why, file by file
     * @param unanswered
     *            true when files did not arrive whole: that may be another time
     */
    record Tried(String source, String origin, String url, String error, boolean unanswered) {}

    /**
     * @param status
     *            {@code applied}, {@code not modified}, {@code not found} or {@code failed}
     * @param settings
     *            how many settings it holds; 0 unless it arrived
     * @param rejected
     *            settings that were left out; of a file that was not modified, those that its layer holds and that count for nothing
     * @param unknown
     *            settings kept for a bundle that is not there
     * @param error
     *            why it was not applied; empty otherwise
     */
    record FileReport(String name, String layer, String status, int settings, List<Rejection> rejected, List<Rejection> unknown,
            String error) {}

    /** @param url without user info */
    static Report failed(String url, String error) {
        return new Report("failed", "", "", url, List.of(), List.of(), false, List.of(), error, List.of());
    }

    boolean failed() {
        return result.equals("failed");
    }

    /** True when nothing was applied because files did not arrive whole somewhere: that may be another time. */
    boolean unanswered() {
        return failed() && tried.stream().anyMatch(Tried::unanswered);
    }

    Report from(String itsSource, String itsOrigin) {
        return new Report(result, itsSource, itsOrigin, url, files, changed, reboot, pending, error, tried);
    }

    Report pending(List<String> ids) {
        return new Report(result, source, origin, url, files, changed, reboot, List.copyOf(ids), error, tried);
    }

    Report after(List<Tried> others) {
        return new Report(result, source, origin, url, files, changed, reboot, pending, error, List.copyOf(others));
    }

    /** None of the places had files; this one was the last. */
    Report nowhere(List<Tried> all) {
        return new Report("failed", source, origin, url, files, changed, reboot, pending,
                all.size() == 1 ? all.getFirst().error() : NO_FILE,
                List.copyOf(all));
    }

    /** Both in one, the next place after this one. */
    Report and(Report next) {
        if (next.failed()) {
            return after(concat(tried, List.of(next.asTried())));
        }
        boolean applied = result.equals("applied") || next.result().equals("applied");
        List<String> both = Stream.concat(changed.stream(), next.changed().stream()).distinct().toList();
        return new Report(applied ? "applied" : "unchanged", next.source(), next.origin(), next.url(), concat(files, next.files()), both,
                reboot || next.reboot(), next.pending(), "", tried);
    }

    private static <T> List<T> concat(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    Tried asTried() {
        String why = files.isEmpty() ? error
                : files.stream().map(file -> file.name() + ": " + (file.error().isEmpty() ? file.status() : file.error()))
                        .collect(Collectors.joining("; "));
        return new Tried(source, origin, url, why, files.stream().anyMatch(file -> file.status().equals("failed")));
    }

    Report againIn(Duration delay) {
        return new Report(result, source, origin, url, files, changed, reboot, pending,
                error + "; tried again in " + delay.toSeconds() + " s",
                tried);
    }

    /** Says nothing of a run that nobody wanted. */
    void log(Logger log) {
        if (result.equals(NONE.result())) {
            return;
        }
        tried.forEach(one -> log.warn("provisioning: {} {} {}: {}", one.source(), one.origin(), one.url(), one.error()));
        log.info("provisioning from {}: {}, {} changed {}", url, result, changed.size(), error);
        for (FileReport file : files) {
            log.info("{}: {}, {} settings {}", file.name(), file.status(), file.settings(), file.error());
            if (file.status().equals(NOT_MODIFIED)) {
                continue; // said when it came
            }
            file.rejected().stream().limit(LOGGED)
                    .forEach(r -> log.warn("{} line {}: {} = \"{}\" left out: {}", r.file(), r.line(), r.id(), r.value(), r.permitted()));
            file.unknown().stream().limit(LOGGED)
                    .forEach(r -> log.warn("{} line {}: {} is declared by no running bundle; kept", r.file(), r.line(), r.id()));
            int more = Math.max(0, file.rejected().size() - LOGGED) + Math.max(0, file.unknown().size() - LOGGED);
            if (more > 0) {
                log.warn("{}: and {} more; ctl provision --last lists them all", file.name(), more);
            }
        }
    }
}
