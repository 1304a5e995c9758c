package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Ineffective;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.FileOpener;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.carillon.core.provisioning.internal.ConfigFileParser.Parsed;
import org.carillon.core.provisioning.internal.Transfer.Result;
import org.carillon.core.provisioning.internal.Transfer.Validators;
import org.carillon.core.provisioning.internal.Report.FileReport;
import org.carillon.core.provisioning.internal.FileNames.Wanted;

/**
 * One provisioning run: downloads the files, parses each, applies those that are sound in one transaction. A file that is missing, does not
 * arrive or does not parse leaves its layer as it is. Used by one thread that may block.
 */
final class Run {
    private final ConfigurationFiles configuration;
    private final ConfigFileParser parser = new ConfigFileParser();
    private final Decryption decryption;
    private final List<FileOpener> openers;
    private final List<Fetched> fetched = new ArrayList<>();

    /** A file with what became of it before it was applied; {@code parsed} is null unless it is sound. */
    private record Fetched(Layer layer, String name, String url, String status, Parsed parsed, Validators validators, String error) {}

    Run(ConfigurationFiles configuration, Decryption decryption, List<FileOpener> openers) {
        this.configuration = configuration;
        this.decryption = decryption;
        this.openers = openers;
    }

    /** Takes in a file that lies on this phone. */
    void add(Layer layer, String name, byte[] content) {
        fetched.add(parse(layer, name, "", content, Validators.NONE));
    }

    /** Downloads files of one place. A server that does not answer is asked for no other (manual 3.6.3). */
    void download(List<Wanted> files, Transfer transfer, State state) {
        boolean answered = true;
        for (int i = 0; i < files.size() && answered; i++) {
            answered = download(files.get(i), transfer, state);
        }
    }

    /** Downloads a file under the first of its spellings that is there. */
    private boolean download(Wanted wanted, Transfer transfer, State state) {
        Result result = Result.failed(0, "");
        Fetched last = null;
        for (URI uri : wanted.uris()) {
            String url = Downloader.withoutUserInfo(uri).toString();
            result = transfer.get(uri, state.of(wanted.layer(), url, configuration.fingerprint(wanted.layer())), Transfer.MAX_BYTES);
            last = taken(wanted, url, result);
            if (!last.status().equals("not found")) {
                break;
            }
        }
        fetched.add(last);
        return result.status() != 0;
    }

    private Fetched taken(Wanted source, String url, Result result) {
        if (result.content() != null) {
            return parse(source.layer(), source.name(), url, result.content(), result.validators());
        }
        String status = switch (result.status()) {
            case 304 -> Report.NOT_MODIFIED;
            case 404, 410 -> "not found";
            default -> "failed";
        };
        return new Fetched(source.layer(), source.name(), url, status, null, Validators.NONE,
                status.equals("failed") ? result.error() : "");
    }

    private Fetched parse(Layer layer, String name, String url, byte[] content, Validators validators) {
        try {
            return new Fetched(layer, name, url, "applied", parser.parse(name, open(content)), validators, "");
        } catch (FormatException e) {
            return new Fetched(layer, name, url, "failed", null, Validators.NONE, e.getMessage());
        }
    }

    private byte[] open(byte[] content) throws FormatException {
        for (FileOpener opener : openers) {
            if (opener.recognizes(content)) {
                try {
                    return opener.open(content);
                } catch (IOException e) {
                    throw new FormatException(e.getMessage());
                }
            }
        }
        return decryption.open(content);
    }

    /** True when a file that was taken in has something to say about a parameter. */
    boolean sets(String id) {
        return fetched.stream().filter(file -> file.parsed() != null).flatMap(file -> file.parsed().settings().stream())
                .anyMatch(setting -> setting.id().equals(id));
    }

    /** What {@link #apply} would do. */
    Report plan(String url) {
        return report(url, apply(true), "planned");
    }

    /**
     * Applies what was taken in.
     *
     * @param state
     *            remembers what was applied; null when that is not wanted
     */
    Report apply(String url, State state) throws IOException {
        Outcome outcome = apply(false);
        if (state != null) {
            fetched.stream().filter(file -> file.parsed() != null)
                    .forEach(file -> state.put(file.layer(), file.url(), file.validators(), configuration.fingerprint(file.layer())));
            state.save();
        }
        return report(url, outcome, "applied");
    }

    private Outcome apply(boolean plan) {
        Map<Layer, File> files = new EnumMap<>(Layer.class);
        for (Fetched file : fetched) {
            if (file.parsed() != null) {
                files.merge(file.layer(), new File(file.layer(), file.name(), file.parsed().settings()), Run::join);
            }
        }
        return files.isEmpty() ? new Outcome(List.of(), List.of(), List.of(), false)
                : configuration.apply(List.copyOf(files.values()), plan);
    }

    private Report report(String url, Outcome outcome, String done) {
        List<FileReport> reports = fetched.stream().map(file -> report(file, outcome)).toList();
        boolean failed = fetched.stream().noneMatch(file -> file.parsed() != null || file.status().equals(Report.NOT_MODIFIED));
        String result = failed ? "failed" : outcome.changed().isEmpty() ? "unchanged" : done;
        return new Report(result, "", "", url, reports, outcome.changed(), outcome.reboot(), List.of(), failed ? Report.NO_FILE : "",
                List.of());
    }

    private static File join(File first, File second) {
        return new File(first.layer(), first.name() + " " + second.name(),
                Stream.concat(first.settings().stream(), second.settings().stream()).toList());
    }

    private FileReport report(Fetched file, Outcome outcome) {
        String layer = file.layer().name().toLowerCase(Locale.ROOT);
        if (file.status().equals(Report.NOT_MODIFIED)) {
            Ineffective ineffective = configuration.ineffective(file.layer());
            return new FileReport(file.name(), layer, file.status(), 0, of(file, ineffective.rejected()).toList(),
                    of(file, ineffective.unknown()).toList(), "");
        }
        if (file.parsed() == null) {
            return new FileReport(file.name(), layer, file.status(), 0, List.of(), List.of(), file.error());
        }
        List<Rejection> rejected = Stream.concat(file.parsed().rejected().stream(), of(file, outcome.rejected())).toList();
        return new FileReport(file.name(), layer, file.status(), file.parsed().settings().size(), rejected,
                of(file, outcome.unknown()).toList(), "");
    }

    private static Stream<Rejection> of(Fetched file, List<Rejection> all) {
        return all.stream().filter(rejection -> rejection.file().equals(file.name()));
    }
}
