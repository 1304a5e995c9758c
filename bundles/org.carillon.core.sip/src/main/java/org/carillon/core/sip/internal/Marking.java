package org.carillon.core.sip.internal;

/**
 * How what is sent is marked for the network.
 *
 * @param dscp
 *            of packets (RFC 2474), 0 to 63
 * @param priority
 *            of frames (IEEE 802.1Q), 0 to 7
 */
record Marking(int dscp, int priority) {
    static Marking of(SipConfig config) {
        return new Marking(config.dscp(), config.priority());
    }

    int trafficClass() {
        return dscp << 2;
    }
}
