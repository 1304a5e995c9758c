package org.carillon.sim.testkit;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.carillon.api.device.Phone;

/** An M8, on the loopback interface unless something else is said. The setters return the phone itself. */
public final class FakePhone implements Phone {
    private final Path home;
    private final Map<String, Integer> ports = new HashMap<>();
    private InetAddress bind = InetAddress.ofLiteral("127.0.0.1");
    private String model = "M8";
    private String audio = "null";
    private int rtpPortLow;
    private int rtpPortHigh;
    private long uptimeMillis;

    public FakePhone(Path home) {
        this.home = home;
    }

    public FakePhone model(String name) {
        model = name;
        return this;
    }

    public FakePhone audio(String spec) {
        audio = spec;
        return this;
    }

    public FakePhone port(String name, int port) {
        ports.put(name, port);
        return this;
    }

    public FakePhone rtpPorts(int low, int high) {
        rtpPortLow = low;
        rtpPortHigh = high;
        return this;
    }

    public FakePhone bind(InetAddress address) {
        bind = address;
        return this;
    }

    public FakePhone uptimeMillis(long millis) {
        uptimeMillis = millis;
        return this;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public String mac() {
        return "3C28A6200088";
    }

    @Override
    public String firmware() {
        return "0.1.0";
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public InetAddress bind() {
        return bind;
    }

    @Override
    public OptionalInt port(String name) {
        Integer port = ports.get(name);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    @Override
    public int rtpPortLow() {
        return rtpPortLow;
    }

    @Override
    public int rtpPortHigh() {
        return rtpPortHigh;
    }

    @Override
    public String audio() {
        return audio;
    }

    @Override
    public int boot() {
        return 1;
    }

    @Override
    public long uptimeMillis() {
        return uptimeMillis;
    }
}
