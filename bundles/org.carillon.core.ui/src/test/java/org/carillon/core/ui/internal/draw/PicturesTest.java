package org.carillon.core.ui.internal.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.carillon.core.ui.internal.model.Scene;
import org.carillon.core.ui.internal.model.Scene.Body;
import org.carillon.core.ui.internal.model.Scene.Dial;
import org.carillon.core.ui.internal.model.Scene.Editor;
import org.carillon.core.ui.internal.model.Scene.Farewell;
import org.carillon.core.ui.internal.model.Scene.Gauge;
import org.carillon.core.ui.internal.model.Scene.Idle;
import org.carillon.core.ui.internal.model.Scene.Item;
import org.carillon.core.ui.internal.model.Scene.Listing;
import org.carillon.core.ui.internal.model.Scene.Other;
import org.carillon.core.ui.internal.model.Scene.Question;
import org.carillon.core.ui.internal.model.Scene.Row;
import org.carillon.core.ui.internal.model.Scene.Status;
import org.carillon.core.ui.internal.model.Scene.Talk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws each state on each kind of screen, to {@code target/screens}: they are made to be looked at. */
class PicturesTest {
    private static final Path DIRECTORY = Path.of("target/screens");
    private static final Status STATUS = new Status("Reception", "registered", List.of("dnd", "forward"), List.of(), "09:41");
    private static final String NAME = "Alexandra Winterbottom-Kowalczyk";

    private record Model(String name, int width, int height, int softkeys, int lineKeys) {
        Glass glass() {
            return width > 320 ? new Glass(width, height, 46, 73) : new Glass(width, height, 25, lineKeys > 6 ? 45 : 60);
        }
    }

    private static final List<Model> MODELS = List.of(new Model("H3G", 320, 240, 4, 3), new Model("M5s", 320, 240, 4, 8),
            new Model("M8", 800, 480, 5, 10));

    static Stream<Scene> scenes() {
        return MODELS.stream().flatMap(PicturesTest::scenes);
    }

    private static Stream<Scene> scenes(Model model) {
        List<Row> rows = List.of(new Row("Reception", "2001", "registered"), new Row("2002", "2002", "registering"),
                new Row("Warehouse", "2003", "failed"));
        Map<String, String> none = Map.of();
        Map<String, String> keys = new LinkedHashMap<>(Map.of("L1", "DND", "L2", "Forward", "L3", "Reception desk"));
        Map<String, String> both = Map.of("L1", "DND", "L2", "Forward", "L8", "Warehouse", "L3", "Paging");
        return Stream.of(
                scene(model, "idle", new Idle("Reception", "09:41", "Friday, 27 November", rows), none, "", "DND", "Forward", "Redial",
                        "Menu"),
                scene(model, "idle", new Idle("Reception", "09:41", "Wednesday, 30 September", rows), both, "Do not disturb", "DND",
                        "Forward", "Redial", "Menu"),
                scene(model, "dialling", new Dial("", "Reception"), keys, "", "", "", "", "Cancel"),
                scene(model, "dialling", new Dial("004989123456", "Reception"), keys, "", "Call", "Backspace", "", "Cancel"),
                scene(model, "dialling", talk("dialling", "Bob Marsh", "", List.of()), keys, "", "", "", "", "End"),
                scene(model, "early", talk("early", "200", "", List.of()), none, "", "", "", "", "End"),
                scene(model, "ringing", talk("ringing", NAME, "", List.of()), keys, "", "Answer", "", "Forward", "Reject"),
                scene(model, "ringing", talk("ringing", "Carol", "", List.of(), new Other("Bob Marsh", "talking")), none, "", "",
                        "Answer", "Reject", "End"),
                scene(model, "talking", talk("talking", "Bob Marsh", "01:47", List.of("Encrypted")), keys, "", "Hold", "", "", "End"),
                scene(model, "talking", talk(Scene.HELD_BY_PEER, NAME, "1:02:47", List.of("Muted", "Encrypted"),
                        new Other(NAME, "held"), new Other("Dave", "held"), new Other("Eve", "held")), none, "no line is registered",
                        "", "", "", "End"),
                scene(model, "held", talk("held", "Bob Marsh", "00:12", List.of()), none, "", "New Call", "", "Resume", "End"),
                scene(model, "ended", new Farewell("Bob Marsh", "Busy Here", ""), none, "", "", "", "", "End"),
                scene(model, "menu", new Listing("Do not disturb",
                        List.of(new Item("DND Status", "Off", false), new Item("On Code", "*78", false), new Item("Off Code", "", false),
                                new Item("Programmable Keys", "", true), new Item("Account ID", "", true), new Item("Six", "6", false),
                                new Item("Seven", "7", false), new Item("Eight", "8", false)),
                        1), none, "", "Back", "", "", "Select"),
                scene(model, "menu", new Editor("On Code", "*78", "A code of at most 32 characters; * and # are typed as they are.", true),
                        none, "", "Back", "", "Delete", "Save"),
                scene(model, "menu", new Editor("DND Status", "On", "", false), keys, "", "Back", "Switch", "", "Save"),
                scene(model, "prompt", new Question("Allow remote control from 192.168.100.200?"), keys, "", "OK", "", "", "Cancel"),
                with(scene(model, "idle", new Idle("Reception", "09:41", "Friday, 27 November", rows), keys, "", "DND", "", "", "Menu"),
                        new Gauge("silent", "Ringing volume", 0, 10)),
                with(scene(model, "talking", talk("talking", "Bob Marsh", "01:47", List.of()), none, "", "Hold", "", "", "End"),
                        new Gauge("speaker", "Volume", 7, 10)));
    }

    private static Talk talk(String state, String name, String duration, List<String> badges, Other... others) {
        return new Talk(state, name, name.equals("200") ? "" : "+49 89 123456", "Reception", duration, badges, List.of(), List.of(others));
    }

    private static Scene scene(Model model, String state, Body body, Map<String, String> keys, String notice, String... softkeys) {
        List<String> labels = new ArrayList<>(List.of(softkeys));
        if (labels.size() < model.softkeys()) {
            labels.add(1, "");
        }
        Map<String, String> lights = keys.isEmpty() ? Map.of() : Map.of("L1", "solid red", "L2", "solid blue");
        return new Scene(state, STATUS, body, labels, model.lineKeys(), keys, lights, notice, notice, null, false, List.of(), null,
                Duration.ofMinutes(1));
    }

    private static Scene with(Scene scene, Gauge gauge) {
        return new Scene(scene.state(), new Status("Reception", "registered", List.of("silent"), List.of(), "09:41"), scene.body(),
                scene.softkeys(),
                scene.lineKeys(), scene.keys(), scene.lights(), "", "", gauge, false, List.of(), null, scene.tick());
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void everyStateHasItsPicture(Scene scene) throws IOException {
        Model model = MODELS.stream().filter(one -> one.lineKeys() == scene.lineKeys()).findFirst().orElseThrow();
        Canvas canvas = new Canvas(model.glass());
        assertThat(canvas.show(scene)).singleElement();
        byte[] png = canvas.png();
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isEqualTo(model.width());
        assertThat(picture.getHeight()).isEqualTo(model.height());
        Files.createDirectories(DIRECTORY);
        int number = (int) scenes(model).takeWhile(other -> !other.equals(scene)).count();
        Files.write(DIRECTORY.resolve(model.name() + "-" + "%02d-".formatted(number) + scene.state() + ".png"), png);
    }
}
