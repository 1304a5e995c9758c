package org.carillon.core.config.internal;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys of phones, each the same whenever it is asked for. */
final class Keys {
    private Keys() {}

    static SecretKey of(int phone) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) phone);
        return new SecretKeySpec(bytes, "AES");
    }

    static Sealing sealing(int phone) {
        return new Sealing(() -> of(phone));
    }

    static Sealing sealing() {
        return sealing(1);
    }
}
