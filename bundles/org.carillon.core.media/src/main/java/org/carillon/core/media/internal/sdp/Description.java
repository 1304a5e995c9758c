package org.carillon.core.media.internal.sdp;

import java.util.List;

/**
 * A received session description, as far as it matters here.
 *
 * @param time
 *            value of the first {@code t=} line, which an answer repeats (RFC 3264 6)
 */
public record Description(String time, List<Media> media) {}
