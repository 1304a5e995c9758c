package org.carillon.it.kit;

/** ITU-T G.711, decoder only, written for the tests apart from the phone's own. */
final class G711 {
    private G711() {}

    static short ulaw(byte code) {
        int inverted = ~code & 0xff;
        int magnitude = (((inverted & 0x0f) << 3) + 0x84 << ((inverted & 0x70) >> 4)) - 0x84;
        return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
    }

    static short alaw(byte code) {
        int toggled = code ^ 0x55;
        int segment = (toggled & 0x70) >> 4;
        int magnitude = (toggled & 0x0f) << 4;
        magnitude = segment == 0 ? magnitude + 8 : magnitude + 0x108 << segment - 1;
        return (short) ((toggled & 0x80) != 0 ? magnitude : -magnitude);
    }
}
