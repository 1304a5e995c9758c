package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * kamailio as registrar and proxy on loopback: digest for REGISTER and INVITE, location table in memory, loose routing with Record-Route. One
 * UDP worker, so that messages stay in order.
 */
public final class Kamailio implements AutoCloseable {
    /** Domain of the addresses of record, and realm. */
    public static final String DOMAIN = "127.0.0.1";

    private final Path directory;
    private final int port;
    private final Map<String, String> users;
    private final int ringSeconds;
    private final int nonceSeconds;
    private final boolean tcp;
    private final String tls;
    private final List<String> enter;
    private Program program;

    private Kamailio(Builder builder) {
        directory = builder.workspace.directory(builder.name);
        users = new TreeMap<>(builder.users);
        ringSeconds = builder.ringSeconds;
        nonceSeconds = builder.nonceSeconds;
        tcp = builder.tcp;
        tls = builder.tls;
        enter = builder.enter;
        port = Ports.free();
        write(directory.resolve("kamailio.cfg"), configuration());
        start();
    }

    public static Builder in(Workspace workspace) {
        return new Builder(workspace);
    }

    /** What it serves. */
    public static final class Builder {
        private final Workspace workspace;
        private final Map<String, String> users = new TreeMap<>();
        private String name = "kamailio";
        private int ringSeconds = 60;
        private int nonceSeconds = 300;
        private boolean tcp;
        private String tls = "";
        private List<String> enter = List.of();

        private Builder(Workspace workspace) {
            this.workspace = workspace;
        }

        public Builder named(String value) {
            name = value;
            return this;
        }

        public Builder user(String user, String password) {
            users.put(user, password);
            return this;
        }

        /** After how long it gives up on an INVITE that rings (408). */
        public Builder ringsFor(int seconds) {
            ringSeconds = seconds;
            return this;
        }

        /** How long a nonce may be used before it is stale. */
        public Builder nonceLives(int seconds) {
            nonceSeconds = seconds;
            return this;
        }

        /** Listens for TCP too, on the same port. */
        public Builder tcp() {
            tcp = true;
            return this;
        }

        /** Listens for TLS, on another port. */
        public Builder tls(Certificates.Identity identity, Path authority) {
            tls = """
                    enable_tls=yes
                    listen=tls:127.0.0.1:%%TLS%%
                    loadmodule "tls.so"
                    modparam("tls", "private_key", "%s")
                    modparam("tls", "certificate", "%s")
                    modparam("tls", "ca_list", "%s")
                    modparam("tls", "tls_method", "TLSv1.2+")
                    """.formatted(identity.key(), identity.certificate(), authority);
            return this;
        }

        /** Which versions it speaks, in kamailio's words. */
        public Builder tlsVersion(String version) {
            tls = tls.replace("TLSv1.2+", version);
            return this;
        }

        /** Asks clients for a certificate of the authority. */
        public Builder mutual() {
            tls += "modparam(\"tls\", \"verify_certificate\", 1)\nmodparam(\"tls\", \"require_certificate\", 1)\n";
            return this;
        }

        public Builder within(Network network) {
            enter = network.enter();
            return this;
        }

        public Kamailio start() {
            Peers.require("kamailio", "kamcmd");
            return workspace.owns(new Kamailio(this));
        }
    }

    /** Starts it, again on the same port after {@link #stop}; its location table is empty then. */
    public void start() {
        List<String> command = new ArrayList<>(enter);
        command.addAll(List.of(Peers.path("kamailio"), "-DD", "-E", "-m", "32", "-M", "4", "-f",
                directory.resolve("kamailio.cfg").toString(), "-P", directory.resolve("pid").toString(), "-Y", directory.toString()));
        program = Program.start("kamailio", directory.resolve("kamailio.log"), command);
        Await.until("kamailio answers", Duration.ofSeconds(15), () -> {
            program.requireRunning();
            return Files.exists(socket()) && command("core.uptime").contains("uptime");
        }, program::tail);
    }

    public void stop() {
        program.close();
    }

    public int port() {
        return port;
    }

    /** Where it listens for TLS. */
    public int tlsPort() {
        return port + 1;
    }

    /** Who registered what: contacts by user; a user without one is left out. */
    public Map<String, List<String>> locations() {
        Map<String, List<String>> locations = new TreeMap<>();
        for (String user : users.keySet()) {
            List<String> contacts = command("ul.lookup", "location", "s:" + user).lines().map(String::strip)
                    .filter(line -> line.startsWith("Address: ")).map(line -> line.substring("Address: ".length())).toList();
            if (!contacts.isEmpty()) {
                locations.put(user, contacts);
            }
        }
        return locations;
    }

