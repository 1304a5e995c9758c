package org.carillon.core.media.internal.rtp;

/**
 * How digits sound.
 *
 * @param millis
 *            how long each one is
 * @param dbm0
 *            level of what is sent, both tones together
 * @param feedback
 *            whether the person who sends them hears them
 */
public record DtmfTones(int millis, int dbm0, boolean feedback) {}
