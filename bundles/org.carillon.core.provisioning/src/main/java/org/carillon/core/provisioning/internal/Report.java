package org.carillon.core.provisioning.internal;

import java.time.Duration;
import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.osgi.service.log.Logger;

/**
 * What a provisioning run did, in the shape of {@code ctl provision}.
 *
 * @param result
 *            {@code applied}, {@code unchanged}, {@code failed} or {@code off} (no URL)
 * @param url
 *            without user info
 * @param changed
 *            ids whose effective value changed
 * @param reboot
 *            true when a change works from the next boot on
 * @param error
 *            why it failed; empty otherwise
 */
record Report(String result, String url, List<FileReport> files, List<String> changed, boolean reboot, String error) {
    private static final int LOGGED = 50;
    static final Report NONE = new Report("off", "", List.of(), List.of(), false, "");

    /**
     * @param status
     *            {@code applied}, {@code not modified}, {@code not found} or {@code failed}
     * @param settings
     *            how many settings it holds
     * @param rejected
     *            settings that were left out
     * @param unknown
     *            settings kept for a bundle that is not there
     * @param error
     *            why it was not applied; empty otherwise
     */
    record FileReport(String name, String layer, String status, int settings, List<Rejection> rejected, List<Rejection> unknown,
            String error) {}

    /** True when nothing was applied because files did not arrive whole: that may be another time. */
    boolean unanswered() {
        return result.equals("failed") && files.stream().anyMatch(file -> file.status().equals("failed"));
    }

    Report againIn(Duration delay) {
        return new Report(result, url, files, changed, reboot, error + "; tried again in " + delay.toSeconds() + " s");
    }

    void log(Logger log) {
        log.info("provisioning from {}: {}, {} changed {}", url, result, changed.size(), error);
        for (FileReport file : files) {
            log.info("{}: {}, {} settings {}", file.name(), file.status(), file.settings(), file.error());
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
