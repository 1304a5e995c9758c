package org.carillon.core.media.internal.rtp;

/**
 * How long packets are held back before they are played (manual 7.11.7).
 *
 * @param adaptive
 *            true: between the least and the greatest delay, as the network demands; false: the normal delay
 * @param minMillis
 *            least delay
 * @param normalMillis
 *            delay that a call begins with
 * @param maxMillis
 *            greatest delay, never below the least
 */
public record JitterSettings(boolean adaptive, int minMillis, int normalMillis, int maxMillis) {
    /** What they are where nobody says anything else. */
    static final JitterSettings DEFAULT = new JitterSettings(true, 20, 50, 250);

    /** The same in order: the least delay outranks the greatest, and the normal one lies between them. A static delay is in order. */
    public JitterSettings inOrder() {
        if (!adaptive) {
            return this;
        }
        int max = Math.max(minMillis, maxMillis);
        return new JitterSettings(adaptive, minMillis, Math.clamp(normalMillis, minMillis, max), max);
    }
}
