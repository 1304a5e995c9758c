package org.carillon.it.kit;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A network of two namespaces with a cable between them: one is in the group of SIP servers and serves files over HTTP, the other one is for a
 * phone. A scenario of SIPp may answer to what the phone asks the group, or tell it something unasked.
 */
public final class PnpServer implements AutoCloseable {
    public static final String ADDRESS = "10.75.0.1";
    public static final String PHONE = "10.75.0.7";
    /** Of the server as well, but not in the phone's network. */
    public static final String ELSEWHERE = "10.99.0.1";

    private final Workspace workspace;
    private final Network own;
    private final Network phones;
    private final NetworkWeb web;

    private PnpServer(Workspace workspace) {
        this.workspace = workspace;
        own = Network.in(workspace);
        phones = Network.in(workspace);
        String id = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        own.connect("s" + id, phones, "p" + id);
        own.address("s" + id, ADDRESS + "/24");
        own.address("lo", ELSEWHERE + "/32");
        own.join("s" + id, "224.0.1.75");
        phones.address("p" + id, PHONE + "/24");
        phones.route(ELSEWHERE, ADDRESS);
        web = new NetworkWeb(own, workspace.directory("pnp"), ADDRESS);
    }

    public static PnpServer in(Workspace workspace) {
        Peers.require("sipp", "nginx");
        return workspace.owns(new PnpServer(workspace));
    }

    /** A phone that has its address already. */
    public PhoneProcess.Builder phone() {
        return PhoneProcess.in(workspace).within(phones).audio("null").option("--bind", PHONE);
    }

    /**
     * Answers to the group's next question and names that place within the dialog.
     *
     * @param scenario
     *            that begins with receiving
     */
    public Sipp.Run answer(String scenario, String url) {
        return Sipp.inside(workspace, own, "0.0.0.0", "").start(scenario, "-p", "5060", "-key", "url", url);
    }

    /** Names a place unasked. */
    public Sipp.Run tell(String from, int port, String scenario, String url) {
        return Sipp.inside(workspace, own, from, PHONE + ":" + port).start(scenario, "-key", "url", url);
    }

    /** A file of the web server. */
    public void put(String name, String content) {
        web.put(name, content);
    }

    /** Requests to the web server so far, see {@link NetworkWeb#requests}. */
    public List<String> requests() {
        return web.requests();
    }

    /** UDP ports that somebody listens on where the phone is. */
    public String listening() {
        return phones.ask("ss", "-Hlnu");
    }

    @Override
    public void close() {
        web.close();
    }
}
