package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemInterfacesTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetAddress NOBODYS = InetAddress.ofLiteral("192.0.2.1");

    @TempDir
    private Path sysfs;

    private SystemInterfaces interfaces(Map<String, String> properties) {
        return new SystemInterfaces(new LaunchProperties(properties::get), sysfs);
    }

    private Path ofLoopback() throws IOException {
        return sysfs.resolve(NetworkInterface.getByInetAddress(LOOPBACK).getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"phy80211", "wireless"})
    void linuxShowsWhatGoesOverTheAir(String sign) throws IOException {
        assertThat(interfaces(Map.of()).isWireless(LOOPBACK)).isFalse();
        Files.createDirectories(ofLoopback().resolve("queues"));
        assertThat(interfaces(Map.of()).isWireless(LOOPBACK)).isFalse();
        Files.createDirectories(ofLoopback().resolve(sign));
        assertThat(interfaces(Map.of()).isWireless(LOOPBACK)).isTrue();
        assertThat(interfaces(Map.of()).isWireless(NOBODYS)).isFalse();
    }

    @Test
    void anEmulatedPhoneSaysItself() throws IOException {
        assertThat(interfaces(Map.of("carillon.network", "wifi")).isWireless(NOBODYS)).isTrue();
        Files.createDirectories(ofLoopback().resolve("wireless"));
        assertThat(interfaces(Map.of("carillon.network", "wired")).isWireless(LOOPBACK)).isFalse();
    }
}
