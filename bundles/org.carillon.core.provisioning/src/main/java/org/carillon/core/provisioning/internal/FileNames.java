package org.carillon.core.provisioning.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;

/** Which files a provisioning URL stands for (manual 3.6.2). */
final class FileNames {
    /**
     * A file to ask for.
     *
     * @param uris
     *            spellings to try, until one of them is there
     */
    record Wanted(Layer layer, String name, List<URI> uris) {}

    private static final List<Layer> LAYERS = List.of(Layer.COMMON, Layer.DEVICE, Layer.MAC);
    private static final List<String> WEB = List.of("http", "https");
    private static final List<String> PLACES = List.of("http", "https", "tftp");
    private final String model;
    private final String mac;

    FileNames(String model, String mac) {
        this.model = model;
        this.mac = mac;
    }

    /**
     * A URL that ends in {@code .xml} is one file, for the layer common; any other is a directory that holds the three files.
     *
     * @throws IllegalArgumentException
     *             when it is no URL of a web server, or no file has a name, with what is permitted
     */
    List<Wanted> of(String url, List<String> files) {
        String base = absolute(url);
        URI root = uri(base, PLACES);
        String path = root.getRawPath() == null ? "" : root.getRawPath();
        if (path.toLowerCase(Locale.ROOT).endsWith(".xml")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return List.of(new Wanted(Layer.COMMON, name, List.of(root)));
        }
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < files.size() && i < LAYERS.size(); i++) {
            if (!files.get(i).isBlank()) {
                List<URI> uris = names(files.get(i)).stream().map(name -> uri(within(base, escape(name)), PLACES)).toList();
                wanted.add(new Wanted(LAYERS.get(i), names(files.get(i)).getFirst(), uris));
            }
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no configuration file has a name; the URL is a directory, and all three are blank");
        }
        return wanted;
    }

    /** The URL of a file in a directory whose URL may have a query, which stays behind the path. */
    static String within(String directory, String file) {
        int end = directory.chars().takeWhile(c -> c != '?' && c != '#').toArray().length;
        return directory.substring(0, end).replaceFirst("/*$", "/") + file + directory.substring(end);
    }

    /**
     * The file that any other parameter names.
     *
     * @throws IllegalArgumentException
     *             as above
     */
    URI file(String url) {
        return uri(absolute(url), WEB);
    }

    /** True when both are on the same server. */
    boolean isAt(URI file, String url) {
        try {
            return Downloader.sameServer(file, uri(absolute(url), PLACES));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** With its scheme, and with what stands for {@code $mac} and {@code $model}. */
    String absolute(String url) {
        return expand(url.contains("://") ? url : "https://" + url, model);
    }

    /** The layer that a file on disk goes to by its name; {@code MAC} when it is none of the configured names. */
    Layer layer(String file, List<String> files) {
        for (int i = 0; i < files.size() && i < LAYERS.size(); i++) {
            if (names(files.get(i)).contains(file)) {
                return LAYERS.get(i);
            }
        }
        return Layer.MAC;
    }

    /** The model's name may have a blank; a server may hold the file with or without it. */
    private List<String> names(String template) {
        String name = expand(template, model);
        String joined = expand(template, model.replace(" ", ""));
        return name.equals(joined) ? List.of(name) : List.of(name, joined);
    }

    private String expand(String text, String modelName) {
        return text.replace("$model", modelName).replace("$mac", mac);
    }

    private static String escape(String name) {
        try {
            return new URI(null, null, "/" + name, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("file name " + name + " fits no URL", e);
        }
    }

    private static URI uri(String text, List<String> schemes) {
        try {
            URI uri = new URI(text.replace(" ", "%20"));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !schemes.contains(scheme)) {
                throw new IllegalArgumentException("the URL is not usable: "
                        + schemes.stream().map(one -> one + "://HOST/...").collect(Collectors.joining(" and ")) + " are permitted");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the URL is not usable at character " + e.getIndex() + ": " + e.getReason(), e);
        }
    }
}
