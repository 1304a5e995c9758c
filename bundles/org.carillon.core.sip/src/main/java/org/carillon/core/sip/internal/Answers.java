package org.carillon.core.sip.internal;

import java.text.ParseException;
import java.util.List;
import javax.sip.header.ServerHeader;
import javax.sip.header.SupportedHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.lib.jainsip.SipEngine;

/** Builds responses that leave this phone. Nothing in them tells more than the product. */
final class Answers {
    static final List<String> ALLOWED = List.of(Request.INVITE, Request.ACK, Request.CANCEL, Request.BYE, Request.OPTIONS, Request.INFO,
            Request.NOTIFY);

    private final Syntax syntax;
    private final MessageFactory messages;
    private final String product;

    /**
     * @param product
     *            value of Server
     */
    Answers(SipEngine engine, Syntax syntax, String product) {
        this.syntax = syntax;
        this.messages = engine.messages();
        this.product = product;
    }

    /**
     * @param tag
     *            goes into the To header unless that has one, or the response is a 100
     */
    Response create(int code, Request request, String tag) {
        try {
            var response = messages.createResponse(code, request);
            response.setReasonPhrase(Reasons.phrase(code));
            var to = Messages.to(response);
            if (code != Response.TRYING && to.getTag() == null) {
                to.setTag(tag);
            }
            syntax.add(response, ServerHeader.NAME, product);
            return response;
        } catch (ParseException e) {
            throw new IllegalArgumentException("no response " + code, e);
        }
    }

    /** Says what this phone can do (RFC 3261 11.2). */
    void capabilities(Response response) {
        syntax.allow(response, ALLOWED);
        syntax.accept(response, List.of(Messages.SDP));
        syntax.add(response, "Accept-Encoding", "identity");
        syntax.add(response, "Accept-Language", "en");
        syntax.add(response, SupportedHeader.NAME, "");
    }
}
