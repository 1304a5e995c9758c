package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.core.provisioning.internal.Transfer.Validators;

/**
 * Remembers from where each layer was filled and how its server named that version, for conditional requests. Losing it costs a download.
 * Used by one thread at a time.
 */
final class State {
    private final Path file;
    private final Properties known = new Properties();
    private boolean changed;

    State(Path home) {
        this.file = home.resolve("provisioning.properties");
        try (Reader in = Files.newBufferedReader(file)) {
            known.load(in);
        } catch (IOException | IllegalArgumentException e) {
            known.clear();
        }
    }

    /**
     * @param content
     *            fingerprint of the layer as it is: a layer that somebody else filled, or that was lost, is fetched whatever the server says
     */
    Validators of(Layer layer, String url, String content) {
        if (!url.equals(known.getProperty(layer + ".url")) || !content.equals(known.getProperty(layer + ".content"))) {
            return Validators.NONE;
        }
        return new Validators(known.getProperty(layer + ".etag", ""), known.getProperty(layer + ".lastModified", ""));
    }

    void put(Layer layer, String url, Validators validators, String content) {
        set(layer + ".content", content);
        set(layer + ".url", url);
        set(layer + ".etag", validators.etag());
        set(layer + ".lastModified", validators.lastModified());
    }

    private void set(String key, String value) {
        changed |= !value.equals(known.setProperty(key, value));
    }

    /** A URL that this phone holds on to because no file names it any more; empty for none. */
    String keptUrl() {
        return known.getProperty("keptUrl", "");
    }

    /** Saves it at once. */
    void keepUrl(String url) throws IOException {
        if (!url.equals(keptUrl())) {
            set("keptUrl", url);
            save();
        }
    }

    /** Writes nothing when nothing has changed. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
            known.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed = false;
    }
}
