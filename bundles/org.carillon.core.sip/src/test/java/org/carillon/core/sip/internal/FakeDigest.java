package org.carillon.core.sip.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carillon.api.digest.DigestAuthentication;

/** Answers challenges with what it was given, readable. */
final class FakeDigest implements DigestAuthentication {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"\\\\]*)\"");
    private static final Pattern REALM = Pattern.compile("realm=\"([^\"\\\\]*)\"");

    @Override
    public Session open(String user, String password) {
        return new Session() {
            private final List<String> nonces = new ArrayList<>();
            private String realm;
            private int count;

            @Override
            public boolean challenged(List<String> challenges, boolean answered) {
                var challenge = challenges.getFirst();
                var nonce = NONCE.matcher(challenge);
                var wanted = REALM.matcher(challenge);
                if (!nonce.find() || !wanted.find()) {
                    return false;
                }
                nonces.add(nonce.group(1));
                realm = wanted.group(1);
                count = 0;
                return !answered || challenge.toLowerCase(java.util.Locale.ROOT).contains("stale=true");
            }

            @Override
            public List<String> unknownAlgorithms() {
                return List.of();
            }

            @Override
            public Optional<String> authorize(String method, String uri, byte[] body) {
                return nonces.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                "Digest username=\"%s\",realm=\"%s\",nonce=\"%s\",uri=\"%s\",response=\"%s\",nc=%08x,cnonce=\"c\",qop=auth"
                                        .formatted(user, realm, nonces.getLast(), uri, password + "-" + method, ++count));
            }
        };
    }
}
