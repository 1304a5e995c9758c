package org.carillon.feature.actionurl.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.device.Phone;
import org.carillon.api.line.Line;

/**
 * Puts values into the query of a URL (manual 10.25.2). Each is encoded so that it stays one value whatever it holds (RFC 3986 2.1), and cut where
 * it is longer than anybody's name.
 */
final class Variables {
    static final int LONGEST_VALUE = 256;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    /** The longest name first where one begins with another. */
    private static final Pattern NAME = Pattern.compile("\\$(mac|ip|model|firmware|active_url|active_user|active_host|local|remote"
            + "|display_local|display_remote|call_id|callerID|calledNumber|addon_number|udisk_number|usbheadset_number|vpn_ip)");

    private final Phone phone;

    Variables(Phone phone) {
        this.phone = phone;
    }

    /**
     * @param line
     *            that it is about, if it is about one
     * @param call
     *            that it is about, if it is about one
     * @throws IllegalArgumentException
     *             when the URL is not one to ask for, with the reason; without any value
     */
    URI expand(String url, Optional<Line> line, Optional<Call> call) {
        int query = url.indexOf('?') + 1;
        String path = query == 0 ? url : url.substring(0, query);
        String values = query == 0 ? "" : NAME.matcher(url.substring(query)).replaceAll(found -> encode(value(found.group(1), line, call)));
        URI uri = URI.create(URI.create(path + values).toASCIIString());
        if (uri.getHost() == null || !SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("http://HOST/... and https://HOST/... are permitted");
        }
        return uri;
    }

    private static String encode(String value) {
        String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
        return URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private String value(String name, Optional<Line> line, Optional<Call> call) {
        return switch (name) {
            case "mac" -> phone.mac();
            case "ip" -> address();
            case "model" -> phone.model();
            case "firmware" -> phone.firmware();
            case "active_url", "local" -> of(line, own -> "sip:" + own.user() + "@" + own.domain());
            case "active_user" -> of(line, Line::user);
            case "active_host" -> of(line, Line::domain);
            case "display_local" -> of(line, Line::displayName);
            case "remote" -> of(call, Call::remote);
            case "display_remote" -> of(call, Call::display);
            case "call_id" -> of(call, Call::callId);
            case "callerID" -> of(call.filter(one -> one.direction() == Direction.IN),
                    one -> one.display().isEmpty() ? number(one.remote()) : one.display());
            case "calledNumber" -> of(call.filter(one -> one.direction() == Direction.OUT), one -> number(one.remote()));
            case "vpn_ip" -> "";
            default -> "0"; // modules, USB sticks, USB headsets: no bundle drives any
        };
    }

    private static <T> String of(Optional<T> subject, Function<T, String> property) {
        return subject.map(property).orElse("");
    }

    /** The user of a SIP URI, or its host when it has none. */
    private static String number(String uri) {
        return uri.replaceFirst("^(?i:sips?):", "").replaceFirst("[@;?].*$", "");
    }

    /** The one that the phone is bound to, or else the first that others may reach. */
    private String address() {
        if (!phone.bind().isAnyLocalAddress()) {
            return phone.bind().getHostAddress();
        }
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).findFirst()
                    .map(InetAddress::getHostAddress).orElse("");
        } catch (SocketException e) {
            return "";
        }
    }
}
