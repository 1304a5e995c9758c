package org.carillon.lib.jainsip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** A user agent with one stack, that answers every request at once and takes down what it sees. */
final class Endpoint implements SipListener, AutoCloseable {
    final SipEngine engine;
    final SipProvider provider;
    final List<BadMessage> bad = new ArrayList<>();
    final List<String> seen = new ArrayList<>();
    final List<Request> requests = new ArrayList<>();
    Dialog dialog;

    private final String host;
    private final int port;
    private final String transport;
    private int calls;

    Endpoint(Network network, String host, int port, Transport transport) throws Exception {
        this.host = host;
        this.port = port;
        this.transport = transport.name();
        this.engine = new SipEngine(host, Map.of(), null, network, bad::add);
        this.provider = engine.stack().createSipProvider(engine.listen(transport));
        provider.addSipListener(this);
    }

    Endpoint(Network network, String host, int port) throws Exception {
        this(network, host, port, network.transport(host, port));
    }

    ClientTransaction send(String method, Endpoint to) throws Exception {
        var headers = engine.headers();
        var addresses = engine.addresses();
        var target = addresses.createSipURI("bob", to.host);
        target.setPort(to.port);
        target.setTransportParam(transport);
        var me = addresses.createSipURI("alice", host);
        me.setPort(port);
        var via = headers.createViaHeader(host, port, transport, null);
        via.setRPort();
        var request = engine.messages().createRequest(target, method, provider.getNewCallId(), headers.createCSeqHeader(1L, method),
                headers.createFromHeader(addresses.createAddress(me), "f" + ++calls),
                headers.createToHeader(addresses.createAddress(target), null),
                List.of(via), headers.createMaxForwardsHeader(70));
        request.addHeader(headers.createContactHeader(addresses.createAddress(me)));
        var transaction = provider.getNewClientTransaction(request);
        transaction.sendRequest();
        return transaction;
    }

    void bye() throws Exception {
        dialog.sendRequest(provider.getNewClientTransaction(dialog.createRequest(Request.BYE)));
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = event.getRequest();
        seen.add(request.getMethod());
        requests.add(request);
        try {
            if (!request.getMethod().equals(Request.ACK)) {
                var server = event.getServerTransaction();
                answer(request, server == null ? provider.getNewServerTransaction(request) : server);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(Request request, ServerTransaction server) throws Exception {
        if (request.getMethod().equals(Request.INVITE)) {
            server.sendResponse(response(request, Response.RINGING));
        }
        server.sendResponse(response(request, Response.OK));
    }

    private Response response(Request request, int code) throws Exception {
        var response = engine.messages().createResponse(code, request);
        var to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            to.setTag("t" + request.hashCode());
        }
        var me = engine.addresses().createSipURI("bob", host);
        me.setPort(port);
        response.addHeader(engine.headers().createContactHeader(engine.addresses().createAddress(me)));
        return response;
    }

    @Override
    public void processResponse(ResponseEvent event) {
        seen.add(Integer.toString(event.getResponse().getStatusCode()));
        var cseq = (javax.sip.header.CSeqHeader) event.getResponse().getHeader(javax.sip.header.CSeqHeader.NAME);
        try {
            if (cseq.getMethod().equals(Request.INVITE) && event.getResponse().getStatusCode() == Response.OK) {
                dialog = event.getDialog();
                dialog.sendAck(dialog.createAck(cseq.getSeqNumber()));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        seen.add("timeout");
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        seen.add("io");
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    @Override
    public void close() {
        engine.close();
    }
}
