package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SettingsFileTest {
    private static final String ODD = "a<b>&\"'\t\r\n\u00fc\ud83d\ude00";

    @Test
    void aFileReadsBackAsItWas() throws Exception {
        String file = SettingsFile.of(List.of(new Setting(0, "Text", ODD, false), new Setting(0, "Other", null, false)));
        Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new InputSource(new StringReader(file)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("settings");
        Element text = (Element) document.getElementsByTagName("setting").item(0);
        assertThat(text.getAttribute("id")).isEqualTo("Text");
        assertThat(text.getAttribute("value")).isEqualTo(ODD);
        Element other = (Element) document.getElementsByTagName("setting").item(1);
        assertThat(other.getAttribute("define")).isEqualTo("default");
        assertThat(other.hasAttribute("value")).isFalse();
    }
}
