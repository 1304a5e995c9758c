package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.RequestLineParser;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;

/** The stack's parser, but for the class of requests. */
final class Parser extends StringMsgParser {
    @Override
    protected SIPMessage processFirstLine(String line, ParseExceptionListener listener, byte[] message) throws ParseException {
        if (line.startsWith("SIP/")) {
            return super.processFirstLine(line, listener, message);
        }
        var request = new ReceivedRequest();
        try {
            request.setRequestLine(new RequestLineParser(line + "\n").parse());
        } catch (ParseException e) {
            listener.handleException(e, request, RequestLine.class, line, line);
        }
        return request;
    }
}
