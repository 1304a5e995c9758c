package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.DhcpServer;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What dnsmasq tells a phone that has nothing but a cable. */
public class DhcpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final TestRule watch = workspace.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private DhcpServer server;
    private PhoneProcess phone;

    private void start(Map<String, ?> settings, String... options) {
        PhoneProcess.Builder builder = server.phone(workspace, workspace.directory("home")).option(options);
        if (!settings.isEmpty()) {
            builder.option("--config", effects.file(workspace.directory().resolve("start.xml"), settings).toString());
        }
        phone = builder.start();
        effects.requireApplied(phone);
    }

    private Object await(String what, Predicate<Object> condition) {
        return Await.value(what, PATIENCE, () -> Optional.of(phone.ctl("dhcp")).filter(condition),
                () -> phone.ctl("dhcp") + "\n" + phone.tail() + "\n" + server.log());
    }

    /** Sub-options of option 43: numbers and texts in turn. */
    private static String vendor(Object... rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < rows.length; i += 2) {
            byte[] text = rows[i + 1].toString().getBytes(StandardCharsets.US_ASCII);
            bytes.write((int) rows[i]);
            bytes.write(text.length);
            bytes.writeBytes(text);
        }
        return HexFormat.ofDelimiter(":").formatHex(bytes.toByteArray());
    }

    private static List<?> locations(Object answer) {
        return Json.list(answer, "locations").stream().map(location -> Json.text(location, "url") + " " + Json.text(location, "origin"))
                .toList();
    }

    private Object awaitLocations() {
        return await("places of files", now -> !locations(now).isEmpty());
    }

    /** A name that the DHCP server's DNS knows; the file of the model replaces what the first one says. */
    @Test
    public void aPhoneOutOfTheBoxProvisionsItselfOverIpv4() {
        server = DhcpServer.in(workspace).serve("66,http://" + DhcpServer.NAME + "/", "133,\"3\"");
        server.put("config.xml", Nginx.settings("Account1Label", "Everybody", "Setting8021pPriority", 6));
        server.put("config.3C28A6200088.xml", Nginx.settings("Account1Label", "Desk seven"));
        start(Map.of());
        Await.until("the label", PATIENCE, () -> phone.get("Account1Label").equals("Desk seven"), () -> server.requests() + phone.tail());
        assertThat(phone.get("Setting8021pPriority")).isEqualTo("6");
        assertThat(phone.get("Setting8021pUserPriority")).isEqualTo("3");
        assertThat(server.requests()).allMatch(request -> request.startsWith(DhcpServer.ADDRESS + " " + DhcpServer.NAME + " /config"));
    }

    @Test
    public void aPhoneOutOfTheBoxProvisionsItselfOverIpv6() {
        server = DhcpServer.in(workspace).serve6("option6:59,http://[" + DhcpServer.ADDRESS6 + "]/config.xml");
        server.put("config.xml", Nginx.settings("Account1Label", "Desk six"));
        start(Map.of());
        Await.until("the label", PATIENCE, () -> phone.get("Account1Label").equals("Desk six"), () -> server.requests() + phone.tail());
        assertThat(server.requests()).contains(DhcpServer.ADDRESS6 + " [" + DhcpServer.ADDRESS6 + "] /config.xml 200");
    }

    @Test
    public void everyOptionOfIpv4IsHeard() {
        server = DhcpServer.in(workspace).serve("66,http://" + DhcpServer.ADDRESS + "/phones", "67,/desk", "42,10.77.0.8,10.77.0.9",
                "100,\"PST8PDT,M3.2.0/2:00:00,M11.1.0\"", "132,\"200\"", "133,\"3\"", "15,carillon.test", "12,\"desk-seven\"");
        start(Map.of());
        Object answer = awaitLocations();
        assertThat(locations(answer)).isEqualTo(List.of("http://" + DhcpServer.ADDRESS + "/phones/desk DHCP option 66 and 67"));
        assertThat(server.addresses()).contains("inet " + Json.text(answer, "ipv4", "address") + "/24");
        assertThat(Json.text(answer, "hostName")).isEqualTo("desk-seven");
        assertThat(Json.text(answer, "values", "DHCP option 42", "SettingSntpServer2")).isEqualTo("10.77.0.9");
        assertThat(Json.text(answer, "values", "DHCP option 100", "SettingTimeZone")).isEqualTo("-8:00");
        assertThat(Json.text(answer, "values", "DHCP option 132", "DeviceNetworkLanVlanNumber")).isEqualTo("200");
        assertThat(Json.list(answer, "ignored")).isEmpty();
        for (String id : List.of("Setting8021pPriority", "Setting8021pUserPriority")) {
            Object held = phone.ctl("get", id);
            assertThat(Json.text(held, "value")).isEqualTo("3");
            assertThat(Json.text(held, "layer")).isEqualTo("network");
            assertThat(Json.text(held, "source")).isEqualTo("DHCP option 133");
        }
        Await.until("names are resolved", PATIENCE, () -> Files.exists(phone.home().resolve("network/resolv.conf")));
        assertThat(phone.home().resolve("network/resolv.conf")).content().isEqualTo("nameserver " + DhcpServer.ADDRESS
                + "\nsearch carillon.test\n");
        assertThat(server.log()).contains("vendor class: aledevice", "client provides name: m8-3c28a6200088");
    }

    /** The rules of Los Angeles, as a server has them. */
    @Test
    public void theClockFollowsTheTimeZoneOfTheNetwork() {
        server = DhcpServer.in(workspace).serve("100,\"PST8PDT,M3.2.0,M11.1.0\"");
        start(Map.of());
        Await.until("the time zone", PATIENCE, () -> phone.get("SettingTimeZone").equals("-8:00"), phone::tail);
        assertThat(Json.text(phone.ctl("get", "SettingTimeZone"), "source")).isEqualTo("DHCP option 100");
        Object winter = phone.ctl("time", "2027-01-01T00:00:00Z");
        assertThat(Json.text(winter, "local")).isEqualTo("2026-12-31T16:00-08:00");
        assertThat(Json.text(winter, "next")).isEqualTo("2027-03-14T02:00-08:00 -> 2027-03-14T03:00-07:00");
        assertThat(Json.text(phone.ctl("time", "2027-11-07T09:00:00Z"), "local")).isEqualTo("2027-11-07T01:00-08:00");
    }

    @Test
    public void everyOptionOfIpv6IsHeard() {
        server = DhcpServer.in(workspace).serve6("option6:59,six.carillon.test",
                "option6:17,0:0:27:10:0:1:0:16:68:74:74:70:3a:2f:2f:5b:66:64:37:37:3a:3a:31:5d:2f:76:2e:78:6d:6c",
                "option6:31,[fd77::8]", "option6:23,[fd77::1]", "option6:24,carillon.test");
        server.put("v.xml", Nginx.settings("Account1Label", "By option 17"));
        start(Map.of());
        Object answer = awaitLocations();
        assertThat(locations(answer))
                .isEqualTo(List.of("http://[fd77::1]/v.xml DHCPv6 option 17", "https://six.carillon.test DHCPv6 option 59"));
        assertThat(Json.text(answer, "ipv6", "address")).startsWith("fd77:");
        assertThat(server.addresses()).contains("inet6 fd77::1");
        assertThat(Json.text(answer, "values", "DHCPv6 option 31", "SettingSntpServer")).isEqualTo("fd77:0:0:0:0:0:0:8");
        assertThat(Json.list(answer, "nameServers")).isEqualTo(List.of("fd77:0:0:0:0:0:0:1"));
        assertThat(Json.list(answer, "domains")).isEqualTo(List.of("carillon.test"));
        assertThat(Json.list(answer, "ignored")).isEmpty();
        Await.until("the label", PATIENCE, () -> phone.get("Account1Label").equals("By option 17"),
                () -> server.requests() + phone.tail());
    }

    /** A sub-option that goes beyond the end, three bytes of no kind, numbers out of range, a zone by its name. */
    @Test
    public void whatIsMalformedHarmsNothing() {
        server = DhcpServer.in(workspace).serve("43,42:ff:68:74:74:70", "67,01:02:03", "132,ff:ff:ff", "133,39",
                "100,\"Mars/Olympus\"", "66,http://" + DhcpServer.ADDRESS + "/");
        start(Map.of());
        Object answer = awaitLocations();
        assertThat(locations(answer)).isEqualTo(List.of("http://" + DhcpServer.ADDRESS + "/ DHCP option 66"));
        assertThat(Json.list(answer, "ignored")).hasSize(5);
        for (int option : List.of(43, 67, 100, 132, 133)) {
            assertThat(phone.tail()).contains("DHCP option " + option + " is ignored: of its ");
        }
        assertThat(Json.text(phone.ctl("get", "Setting8021pPriority"), "layer")).isEqualTo("default");
    }

    @Test
    @Effect({"DeviceNetworkVciValue", "DeviceProvisionDHCPCustomOption"})
    public void customOptionsGoFirst() {
        server = DhcpServer.in(workspace).serve("66,http://" + DhcpServer.ADDRESS + "/", "200,\"http://two.carillon.test/\"",
                "160,\"http://one.carillon.test/\"", "161,\"http://never.carillon.test/\"", "6," + DhcpServer.ADDRESS + ",10.77.0.9",
                "43," + vendor(66, "http://vendor.carillon.test", 67, "/desk", 58, "201", 70, "http://" + DhcpServer.ADDRESS + "/scep", 71,
                        "geheim", 73, "CN=desk"));
        start(Map.of("DeviceNetworkVciValue", "desk phone/7", "DeviceProvisionDHCPCustomOption", "160;200"));
        Object answer = awaitLocations();
        assertThat(locations(answer)).isEqualTo(List.of("http://one.carillon.test/ DHCP option 160",
                "http://two.carillon.test/ DHCP option 200", "http://vendor.carillon.test/desk DHCP option 43 sub-option 66 and 67"));
        assertThat(Json.text(answer, "values", "DHCP option 43 sub-option 58", "DeviceNetworkLanVlanNumber")).isEqualTo("201");
        assertThat(Json.text(answer, "scep")).isEqualTo("http://" + DhcpServer.ADDRESS + "/scep");
        assertThat(Json.list(answer, "nameServers")).isEqualTo(List.of(DhcpServer.ADDRESS, "10.77.0.9"));
        assertThat(Json.list(answer, "ignored")).isEmpty();
        assertThat(answer + phone.tail()).doesNotContain("geheim");
        assertThat(server.log()).contains("vendor class: desk phone/7");
        phone.set("DeviceProvisionDHCPCustomOption", "161");
        await("the other option", now -> locations(now).contains("http://never.carillon.test/ DHCP option 161"));
    }

    @Test
    @Effect({"DeviceProvisionDHCPEnable", "DeviceProvisionDHCPCustomOptionIPv6"})
    public void serversAreLookedForWhereThatIsWanted() {
        server = DhcpServer.in(workspace).serve6("option6:59,six.carillon.test", "option6:300,http://custom.carillon.test/");
        start(Map.of("DeviceProvisionDHCPEnable", false, "DeviceProvisionDHCPCustomOptionIPv6", "300"));
        assertThat(locations(await("a lease", now -> !Json.text(now, "ipv6").equals("null")))).isEmpty();
        phone.set("DeviceProvisionDHCPEnable", true);
        assertThat(locations(awaitLocations())).isEqualTo(List.of("http://custom.carillon.test/ DHCPv6 option 300",
                "https://six.carillon.test DHCPv6 option 59"));
    }

    @Test
    @Effect("ActionUrlIpChanged")
    public void anotherAddressIsTold() {
        server = DhcpServer.in(workspace).serve();
        start(Map.of("ActionUrlIpChanged", "http://" + DhcpServer.ADDRESS + "/moved?to=$ip"), "--bind", "0.0.0.0");
        String first = awaitAddress("10\\.77\\.0\\.1\\d\\d");
        server.serveOthers();
        phone.set("DeviceNetworkVciValue", "asks again");
        String second = awaitAddress("10\\.77\\.0\\.2\\d\\d");
        Await.until("that is told", PATIENCE, () -> !moves().isEmpty(), () -> phone.tail() + "\n" + server.log());
        assertThat(moves()).containsExactly(DhcpServer.ADDRESS + " " + DhcpServer.ADDRESS + " /moved?to=" + second + " 404");
        assertThat(server.addresses()).contains("inet " + second).doesNotContain("inet " + first);
    }

    private String awaitAddress(String regex) {
        return Json.text(await("an address " + regex, now -> !Json.text(now, "ipv4").equals("null")
                && Json.text(now, "ipv4", "address").matches(regex)), "ipv4", "address");
    }

    private List<String> moves() {
        return server.requests().stream().filter(request -> request.contains("/moved")).toList();
    }

    @Test
    public void theClientComesBackAndGoesWithThePhone() {
        server = DhcpServer.in(workspace).serve("66,http://" + DhcpServer.ADDRESS + "/");
        start(Map.of());
        awaitLocations();
        ProcessHandle first = client().orElseThrow();
        first.destroyForcibly();
        Await.until("another client", PATIENCE, () -> client().filter(other -> other.pid() != first.pid()).isPresent(), phone::tail);
        assertThat(phone.tail()).contains("dhcpcd on " + server.link() + " has ended with status 137");
        assertThat(locations(phone.ctl("dhcp"))).hasSize(1);
        ProcessHandle second = client().orElseThrow();
        phone.kill();
        Await.until("no client", PATIENCE, () -> !second.isAlive());
        assertThat(server.addresses()).contains("inet 10.77.0.");
    }

    /** The dhcpcd that the leash holds; it has helpers. */
    private Optional<ProcessHandle> client() {
        return ProcessHandle.of(phone.pid()).orElseThrow().children().flatMap(ProcessHandle::children)
                .filter(process -> process.info().command().orElse("").endsWith("/dhcpcd")).findFirst();
    }
}
