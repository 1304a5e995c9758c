package org.carillon.core.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.web.Html;

/** Pages and what belongs to them, out of this bundle. Safe for use by any thread. */
final class Pages {
    private static final Map<String, String> TYPES = Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg",
            "image/svg+xml", "html", "text/html; charset=utf-8");

    private final Map<String, Optional<Page>> read = new ConcurrentHashMap<>();

    /**
     * @param tag
     *            entity tag (RFC 9110 8.8.3)
     */
    record Page(String type, String tag, byte[] content) {}

    /**
     * @param name
     *            of a file, without a directory
     */
    Optional<Page> get(String name) {
        if (!name.matches("[a-z-]+\\.(css|js|svg|html)")) {
            return Optional.empty();
        }
        Optional<Page> known = read.get(name);
        if (known == null) {
            known = load(name);
            if (known.isPresent()) {
                read.put(name, known);
            }
        }
        return known;
    }

    private static Optional<Page> load(String name) {
        try (InputStream in = Pages.class.getResourceAsStream("pages/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readAllBytes();
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 12);
            return Optional.of(new Page(TYPES.get(name.substring(name.indexOf('.') + 1)), '"' + digest + '"', content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A page whose {@code {{names}}} are replaced by what the texts say, which may hold anything. */
    String filled(String name, Map<String, String> texts) {
        String page = new String(get(name).orElseThrow().content(), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            page = page.replace("{{" + text.getKey() + "}}", Html.escaped(text.getValue()));
        }
        return page;
    }
}
