package org.carillon.core.media.internal.sdp;

/**
 * A codec that we can send and receive.
 *
 * @param format
 *            as we offer it; its number is the one that we like best
 * @param ptime
 *            milliseconds per packet that we ask for, and that we send to who asks for nothing; within the bounds
 * @param minPtime
 *            least milliseconds per packet that we send; a multiple of 10
 * @param maxPtime
 *            most milliseconds per packet that we send; a multiple of 10
 */
public record Capability(Format format, int ptime, int minPtime, int maxPtime) {
    public Capability {
        ptime = Math.clamp(ptime, minPtime, maxPtime);
    }

    /** Milliseconds per packet for sending to who wrote this. */
    int ptime(Media media) {
        int wanted = media.ptime() == 0 ? ptime : media.ptime();
        int most = media.maxPtime() == 0 ? wanted : Math.min(wanted, media.maxPtime());
        return Math.clamp(most / 10 * 10, minPtime, maxPtime);
    }
}
