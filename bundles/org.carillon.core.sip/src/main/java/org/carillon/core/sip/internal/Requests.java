package org.carillon.core.sip.internal;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.URI;
import javax.sip.header.UserAgentHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import org.carillon.lib.jainsip.SipEngine;

/** Builds requests that leave this phone. */
final class Requests {
    /** One end of a dialog, or of a request outside one; the tag is empty where there is none. */
    record Party(Address address, String tag) {}

    private static final int MAX_FORWARDS = 70;

    private final Syntax syntax;
    private final MessageFactory messages;
    private final String host;
    private final int port;
    private final String product;

    /**
     * @param host
     *            address that the transport is bound to
     * @param product
     *            value of User-Agent
     */
    Requests(SipEngine engine, Syntax syntax, String host, int port, String product) {
        this.syntax = syntax;
        this.messages = engine.messages();
        this.host = host;
        this.port = port;
        this.product = product;
    }

    /**
     * @param rport
     *            asks for answers to the source port (RFC 3581)
     */
    Request create(String method, URI uri, String callId, long sequence, Party from, Party to, boolean rport) {
        var headers = syntax.headers();
        try {
            var via = headers.createViaHeader(host, port, "udp", null);
            if (rport) {
                via.setRPort();
            }
            var request = messages.createRequest((URI) uri.clone(), method, headers.createCallIdHeader(callId),
                    headers.createCSeqHeader(sequence, method), headers.createFromHeader(from.address, tag(from)),
                    headers.createToHeader(to.address, tag(to)), new ArrayList<>(List.of(via)),
                    headers.createMaxForwardsHeader(MAX_FORWARDS));
            syntax.add(request, UserAgentHeader.NAME, product);
            return request;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("no " + method + " to " + uri, e);
        }
    }

    private static String tag(Party party) {
        return party.tag.isEmpty() ? null : party.tag;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }
}
