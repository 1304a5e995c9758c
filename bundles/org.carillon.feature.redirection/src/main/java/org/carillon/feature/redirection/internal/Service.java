package org.carillon.feature.redirection.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.Lookups;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.osgi.framework.BundleContext;

/** A service that is asked by MAC address and model where this phone finds its files. Its README has the protocol. Safe for use by any thread. */
final class Service {
    /** Before the name of a service: the framework property that has its address. */
    static final String PROPERTY = "carillon.redirection.";
    static final int MAX_BYTES = 8 << 10;
    static final int MOST = 8;
    private static final int LONGEST = 512;

    private final String name;
    private final String address;
    private final Phone phone;

    /** @param name in lower case */
    Service(String name, BundleContext context, Phone phone) {
        this.name = name;
        this.address = Optional.ofNullable(context.getProperty(PROPERTY + name)).orElse("").strip();
        this.phone = phone;
    }

    /**
     * Where it is asked; empty when this product has no such service.
     *
     * @throws IOException
     *             when the address that the product has cannot be used, with what is permitted
     */
    Optional<URI> question() throws IOException {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI base = new URI(address);
            if (!"https".equalsIgnoreCase(base.getScheme()) || base.getHost() == null || base.getRawUserInfo() != null
                    || base.getRawQuery() != null || base.getRawFragment() != null) {
                throw new IOException(unusable());
            }
            String model = URLEncoder.encode(phone.model(), StandardCharsets.UTF_8).replace("+", "%20");
            return Optional.of(URI.create(address.replaceFirst("/*$", "/") + phone.mac() + "?model=" + model));
        } catch (URISyntaxException e) {
            throw new IOException(unusable(), e);
        }
    }

    private String unusable() {
        return "the address of this service, " + PROPERTY + name + ", is not usable: https://HOST/... is permitted";
    }

    /** What it says; none when it knows nothing of this phone, or there is no such service. Blocks. */
    List<Location> ask(Lookups lookups, String origin) throws IOException {
        Optional<URI> question = question();
        Optional<byte[]> answer = question.isEmpty() ? Optional.empty() : lookups.find(question.get(), MAX_BYTES);
        return answer.isEmpty() ? List.of() : read(answer.get()).stream().map(url -> new Location(url, origin)).toList();
    }

    /**
     * The URLs of a {@code text/uri-list} (RFC 2483 5).
     *
     * @throws IOException
     *             when it is none, or names something but {@code https}, with the line
     */
    static List<String> read(byte[] list) throws IOException {
        List<String> urls = new ArrayList<>();
        int number = 0;
        for (String line : new String(list, StandardCharsets.ISO_8859_1).split("\r?\n")) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                urls.add(checked(line, number));
            }
        }
        if (urls.isEmpty() || urls.size() > MOST) {
            throw new IOException("the answer names " + urls.size() + " URLs; 1 to " + MOST + " are permitted");
        }
        return urls;
    }

    private static String checked(String line, int number) throws IOException {
        try {
            URI url = line.length() > LONGEST || !line.matches("[!-~]+") ? null : new URI(line);
            if (url != null && "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null) {
                return line;
            }
        } catch (URISyntaxException e) {
            // no URL either
        }
        throw new IOException("line " + number + " of the answer is not usable: https://HOST/... in at most " + LONGEST
                + " characters is permitted");
    }
}
