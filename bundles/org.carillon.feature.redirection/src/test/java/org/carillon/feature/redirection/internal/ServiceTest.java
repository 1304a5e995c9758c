package org.carillon.feature.redirection.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.provisioning.Lookups;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.Mutator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;

class ServiceTest {
    private static final URI QUESTION = URI.create("https://redirect.example/phones/3C28A6200088?model=M8");

    private final Map<String, String> properties = new HashMap<>(Map.of("carillon.redirection.eds", "https://redirect.example/phones/"));
    private final Map<URI, String> answers = new HashMap<>();
    private final FakePhone phone = new FakePhone(Path.of("/nowhere"));
    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[]{BundleContext.class}, (proxy, method, arguments) -> properties.get(arguments[0]));
    private final Lookups lookups = (url, maxBytes) -> {
        assertThat(maxBytes).isEqualTo(Service.MAX_BYTES);
        return Optional.ofNullable(answers.get(url)).map(text -> text.getBytes(ISO_8859_1));
    };

    private List<Location> eds() throws IOException {
        return new Eds(context, phone, lookups).locations();
    }

    private static List<String> read(String list) throws IOException {
        return Service.read(list.getBytes(ISO_8859_1));
    }

    @Test
    void aPhoneIsKnownByMacAndModel() throws IOException {
        answers.put(QUESTION, "# yours\r\nhttps://one.example/\r\n\r\nhttps://two.example/$mac.xml\r\n");
        assertThat(eds()).containsExactly(new Location("https://one.example/", "EDS"),
                new Location("https://two.example/$mac.xml", "EDS"));
        phone.model("M7s Pro");
        assertThat(eds()).isEmpty();
        answers.put(URI.create("https://redirect.example/phones/3C28A6200088?model=M7s%20Pro"), "https://three.example");
        assertThat(eds()).hasSize(1);
    }

    @Test
    void eachHasAnAddressOfItsOwn() throws IOException {
        properties.put("carillon.redirection.rdds", "https://other.example");
        answers.put(URI.create("https://other.example/3C28A6200088?model=M8"), "https://one.example/");
        assertThat(eds()).isEmpty();
        assertThat(new Rdds(context, phone, lookups).locations()).containsExactly(new Location("https://one.example/", "RDDS"));
        assertThat(new RedirectionCommand(context, phone).run("redirection", List.of(), null))
                .isEqualTo(Map.of("eds", QUESTION.toString(), "rdds", "https://other.example/3C28A6200088?model=M8"));
    }

    @Test
    void aProductMayHaveNone() throws IOException {
        properties.clear();
        assertThat(new Eds(context, phone, (url, maxBytes) -> {
            throw new AssertionError("nobody is to be asked");
        }).locations()).isEmpty();
        RedirectionCommand command = new RedirectionCommand(context, phone);
        assertThat(command.run("redirection", List.of(), null)).isEqualTo(Map.of("eds", "none", "rdds", "none"));
        assertThatThrownBy(() -> command.run("redirection", List.of("x"), null)).isInstanceOf(CommandException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://redirect.example/", "redirect.example", "https:///phones", "https://u:p@redirect.example/",
            "https://r.example/?a=b",
            "https://r.example/ x", "https://r.example/#x"})
    void itIsAskedOverHttpsAlone(String address) {
        properties.put("carillon.redirection.eds", address);
        assertThatThrownBy(this::eds).isInstanceOf(IOException.class)
                .hasMessage("the address of this service, carillon.redirection.eds, is not usable: https://HOST/... is permitted");
        assertThat(new RedirectionCommand(context, phone).run("redirection", List.of(), null).toString()).contains("is not usable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://one.example/", "tftp://one.example/", "one.example", "/phones/", "https://", "<html>",
            "{\"url\":\"https://one.example/\"}",
            "https://one.example/\rhttps://two.example/", " https://one.example/", "https://one.example/\t", "https://b\u00fccher.example/",
            "https://one.example/%zz", "\0"})
    void oneThatIsNoHttpsUrlMakesTheAnswerVoid(String line) {
        assertThatThrownBy(() -> read("https://good.example/\r\n" + line + "\r\n")).isInstanceOf(IOException.class)
                .hasMessageStartingWith("line 2 of the answer is not usable: https://HOST/...");
    }

    @Test
    void anAnswerHasBounds() throws IOException {
        String longest = "https://one.example/" + "x".repeat(512 - 20);
        assertThat(read(longest)).containsExactly(longest);
        assertThatThrownBy(() -> read(longest + "x")).hasMessageContaining("512");
        assertThat(read("https://one.example/\n".repeat(Service.MOST))).hasSize(Service.MOST);
        assertThatThrownBy(() -> read("https://one.example/\n".repeat(Service.MOST + 1))).hasMessageContaining("names 9 URLs");
        assertThatThrownBy(() -> read("# nothing\n")).hasMessageContaining("names 0 URLs");
        assertThatThrownBy(() -> read("")).hasMessageContaining("names 0 URLs");
    }

    /** Whatever is answered, what comes out are URLs, or a complaint. */
    @Test
    void noiseIsAComplaintOrUrls() {
        Mutator mutator = new Mutator(2483, Service.MAX_BYTES);
        List<byte[]> samples = List.of("# yours\r\nhttps://one.example/a?b=c\r\nhttps://two.example:8443/$mac.xml\r\n".getBytes(ISO_8859_1),
                "https://[2001:db8::1]/\n".getBytes(ISO_8859_1));
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            try {
                List<String> urls = Service.read(mutator.next(samples));
                taken++;
                assertThat(urls).hasSizeBetween(1, Service.MOST).allMatch(url -> url.matches("(?i)https://[!-~]{1,504}"))
                        .allMatch(url -> URI.create(url).getHost() != null);
            } catch (IOException e) {
                assertThat(e.getMessage()).hasSizeLessThan(130).matches("[ -~]+");
            }
        }
        assertThat(taken).isBetween(1_000, 95_000);
    }
}
