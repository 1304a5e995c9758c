package org.carillon.core.sip.internal;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.AcceptHeader;
import javax.sip.header.AllowHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import org.carillon.lib.jainsip.SipEngine;

/** Builds addresses and headers out of values that are known to be good. Stateless. */
final class Syntax {
    private static final String UNESCAPED = "-_.!~*'()&=+$,;?/";

    private final AddressFactory addresses;
    private final HeaderFactory headers;

    Syntax(SipEngine engine) {
        addresses = engine.addresses();
        headers = engine.headers();
    }

    HeaderFactory headers() {
        return headers;
    }

    /**
     * @param port
     *            0 for none
     */
    SipURI uri(String user, String host, int port) {
        try {
            var uri = addresses.createSipURI(user.isEmpty() ? null : escape(user), bracketed(host));
            if (port > 0) {
                uri.setPort(port);
            }
            return uri;
        } catch (ParseException e) {
            throw new IllegalArgumentException("no SIP URI: " + user + "@" + host, e);
        }
    }

    /**
     * @param transport
     *            in lower case
     */
    void transport(SipURI uri, String transport) {
        try {
            uri.setTransportParam(transport);
        } catch (ParseException e) {
            throw new IllegalArgumentException("no transport: " + transport, e);
        }
    }

    URI parse(String text) throws ParseException {
        return addresses.createURI(text);
    }

    Address address(String display, URI uri) {
        var address = addresses.createAddress(uri);
        if (!display.isEmpty()) {
            try {
                address.setDisplayName(display.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\""));
            } catch (ParseException e) {
                throw new IllegalArgumentException("no display name: " + display, e);
            }
        }
        return address;
    }

    /** A header whose value was built here, not received. */
    Header header(String name, String value) {
        try {
            return headers.createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException("no " + name + " header: " + value, e);
        }
    }

    /** Says over what and from where a request is sent. */
    void sentBy(ViaHeader via, String transport, InetSocketAddress address) {
        try {
            via.setTransport(transport.toUpperCase(Locale.ROOT));
            via.setHost(LocalAddress.text(address.getAddress()));
            via.setPort(address.getPort());
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("no Via: " + transport + " " + address, e);
        }
    }

    ContactHeader contact(Address address) {
        return headers.createContactHeader(address);
    }

    void allow(Message message, List<String> methods) {
        methods.forEach(method -> add(message, AllowHeader.NAME, method));
    }

    void accept(Message message, List<String> types) {
        types.forEach(type -> add(message, AcceptHeader.NAME, type));
    }

    void add(Message message, String name, String value) {
        message.addHeader(header(name, value));
    }

    /** Sets a body; null for none. */
    void body(Message message, String type, String body) {
        if (body == null) {
            return;
        }
        try {
            message.setContent(body.getBytes(StandardCharsets.UTF_8), (ContentTypeHeader) header(ContentTypeHeader.NAME, type));
        } catch (ParseException e) {
            throw new IllegalArgumentException("no " + type + " body", e);
        }
    }

    void expires(Message message, int seconds) {
        try {
            message.setHeader(headers.createExpiresHeader(seconds));
        } catch (InvalidArgumentException e) {
            throw new IllegalArgumentException("no lifetime: " + seconds, e);
        }
    }

    static String bracketed(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** RFC 3261 25.1, user. Percent signs are escaped too: the text is a name, not a piece of a URI. */
    static String escape(String user) {
        var out = new StringBuilder();
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNESCAPED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }

    /** The name behind the user part of a received URI; the text itself where its escapes are broken. */
    static String unescape(String user) {
        if (user == null || user.indexOf('%') < 0) {
            return user == null ? "" : user;
        }
        var in = user.getBytes(StandardCharsets.UTF_8);
        var out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                if (i + 2 >= in.length) {
                    return user;
                }
                int high = Character.digit(in[i + 1], 16);
                int low = Character.digit(in[i + 2], 16);
                if (high < 0 || low < 0) {
                    return user;
                }
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(Arrays.copyOf(out, length), StandardCharsets.UTF_8);
    }

    /** Display names are kept as they stand between the quotes. */
    static String display(Address address) {
        var name = address.getDisplayName();
        return name == null ? "" : name.strip().replaceAll("^\"|\"$", "").replaceAll("\\\\(.)", "$1");
    }

}
