package org.carillon.feature.actionuri.internal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.api.web.WebResource.Request;
import org.carillon.api.web.WebResource.Response;

/**
 * Which requests over HTTP are heard.
 *
 * @param trusted
 *            who may send them
 */
record Gate(boolean open, TrustedAddresses trusted) {
    private static final List<String> OWN_SITE = List.of("none", "same-origin");

    static Gate of(ActionUriConfig config) {
        return new Gate(config.enable(), new TrustedAddresses(List.of(config.limitIp())));
    }

    /** Why a request is not heard; empty when it is. */
    Optional<Response> refusal(Request request) {
        if (!open) {
            return Optional.of(Response.text(403, "action URIs are switched off: FeatureActionUriEnable"));
        }
        if (!trusted.contain(request.client())) {
            return Optional.of(Response.text(403, "this address is not trusted: FeatureActionUriLimitIp"));
        }
        if (!request.method().equals("GET")) {
            Response response = Response.text(405, "only GET is permitted");
            return Optional.of(new Response(405, response.type(), Map.of("Allow", "GET"), response.body()));
        }
        return isForeign(request.headers()) ? Optional.of(Response.text(403, "pages of other sites may not use this phone"))
                : Optional.empty();
    }

    /** True when a browser says that a page from elsewhere made it send the request (Fetch Metadata, RFC 6454, RFC 9110 10.1.3). */
    private static boolean isForeign(Map<String, String> headers) {
        String host = headers.getOrDefault("host", "");
        return !OWN_SITE.contains(headers.getOrDefault("sec-fetch-site", "none"))
                || Stream.of("origin", "referer").filter(headers::containsKey).anyMatch(name -> !isAt(host, headers.get(name)));
    }

    private static boolean isAt(String host, String page) {
        try {
            return host.equalsIgnoreCase(new URI(page).getRawAuthority());
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
