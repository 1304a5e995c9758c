package org.carillon.core.provisioning.internal;

import java.util.List;
import java.util.Optional;
import org.carillon.api.digest.DigestAuthentication;

/** Answers no challenge. */
final class NoDigests implements DigestAuthentication.Session {
    @Override
    public boolean challenged(List<String> challenges, boolean answered) {
        return false;
    }

    @Override
    public Optional<String> authorize(String method, String uri, byte[] body) {
        return Optional.empty();
    }

    @Override
    public List<String> unknownAlgorithms() {
        return List.of();
    }
}