    /** How many seconds the registration of a user is still good for; -1 without one. */
    public int expires(String user) {
        return command("ul.lookup", "location", "s:" + user).lines().map(String::strip).filter(line -> line.startsWith("Expires: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Expires: ".length()))).findFirst().orElse(-1);
    }

    /** CSeq of the last REGISTER of a user; -1 without one. */
    public int sequence(String user) {
        return command("ul.lookup", "location", "s:" + user).lines().map(String::strip).filter(line -> line.startsWith("CSeq: "))
                .mapToInt(line -> Integer.parseInt(line.substring("CSeq: ".length()))).findFirst().orElse(-1);
    }

    /** The requests that its script logged, in order: method, user and status where it answered. */
    public List<String> seen() {
        return program.output().lines().filter(line -> line.contains("seen:"))
                .map(line -> line.substring(line.indexOf("seen:") + 5).strip())
                .collect(Collectors.toList());
    }

    public String tail() {
        return program.tail();
    }

    private String command(String... words) {
        try {
            List<String> line = new ArrayList<>(List.of(Peers.path("kamcmd"), "-s", "unix:" + socket()));
            line.addAll(List.of(words));
            Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private Path socket() {
        return directory.resolve("ctl.sock");
    }

    private String configuration() {
        String passwords = users.entrySet().stream()
                .map(user -> "    if ($au == \"" + user.getKey() + "\") { $var(password) = \"" + user.getValue() + "\"; }\n")
                .collect(Collectors.joining());
        return """
                debug=2
                log_stderror=yes
                children=1
                auto_aliases=no
                dns=no
                rev_dns=no
                %TRANSPORTS%
                listen=udp:127.0.0.1:%PORT%
                mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/:/usr/lib/kamailio/modules/:/usr/lib/aarch64-linux-gnu/kamailio/modules/"
                loadmodule "kex.so"
                loadmodule "ctl.so"
                loadmodule "tm.so"
                loadmodule "sl.so"
                loadmodule "rr.so"
                loadmodule "pv.so"
                loadmodule "maxfwd.so"
                loadmodule "textops.so"
                loadmodule "siputils.so"
                loadmodule "usrloc.so"
                loadmodule "registrar.so"
                loadmodule "auth.so"
                loadmodule "xlog.so"
                %MODULES%
                modparam("ctl", "binrpc", "unix:%SOCKET%")
                modparam("usrloc", "db_mode", 0)
                modparam("usrloc", "timer_interval", 1)
                modparam("registrar", "max_contacts", 4)
                modparam("registrar", "min_expires", 1)
                modparam("tm", "fr_timer", 5000)
                modparam("tm", "fr_inv_timer", %RING%)
                modparam("tm", "auto_inv_100", 1)
                modparam("auth", "nonce_expire", %NONCE%)
                modparam("auth", "qop", "auth")
                modparam("auth", "nonce_count", 1)

                request_route {
                    if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
                    if (has_totag()) {
                        if (loose_route()) { t_relay(); exit; }
                        if (is_method("ACK")) {
                            if (t_check_trans()) { t_relay(); }
                            exit;
                        }
                        sl_send_reply("404", "Not Here");
                        exit;
                    }
                    if (is_method("CANCEL")) {
                        if (t_check_trans()) { t_relay(); }
                        exit;
                    }
                    t_check_trans();
                    if (is_method("OPTIONS") && uri == myself && $rU == $null) { sl_send_reply("200", "Alive"); exit; }
                    %OVER%
                    if (is_method("REGISTER")) {
                        route(PASSWORD);
                        $var(result) = -8;
                        if ($au != $null) {
                            pv_www_authenticate("$td", "$var(password)", "0");
                            $var(result) = $rc;
                        }
                        if ($var(result) < 0) {
                            xlog("L_WARN", "seen: REGISTER $tU 401 auth=$var(result) response=$adr\\n");
                            if ($var(result) == -4) { www_challenge("$td", "16"); } else { www_challenge("$td", "1"); }
                            exit;
                        }
                        if ($tU != $au) { sl_send_reply("403", "Not Yours"); exit; }
                        xlog("L_WARN", "seen: REGISTER $tU 200 expires=$hdr(Expires) contact=$hdr(Contact)\\n");
                        save("location");
                        exit;
                    }
                    if (is_method("INVITE|MESSAGE|SUBSCRIBE")) {
                        route(PASSWORD);
                        $var(result) = -8;
                        if ($au != $null) {
                            pv_proxy_authenticate("$fd", "$var(password)", "0");
                            $var(result) = $rc;
                        }
                        if ($var(result) < 0) {
                            xlog("L_WARN", "seen: $rm $rU 407 auth=$var(result)\\n");
                            if ($var(result) == -4) { proxy_challenge("$fd", "16"); } else { proxy_challenge("$fd", "1"); }
                            exit;
                        }
                        consume_credentials();
                    }
                    xlog("L_WARN", "seen: $rm $rU from $fU\\n");
                    record_route();
                    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
                    t_relay();
                    exit;
                }

                route[PASSWORD] {
                    $var(password) = "\\x00 nobody";
                %PASSWORDS%
                }
                """.replace("%TRANSPORTS%", transports()).replace("%MODULES%", modules())
                .replace("%OVER%", tls.isEmpty() ? "" : "xlog(\"L_WARN\", \"seen: $rm over $tls_version\\n\");")
                .replace("%PORT%", String.valueOf(port))
                .replace("%SOCKET%", socket().toString())
                .replace("%RING%", String.valueOf(ringSeconds * 1000)).replace("%NONCE%", String.valueOf(nonceSeconds))
                .replace("%PASSWORDS%", passwords);
    }

    private String transports() {
        String listening = tcp ? "listen=tcp:127.0.0.1:%PORT%" : "";
        if (!tls.isEmpty()) {
            return listening + "\n"
                    + tls.lines().limit(2).collect(Collectors.joining("\n")).replace("%TLS%", String.valueOf(tlsPort()));
        }
        return tcp ? listening : "disable_tcp=yes";
    }

    private String modules() {
        return tls.lines().skip(2).collect(Collectors.joining("\n"));
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
