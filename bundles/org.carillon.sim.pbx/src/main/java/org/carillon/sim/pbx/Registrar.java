package org.carillon.sim.pbx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is where (RFC 3261 10.3), with digest authentication (MD5). Bindings are read by any thread, written by the PBX's. */
final class Registrar {
    private static final String REALM = "pbx";
    private static final int MAX_EXPIRES = 3600;
    private final Map<String, String> passwords;
    private final Map<String, Binding> bindings = new ConcurrentHashMap<>();
    private final String nonce;

    private record Binding(String contact, long untilNanos) {
        boolean isLive() {
            return untilNanos - System.nanoTime() > 0;
        }
    }

    Registrar(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        nonce = HexFormat.of().formatHex(random);
    }

    /** The contact URI of a user that is registered. */
    Optional<String> contact(String user) {
        return Optional.ofNullable(bindings.get(user)).filter(Binding::isLive).map(Binding::contact);
    }

    boolean knows(String user) {
        return passwords.containsKey(user);
    }

    Message register(Message request) {
        String user = request.first("To").flatMap(Message::address).map(Message.Address::user).orElse("");
        if (!knows(user)) {
            return request.answer(404, "Not Found");
        }
        if (!authorized(request, user)) {
            Message challenge = request.answer(401, "Unauthorized");
            challenge.add("WWW-Authenticate", "Digest realm=\"" + REALM + "\", nonce=\"" + nonce + "\", algorithm=MD5, qop=\"auth\"");
            return challenge;
        }
        return bind(request, user);
    }

    private Message bind(Message request, String user) {
        String contact = request.first("Contact").orElse("");
        int expires = Math.min(MAX_EXPIRES,
                Message.parameter(contact, "expires").or(() -> request.first("Expires")).map(Registrar::number).orElse(MAX_EXPIRES));
        Message ok = request.answer(200, "OK");
        if (expires == 0) {
            bindings.remove(user);
        } else if (!contact.isEmpty()) {
            String uri = contact.contains("<") ? contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'))
                    : contact.replaceFirst(";.*", "");
            bindings.put(user, new Binding(uri, System.nanoTime() + expires * 1_000_000_000L));
            ok.add("Contact", "<" + uri + ">;expires=" + expires);
        }
        return ok;
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : MAX_EXPIRES;
    }

    private boolean authorized(Message request, String user) {
        String answer = request.first("Authorization").map(value -> "," + value.replaceFirst("(?i)^Digest\\s+", "")).orElse("");
        String ha1 = md5(user + ":" + REALM + ":" + passwords.get(user));
        String ha2 = md5("REGISTER:" + part(answer, "uri"));
        String expected = md5(
                ha1 + ":" + nonce + ":" + part(answer, "nc") + ":" + part(answer, "cnonce") + ":" + part(answer, "qop") + ":" + ha2);
        return part(answer, "username").equals(user) && part(answer, "nonce").equals(nonce) && part(answer, "response").equals(expected);
    }

    private static String part(String answer, String name) {
        int at = answer.replace(" ", "").indexOf("," + name + "=");
        if (at < 0) {
            return "";
        }
        String rest = answer.replace(" ", "").substring(at + name.length() + 2);
        return rest.startsWith("\"") ? rest.substring(1, rest.indexOf('"', 1)) : rest.replaceFirst(",.*", "");
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
