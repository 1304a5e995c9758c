package org.carillon.sim.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PbxTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private Pbx pbx;
    private DatagramSocket alice;
    private DatagramSocket bob;

    @BeforeEach
    void open() throws IOException {
        pbx = new Pbx(LOOPBACK, 0, Map.of("alice", "secret", "bob", "hidden"));
        alice = new DatagramSocket(0, LOOPBACK);
        bob = new DatagramSocket(0, LOOPBACK);
        alice.setSoTimeout(5_000);
        bob.setSoTimeout(5_000);
    }

    @AfterEach
    void close() {
        pbx.close();
        alice.close();
        bob.close();
    }

    private static String request(DatagramSocket from, String method, String uri, String to, String more) {
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + from.getLocalPort() + ";branch=z9hG4bK" + method
                + ";rport\r\n"
                + "From: <sip:alice@127.0.0.1>;tag=a\r\nTo: <" + to + ">\r\nCall-ID: c1\r\nCSeq: 1 " + method + "\r\n" + more
                + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
    }

    private void send(DatagramSocket from, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, pbx.port()));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private void register(DatagramSocket phone, String user, String password) throws Exception {
        String uri = "sip:127.0.0.1:" + pbx.port();
        String contact = "Contact: <sip:" + user + "@127.0.0.1:" + phone.getLocalPort() + ">;expires=60\r\n";
        send(phone, request(phone, "REGISTER", uri, "sip:" + user + "@127.0.0.1", contact));
        String challenge = receive(phone);
        assertThat(challenge).startsWith("SIP/2.0 401 ");
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        String response = md5(md5(user + ":pbx:" + password) + ":" + nonce.group(1) + ":00000001:c:auth:" + md5("REGISTER:" + uri));
        send(phone, request(phone, "REGISTER", uri, "sip:" + user + "@127.0.0.1", contact + "Authorization: Digest username=\"" + user
                + "\", realm=\"pbx\", nonce=\"" + nonce.group(1) + "\", uri=\"" + uri + "\", response=\"" + response
                + "\", qop=auth, nc=00000001, cnonce=\"c\"\r\n"));
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void registersByDigest() throws Exception {
        register(alice, "alice", "secret");
        assertThat(receive(alice)).startsWith("SIP/2.0 200 ").contains("expires=60");
        assertThat(pbx.isRegistered("alice")).isTrue();
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        register(alice, "alice", "wrong");
        assertThat(receive(alice)).startsWith("SIP/2.0 401 ");
        assertThat(pbx.isRegistered("alice")).isFalse();
    }

    @Test
    void forwardsToTheRegisteredContactAndBack() throws Exception {
        register(bob, "bob", "hidden");
        receive(bob);
        send(alice, request(alice, "INVITE", "sip:bob@127.0.0.1:" + pbx.port(), "sip:bob@127.0.0.1", ""));
        String invite = receive(bob);
        assertThat(invite).startsWith("INVITE sip:bob@127.0.0.1:" + bob.getLocalPort() + " SIP/2.0").contains("Max-Forwards: 69");
        send(bob, invite.replaceFirst("INVITE .*", "SIP/2.0 180 Ringing\r").replaceAll("\r\r", "\r"));
        String ringing = receive(alice);
        assertThat(ringing).startsWith("SIP/2.0 180 ").contains("branch=z9hG4bKINVITE").doesNotContain("z9hG4bKpbx");
        send(alice, request(alice, "CANCEL", "sip:bob@127.0.0.1:" + pbx.port(), "sip:bob@127.0.0.1", "").replace("z9hG4bKCANCEL",
                "z9hG4bKINVITE"));
        Matcher branch = Pattern.compile("z9hG4bKpbx\\w+").matcher(invite);
        assertThat(branch.find()).isTrue();
        assertThat(receive(bob)).startsWith("CANCEL ").contains(branch.group());
    }

    @Test
    void saysWhoIsNotThere() throws Exception {
        send(alice, request(alice, "INVITE", "sip:bob@127.0.0.1:" + pbx.port(), "sip:bob@127.0.0.1", ""));
        assertThat(receive(alice)).startsWith("SIP/2.0 480 ");
        send(alice, request(alice, "OPTIONS", "sip:nobody@127.0.0.1:" + pbx.port(), "sip:nobody@127.0.0.1", ""));
        assertThat(receive(alice)).startsWith("SIP/2.0 404 ");
    }

    @Test
    void survivesJunk() throws Exception {
        send(alice, "hello");
        send(alice, "INVITE sip:bob SIP/2.0\r\n\r\n");
        send(alice, "SIP/2.0 200 OK\r\nVia: x\r\nCSeq: 1 X\r\nCall-ID: x\r\n\r\n");
        register(alice, "alice", "secret");
        assertThat(receive(alice)).startsWith("SIP/2.0 200 ");
    }
}
