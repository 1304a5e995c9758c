package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Has requests over HTTP carry the whole URI (RFC 9112 3.2.2), as a proxy gets them: every server is taken for a proxy to itself. Over HTTPS, where a
 * proxy would see none of it, requests carry the path as ever.
 */
final class AbsoluteForm extends ProxySelector {
    private static final int HTTP_PORT = 80;

    @Override
    public List<Proxy> select(URI uri) {
        return uri.getScheme().equalsIgnoreCase("http")
                ? List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? HTTP_PORT : uri.getPort())))
                : List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException reason) {
        // whoever asked is told
    }
}
