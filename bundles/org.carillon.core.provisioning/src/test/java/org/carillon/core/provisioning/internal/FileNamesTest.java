package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.core.provisioning.internal.FileNames.Wanted;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    private static final List<String> FILES = List.of("config.xml", "config.$model.xml", "config.$mac.xml");
    private final FileNames m8 = new FileNames("M8", "3C28A6200088");

    @Test
    void asksADirectoryForThreeFilesInOrder() {
        List<Wanted> sources = m8.of("http://server/phones", FILES);
        assertThat(sources).extracting(Wanted::layer).containsExactly(Layer.COMMON, Layer.DEVICE, Layer.MAC);
        assertThat(sources).extracting(source -> source.uris().getFirst().toString()).containsExactly("http://server/phones/config.xml",
                "http://server/phones/config.M8.xml", "http://server/phones/config.3C28A6200088.xml");
        assertThat(m8.of("http://server/phones/", FILES)).isEqualTo(sources);
    }

    @Test
    void aQueryStaysBehindThePath() {
        for (String url : List.of("http://h/prov?token=a/b", "http://h/prov/?token=a/b")) {
            assertThat(m8.of(url, FILES)).extracting(source -> source.uris().getFirst().toString()).containsExactly(
                    "http://h/prov/config.xml?token=a/b", "http://h/prov/config.M8.xml?token=a/b",
                    "http://h/prov/config.3C28A6200088.xml?token=a/b");
        }
        assertThat(m8.of("http://h?mac=$mac", List.of("config.xml")).getFirst().uris())
                .containsExactly(URI.create("http://h/config.xml?mac=3C28A6200088"));
        assertThat(m8.of("http://h/a.xml?token=b", FILES).getFirst().uris()).containsExactly(URI.create("http://h/a.xml?token=b"));
        assertThat(FileNames.within("http://h/users/?token=b#c", "a.xml")).isEqualTo("http://h/users/a.xml?token=b#c");
    }

    @Test
    void takesACompleteUrlAsOneFile() {
        assertThat(m8.of("https://server/$model/$mac.xml", FILES))
                .containsExactly(new Wanted(Layer.COMMON, "3C28A6200088.xml", List.of(URI.create("https://server/M8/3C28A6200088.xml"))));
    }

    @Test
    void triesAModelNameWithAndWithoutItsBlank() {
        FileNames pro = new FileNames("M7s Pro", "3C28A6200088");
        assertThat(pro.of("http://server", FILES).get(1).uris()).containsExactly(URI.create("http://server/config.M7s%20Pro.xml"),
                URI.create("http://server/config.M7sPro.xml"));
        assertThat(pro.layer("config.M7sPro.xml", FILES)).isEqualTo(Layer.DEVICE);
    }

    @Test
    void takesHttpsWhenNoSchemeIsGiven() {
        assertThat(m8.of("server:8443/a", FILES).getFirst().uris()).containsExactly(URI.create("https://server:8443/a/config.xml"));
    }

    @Test
    void knowsTheLayerOfAFileByItsName() {
        assertThat(m8.layer("config.xml", FILES)).isEqualTo(Layer.COMMON);
        assertThat(m8.layer("config.M8.xml", FILES)).isEqualTo(Layer.DEVICE);
        assertThat(m8.layer("config.3C28A6200088.xml", FILES)).isEqualTo(Layer.MAC);
        assertThat(m8.layer("mine.xml", FILES)).isEqualTo(Layer.MAC);
    }

    @Test
    void saysWhichUrlsArePermitted() {
        for (String url : List.of("ftp://server/", "http://", "http://a b c^/", "file:///etc/passwd")) {
            assertThatThrownBy(() -> m8.of(url, FILES)).as(url).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the URL is not usable");
        }
    }

    @Test
    void aDirectoryWithoutFileNamesIsRefused() {
        assertThatThrownBy(() -> m8.of("http://server/", List.of("", " ", ""))).hasMessageContaining("no configuration file has a name");
    }
}
