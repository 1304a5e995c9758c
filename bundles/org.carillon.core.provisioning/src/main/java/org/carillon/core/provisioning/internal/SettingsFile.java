package org.carillon.core.provisioning.internal;

import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;

/** Settings as the text of a configuration file. */
final class SettingsFile {
    private SettingsFile() {}

    static String of(List<Setting> settings) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n");
        for (Setting setting : settings) {
            xml.append("  <setting id=\"").append(escaped(setting.id())).append('"');
            xml.append(setting.value() == null ? " define=\"default\"" : " value=\"" + escaped(setting.value()) + '"').append("/>\n");
        }
        return xml.append("</settings>\n").toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
