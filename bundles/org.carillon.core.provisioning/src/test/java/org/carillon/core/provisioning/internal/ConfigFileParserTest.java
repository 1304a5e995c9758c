package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.carillon.core.provisioning.internal.ConfigFileParser.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileParserTest {
    private static final int FILES = 5_000;
    /** Each character is one byte. */
    private static final List<String> TROUBLE = List.of("\0", "<", "&", "\"", ">", "]]>", "<![CDATA[", "<!--", "-->", "<?", "?>", "&#0;",
            "&#x110000;", "&x;",
            "&amp;", "\u00ff\u00fe", "\u00fe\u00ff", "\u00ef\u00bb\u00bf", "\u00c0\u0080", "\u00ed\u00a0\u0080", "encoding=\"UTF-16\" ",
            "encoding=\"UTF-32\" ",
            "encoding=\"nothing\" ", "version=\"1.1\" ", "standalone=\"yes\" ", "<!DOCTYPE settings [",
            "<!ENTITY x SYSTEM \"file:///etc/passwd\">", "]>",
            " id=\"x\"", " b:c=\"\"", "xmlns=\"\"", "<settings>", "</settings>", "<a><b><c>", "\u00f0\u009f\u0092\u00a9");

    private final ConfigFileParser parser = new ConfigFileParser();

    private Parsed parse(String text) throws FormatException {
        return parser.parse("config.xml", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsValuesDefaultsAndOverridesWithTheirLines() throws FormatException {
        Parsed parsed = parse("""
                <?xml version="1.0" encoding="UTF-8" ?>
                <settings>
                  <setting id=" Account1Label " value="A &amp; B"/>
                  <setting id="FeatureDndEnable" define="default" />
                  <setting id="FeatureDndMode" value="1" override="true"/>
                </settings>
                """);
        assertThat(parsed.settings()).containsExactly(new Setting(3, "Account1Label", "A & B", false),
                new Setting(4, "FeatureDndEnable", null, false),
                new Setting(5, "FeatureDndMode", "1", true));
        assertThat(parsed.rejected()).isEmpty();
    }

    @Test
    void rejectsWhatIsWrongAndKeepsTheRest() throws FormatException {
        Parsed parsed = parse("""
                <settings>
                  <setting value="1"/>
                  <setting id="A"/>
                  <setting id="B" value="1" define="default"/>
                  <setting id="C" define="factory"/>
                  <setting id="D" value="1" override="yes"/>
                  <other id="E" value="1"/>
                  <setting id="F" value="1"/>
                  <setting id="F" value="2"/>
                  <setting id="G" value="1" colour="red"/>
                </settings>
                """);
        assertThat(parsed.settings()).extracting(Setting::id).containsExactly("F", "G");
        assertThat(parsed.rejected()).extracting(Rejection::line).containsExactly(2, 3, 4, 5, 6, 7, 9, 10);
        assertThat(parsed.rejected()).extracting(Rejection::permitted).contains("each id once; an earlier line sets it and stands",
                "define takes default only", "override takes true or false");
    }

    @Test
    void refusesWhatIsNoXmlWithTheLine() {
        assertThatThrownBy(() -> parse("<settings>\n<setting id='A' value='1'>\n</settings>")).isInstanceOf(FormatException.class)
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> parse("hello")).isInstanceOf(FormatException.class).hasMessageContaining("no well-formed XML");
        assertThatThrownBy(() -> parse("")).isInstanceOf(FormatException.class);
    }

    @Test
    void refusesAWrongRootByName() {
        assertThatThrownBy(() -> parse("<config/>")).hasMessageContaining("<config>").hasMessageContaining("<settings>");
    }

    @Test
    void refusesWrongEncoding() {
        byte[] latin1 = "<?xml version='1.0' encoding='UTF-8'?><settings><setting id='A' value='é'/></settings>"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> parser.parse("config.xml", latin1)).isInstanceOf(FormatException.class);
    }

    @Test
    void readsADeclaredEncoding() throws FormatException {
        byte[] latin1 = "<?xml version='1.0' encoding='ISO-8859-1'?><settings><setting id='A' value='é'/></settings>"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(parser.parse("config.xml", latin1).settings()).containsExactly(new Setting(1, "A", "é", false));
    }

    @Test
    void expandsNoBillionLaughs() {
        StringBuilder dtd = new StringBuilder("<!DOCTYPE settings [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 10; i++) {
            dtd.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10)).append("'>");
        }
        String text = dtd + "]><settings><setting id='A' value='&l9;'/></settings>";
        assertThatThrownBy(() -> parse(text)).isInstanceOf(FormatException.class).hasMessageContaining("document type declaration");
    }

    @Test
    void fetchesNothing() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            for (String dtd : new String[]{"<!DOCTYPE settings SYSTEM '" + url + "'>",
                    "<!DOCTYPE settings [<!ENTITY x SYSTEM '" + url + "'>]>",
                    "<!DOCTYPE settings [<!ENTITY % x SYSTEM '" + url + "'> %x;]>"}) {
                assertThatThrownBy(() -> parse(dtd + "<settings><setting id='A' value='1'/></settings>"))
                        .isInstanceOf(FormatException.class);
            }
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void boundsTheNumberOfSettings() {
        StringBuilder text = new StringBuilder("<settings>");
        for (int i = 0; i <= ConfigFileParser.MAX_SETTINGS; i++) {
            text.append("<setting id='S").append(i).append("' value='1'/>");
        }
        assertThatThrownBy(() -> parse(text.append("</settings>").toString()))
                .hasMessageContaining("more than " + ConfigFileParser.MAX_SETTINGS);
    }

    @Test
    void boundsWhatIsWrong() {
        assertThatThrownBy(() -> parse("<settings>" + "<a/>".repeat(2_000) + "</settings>"))
                .hasMessageContaining("more than " + ConfigFileParser.MAX_REJECTED + " faults");
        assertThatThrownBy(() -> parse("<settings>" + "<a>".repeat(100) + "</a>".repeat(100) + "</settings>"))
                .hasMessageContaining("nested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"value=\"geheim&geheim\"", "value=\"&geheim;\"", "value=\"\" geheim\"", "value=geheim", "value=\"<geheim\""})
    void aPasswordThatBreaksTheFileIsNotRepeated(String value) {
        assertThatThrownBy(() -> parse("<settings>\n<setting id=\"Account1Password\" " + value + "/>\n</settings>"))
                .isInstanceOf(FormatException.class).hasMessageContaining("line 2").hasMessageNotContaining("geheim");
    }

    /** What a file may turn into on its way, and what somebody may make of it: read or refused in words, never anything else. */
    @Test
    void whateverBecomesOfAFileItIsReadOrRefused() {
        Random random = new Random(5);
        byte[] file = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- phones -->\n<settings xmlns:a=\"urn:a\">\n"
                + "  <setting id=\"Account1Label\" value=\"A &amp; B \u00e9\"/>\n  <setting id=\"FeatureDndEnable\" define=\"default\"/>\n"
                + "  <setting id=\"Account1Password\" value=\"geheim\" override=\"true\"></setting>\n</settings>\n")
                .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] changed = file;
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                changed = changed(random, changed);
            }
            try {
                parser.parse("config.xml", changed);
                read++;
            } catch (FormatException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("Exception", "java.", "geheim").hasSizeLessThan(300);
            }
        }
        assertThat(read).as("files that could be read all the same").isBetween(FILES / 100, FILES * 9 / 10);
    }

    /** Cuts something out, doubles it, puts something in or turns a bit. */
    private static byte[] changed(Random random, byte[] file) {
        int from = random.nextInt(file.length + 1);
        int to = Math.min(file.length, from + random.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> {
                // cut out
            }
            case 1 -> {
                out.write(file, from, to - from);
                out.write(file, from, to - from);
            }
            case 2 -> {
                byte[] more = TROUBLE.get(random.nextInt(TROUBLE.size())).getBytes(StandardCharsets.UTF_16LE);
                for (int i = 0; i < more.length; i += 2) {
                    out.write(more[i]);
                }
                out.write(file, from, to - from);
            }
            default -> {
                for (int i = from; i < to; i++) {
                    out.write(random.nextInt(16) == 0 ? file[i] ^ 1 << random.nextInt(8) : file[i]);
                }
            }
        }
        out.write(file, to, file.length - to);
        return out.toByteArray();
    }
}
