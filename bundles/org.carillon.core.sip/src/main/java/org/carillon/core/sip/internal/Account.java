package org.carillon.core.sip.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An account as it is configured.
 *
 * @param number
 *            from 1
 * @param authName
 *            name for digest authentication
 * @param domain
 *            host part of the address of record, which is the server's name
 * @param serverPort
 *            never 0
 * @param proxy
 *            outbound proxy; empty for none
 * @param expires
 *            lifetime of the registration in seconds
 * @param transport
 *            to the server and to the outbound proxy: udp, tcp or tls
 * @param redirectOrder
 *            transports in lower case, best first
 * @param renewal
 *            percentage of the lifetime after which to register again
 */
record Account(int number, boolean enabled, String label, String displayName, String user, String authName, String password, String domain,
        int serverPort, String transport, String proxy, int proxyPort, int expires, boolean userPhone, int serverType,
        List<String> redirectOrder,
        int renewal, boolean rport) {

    static final int DEFAULT_PORT = 5060;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+\\]?");
    private static final int DEFAULT_TLS_PORT = 5061;
    /** By value of the parameter. */
    private static final List<String> TRANSPORTS = List.of("udp", "tcp", "tls");

    static Account of(int number, AccountConfig config) {
        var user = config.userName().strip();
        var authName = config.regName().isBlank() ? user : config.regName().strip();
        var transport = TRANSPORTS.get(config.server1Transport());
        return new Account(number, config.enable(), config.label(), config.displayName().strip(), user, authName, config._password(),
                config.server1Address().strip(), port(config.server1Port(), transport), transport,
                config.outboundProxy1Address().strip(), port(config.outboundProxy1Port(), transport), config.server1Expire(),
                config.sendUserPhoneEnable(), config.serverType(),
                order(config.redirectMessageProcessingPriority()), config.registerRenewalIntervalProportion(), config.rportEnable());
    }

    private static int port(int configured, String transport) {
        return configured == 0 ? defaultPort(transport) : configured;
    }

    /** Where nobody says otherwise (RFC 3261 19.1.2). */
    static int defaultPort(String transport) {
        return transport.equals("tls") ? DEFAULT_TLS_PORT : DEFAULT_PORT;
    }

    /** True unless it is registered over datagrams. */
    boolean connects() {
        return !transport.equals("udp");
    }

    private static List<String> order(String... configured) {
        return configured.length == 0 ? TRANSPORTS : Arrays.stream(configured).map(item -> item.toLowerCase(Locale.ROOT)).toList();
    }

    /** True when it is to be registered. */
    boolean active() {
        return enabled && !user.isEmpty() && HOST.matcher(domain).matches() && (proxy.isEmpty() || HOST.matcher(proxy).matches());
    }

    /** Why it is not {@link #active()}. */
    String idleReason() {
        if (!enabled) {
            return "switched off";
        }
        if (user.isEmpty()) {
            return "no user name is configured";
        }
        return domain.isEmpty() ? "no SIP server is configured" : "the SIP server's address cannot be used";
    }

    String hopHost() {
        return proxy.isEmpty() ? domain : proxy;
    }

    int hopPort() {
        return proxy.isEmpty() ? serverPort : proxyPort;
    }

    String hop() {
        var host = hopHost();
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + hopPort();
    }

    /** True when the registrar keeps both under the same address of record. */
    boolean sameAddress(Account other) {
        return user.equals(other.user) && domain.equalsIgnoreCase(other.domain);
    }

    /** True when a registration of one serves the other. */
    boolean sameRegistration(Account other) {
        return active() == other.active() && sameAddress(other) && authName.equals(other.authName) && password.equals(other.password)
                && hop().equals(other.hop()) && serverPort == other.serverPort && transport.equals(other.transport)
                && expires == other.expires && rport == other.rport;
    }

    /** Hides the password. */
    @Override
    public String toString() {
        return "account " + number + " " + user + "@" + domain;
    }
}
