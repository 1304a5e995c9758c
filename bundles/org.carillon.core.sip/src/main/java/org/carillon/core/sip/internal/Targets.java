package org.carillon.core.sip.internal;

import java.text.ParseException;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import org.carillon.api.sip.SipException;

/** What a person dials, as a SIP URI (RFC 3261 19.1.6). Stateless. */
final class Targets {
    private static final Pattern NUMBER = Pattern.compile("[+0-9*#][0-9*#]*");
    private static final Pattern WRITTEN = Pattern.compile("[+0-9*#(][0-9*# ()./-]*");
    private static final int LONGEST = 512;

    private final Syntax syntax;

    Targets(Syntax syntax) {
        this.syntax = syntax;
    }

    /**
     * @param target
     *            a number, {@code user@host} or a SIP URI
     * @return with the server's port where the host is the account's domain
     * @throws SipException
     *             when it is none of them
     */
    SipURI uri(String target, Account account) {
        var text = target.strip();
        if (text.isEmpty() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new SipException("no address: " + (text.length() > LONGEST ? "too long" : target.replaceAll("\\p{Cntrl}", "?")));
        }
        var uri = text.regionMatches(true, 0, "sip:", 0, 4) ? parse(text) : text.contains("@") ? address(text) : number(text, account);
        if (uri.getHost().equalsIgnoreCase(account.domain()) && uri.getPort() <= 0
                && account.serverPort() != Account.defaultPort(account.transport())) {
            uri.setPort(account.serverPort());
        }
        if (account.userPhone() && NUMBER.matcher(Syntax.unescape(uri.getUser())).matches()) {
            parameter(uri, "user", "phone");
        }
        return uri;
    }

    private SipURI parse(String text) {
        try {
            if (!text.matches(".*[\\s<>\"].*") && syntax.parse(text) instanceof SipURI uri && !uri.isSecure()) {
                return uri;
            }
        } catch (ParseException e) {
            // said below
        }
        throw new SipException("no address: " + text);
    }

    private SipURI address(String text) {
        if (text.regionMatches(true, 0, "sips:", 0, 5)) {
            throw new SipException("secure calls are not available: " + text);
        }
        int at = text.lastIndexOf('@');
        return parse("sip:" + Syntax.escape(text.substring(0, at)) + "@" + text.substring(at + 1));
    }

    private SipURI number(String text, Account account) {
        if (text.contains(":")) {
            throw new SipException("no address: " + text);
        }
        var user = WRITTEN.matcher(text).matches() ? text.replaceAll("[ ()./-]", "") : text;
        return syntax.uri(user, account.domain(), 0);
    }

    private static void parameter(SipURI uri, String name, String value) {
        try {
            uri.setParameter(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
