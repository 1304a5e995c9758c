package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.DhcpServer;
import org.carillon.it.kit.Json;
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

    private void start(Map<String, ?> settings) {
        PhoneProcess.Builder builder = PhoneProcess.in(workspace).within(server.phones()).audio("null").option("--dhcp", server.link());
        if (!settings.isEmpty()) {
            builder.option("--config", effects.file(workspace.directory().resolve("start.xml"), settings).toString());
        }
        phone = builder.start();
        effects.requireApplied(phone);
    }

    private Object await(String what, Predicate<Object> condition) {
        return Await.value(what, PATIENCE, () -> java.util.Optional.of(phone.ctl("dhcp")).filter(condition),
                () -> phone.ctl("dhcp") + "\n" + phone.tail() + "\n" + server.log());
    }

    private static List<?> locations(Object answer) {
        return Json.list(answer, "locations").stream().map(location -> Json.text(location, "url") + " " + Json.text(location, "origin"))
                .toList();
    }

    @Test
    public void everyOptionOfIpv4IsHeard() {
        server = DhcpServer.in(workspace).serve("66,http://" + DhcpServer.ADDRESS + "/phones", "67,/desk", "42,10.77.0.8,10.77.0.9",
                "100,PST8PDT\\,M3.2.0\\,M11.1.0", "132,\"200\"", "133,\"3\"", "15,carillon.test", "12,\"desk-seven\"");
        start(Map.of());
        Object answer = await("a lease", now -> !locations(now).isEmpty());
        assertThat(locations(answer)).isEqualTo(List.of("http://" + DhcpServer.ADDRESS + "/phones/desk DHCP option 66 and 67"));
        assertThat(server.addresses()).contains("inet " + Json.text(answer, "ipv4", "address") + "/24");
        assertThat(phone.get("Setting8021pPriority")).isEqualTo("3");
        assertThat(phone.get("Setting8021pUserPriority")).isEqualTo("3");
        assertThat(Json.text(phone.ctl("get", "Setting8021pPriority"), "source")).isEqualTo("DHCP option 133");
        assertThat(Json.text(phone.ctl("get", "Setting8021pPriority"), "layer")).isEqualTo("network");
        System.out.println(answer);
        assertThat(workspace.directory()).isNotNull();
        assertThat(phone.home().resolve("network/resolv.conf")).hasContent("nameserver " + DhcpServer.ADDRESS + "\nsearch carillon.test");
        assertThat(server.log()).contains("vendor class: aledevice");
    }
}
