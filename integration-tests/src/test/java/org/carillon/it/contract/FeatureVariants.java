package org.carillon.it.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.RawWeb;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Variant;

/**
 * For each feature bundle: how one version of it differs from the next, and where a phone shows that. A new feature adds itself here.
 */
public final class FeatureVariants {
    /**
     * @param settings
     *            with which the feature shows something
     * @param change
     *            makes a variant the one of a number
     * @param shown
     *            what the phone shows of that number
     * @param look
     *            what it shows
     */
    private record Recipe(Map<String, String> settings, Change change, Function<Integer, String> shown, Look look) {}

    private interface Look {
        List<?> at(FeatureVariants phone);
    }

    /**
     * What callers get who call while the feature shows something.
     *
     * @param number
     *            status from the version of a number
     * @param original
     *            status from the original
     */
    private record Answer(IntUnaryOperator number, int original) {}

    private interface Change {
        Variant in(Variant variant, int number);
    }

    /** Is told what versions of action URLs have for a variable. */
    private static final RawWeb LISTENER = RawWeb.polite();

    /** Has the beginning of a file that is encrypted for a certificate. */
    private static final RawWeb ENVELOPES = new RawWeb(out -> {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(HexFormat.of().parseHex("300b06092a864886f70d010703"));
    });

    private static final String NO_CERTIFICATE = "the file is encrypted for a certificate, and this phone has none";

    private static final Map<String, Recipe> RECIPES = Map.of("org.carillon.feature.dnd",
            new Recipe(Map.of("FeatureDndEnable", "true"),
                    (variant, number) -> variant.text("dnd", "dnd-" + number).result("refuseCode", 450 + number),
                    number -> "dnd-" + number, FeatureVariants::icons),
            "org.carillon.feature.forward",
            new Recipe(Map.of("FeatureImmFwdNumber", "300", "FeatureImmFwdEnable", "true"),
                    (variant, number) -> variant.text("forward", "forward-" + number), number -> "forward-" + number,
                    FeatureVariants::icons),
            "org.carillon.feature.actionurl",
            new Recipe(Map.of("ActionUrlOffHook", LISTENER.url() + "?$addon_number"),
                    (variant, number) -> variant.text("0", "variant-" + number), number -> "/?variant-" + number, FeatureVariants::told),
            "org.carillon.feature.actionuri",
            new Recipe(Map.of("FeatureActionUriEnable", "true", "FeatureActionUriPromptEnable", "false", "FeatureActionUriLimitIp", "Any"),
                    (variant, number) -> variant.text("OK", "variant-" + number), number -> "variant-" + number,
                    FeatureVariants::answered),
            "org.carillon.feature.dhcp",
            new Recipe(Map.of(), (variant, number) -> variant.text("none", "none-" + number), number -> "none-" + number,
                    FeatureVariants::client),
            "org.carillon.feature.pnp",
            new Recipe(Map.of(), (variant, number) -> variant.text("no network but this phone itself", "alone-" + number),
                    number -> "alone-" + number, phone -> List.of(Json.text(phone.ctl.apply(List.of("pnp")), "state"))),
            "org.carillon.feature.redirection",
            new Recipe(Map.of(), (variant, number) -> variant.text("none", "none-" + number), number -> "none-" + number,
                    phone -> List.of(Json.text(phone.ctl.apply(List.of("redirection")), "eds"))),
            "org.carillon.feature.scep",
            new Recipe(Map.of(), (variant, number) -> variant.text("off", "off-" + number), number -> "off-" + number,
                    FeatureVariants::enrolment),
            "org.carillon.feature.cms",
            new Recipe(Map.of("DeviceProvisionServerUrl", ENVELOPES.url() + "config.xml"),
                    (variant, number) -> variant.text(NO_CERTIFICATE, "variant-" + number), number -> "variant-" + number,
                    FeatureVariants::opened));

    private static final Map<String, Answer> ANSWERS = Map.of("org.carillon.feature.dnd", new Answer(number -> 450 + number, 486),
            "org.carillon.feature.forward", new Answer(number -> 302, 302));

    private final String bundle;
    private final Function<List<String>, Object> ctl;
    private final IntSupplier http;
    private final Recipe recipe;

    /**
     * @param bundle
     *            symbolic name
     * @param ctl
     *            asks the phone
     * @param http
     *            its port for HTTP
     */
    public FeatureVariants(String bundle, Function<List<String>, Object> ctl, IntSupplier http) {
        this.bundle = bundle;
        this.ctl = ctl;
        this.http = http;
        recipe = RECIPES.get(bundle);
        if (recipe == null) {
            throw new AssertionError(bundle + " has no variants here: say how its versions are to differ, and where that is seen");
        }
    }

    /** The features that decide about calls. */
    public static Set<String> ofCalls() {
        return new TreeSet<>(ANSWERS.keySet());
    }

    /** The status that a caller gets from the version of a number. */
    public int answer(int number) {
        return ANSWERS.get(bundle).number().applyAsInt(number);
    }

    /** The status that a caller gets from the version that stands in the image. */
    public int originalAnswer() {
        return ANSWERS.get(bundle).original();
    }

    /** Makes the feature do nothing. */
    public void rest() {
        recipe.settings().keySet().forEach(id -> ctl.apply(List.of("unset", id)));
    }

    /** Makes the feature show something. */
    public void prepare() {
        recipe.settings().forEach((id, value) -> ctl.apply(List.of("set", id, value)));
    }

    /** The version that stands in the image. */
    public Path original() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Repository.ROOT.resolve("product/target/image/plugins"),
                bundle + "_*.jar")) {
            return found.iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Variant number(int number) {
        return recipe.change().in(Variant.of(original(), "0.1.0.variant-" + number), number);
    }

    /** Waits until the phone does what that variant does, and no other one. */
    public void awaitSeen(int number) {
        String shown = recipe.shown().apply(number);
        Await.until(bundle + " does what variant " + number + " does", Duration.ofSeconds(3), () -> recipe.look().at(this).contains(shown),
                () -> "the phone shows " + recipe.look().at(this));
    }

    /** What is answered to an action URI. */
    private List<?> answered() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.getAsInt())) {
            socket.getOutputStream().write("GET /servlet?key=BACK_IDLE HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<?> icons() {
        return Json.list(ctl.apply(List.of("screen")), "icons");
    }

    /** What it says of a DHCP client that is not there. */
    private List<?> client() {
        return List.of(Json.text(ctl.apply(List.of("dhcp")), "client"));
    }

    /** What it says of a server of certificates that nobody named. */
    private List<?> enrolment() {
        return List.of(Json.text(ctl.apply(List.of("scep")), "state"));
    }

    /** Why a file for a certificate cannot be used. */
    private List<?> opened() {
        return List.of(Json.text(ctl.apply(List.of("provision")), "files", 0, "error"));
    }

    /** What is told when the handset is lifted now. */
    private List<?> told() {
        int before = LISTENER.targets().size();
        ctl.apply(List.of("key", "OFFHOOK"));
        Await.until("somebody is told", Duration.ofSeconds(3), () -> LISTENER.targets().size() > before);
        return LISTENER.targets().subList(before, LISTENER.targets().size());
    }
}
