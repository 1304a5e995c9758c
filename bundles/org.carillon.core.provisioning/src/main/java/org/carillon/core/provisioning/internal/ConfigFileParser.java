package org.carillon.core.provisioning.internal;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;

/**
 * Reads a configuration file (manual 3.6.5): {@code <settings><setting id="..." value="..." override="true"/></settings>}, where {@code
 * define="default"} may stand instead of a value. A DTD is refused, so that nothing is expanded or fetched. Threads may share an instance.
 */
final class ConfigFileParser {
    static final int MAX_SETTINGS = 50_000;
    static final int MAX_REJECTED = 1_000;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUE = 16_384;
    private static final Set<String> KNOWN = Set.of("id", "value", "define", "override");
    private static final Set<String> OURS = Set.of("settings", "setting", "</settings>", "</setting>", "id", "value", "define", "override");
    private static final Pattern NAME = Pattern.compile("\"([^\"]*)\"");

    /** A file that cannot be used at all; the message says where and why. */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }

    /**
     * @param rejected
     *            elements that were left out
     */
    record Parsed(List<Setting> settings, List<Rejection> rejected) {}

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

    ConfigFileParser() {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, true); // reported as an event, which is refused: a clear message instead of "undeclared entity"
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("http://java.sun.com/xml/stream/properties/ignore-external-dtd", true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities are not permitted");
        });
    }

    Parsed parse(String name, byte[] content) throws FormatException {
        XMLStreamReader reader = null;
        try {
            reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
            return new Document(name, reader).read();
        } catch (XMLStreamException e) {
            throw new FormatException("no well-formed XML: " + firstLine(e));
        } finally {
            close(reader);
        }
    }

    /** Names are left out: where a quotation mark is missing, or an ampersand stands for itself, they are part of a value, maybe of a secret. */
    private static String firstLine(XMLStreamException e) {
        String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNumber() + ": ";
        String text = String.valueOf(e.getMessage()).replaceFirst("(?s).*Message: ", "");
        String line = text.lines().findFirst().orElse("unreadable");
        return where
                + NAME.matcher(line).replaceAll(name -> OURS.contains(name.group(1)) ? Matcher.quoteReplacement(name.group()) : "\"...\"");
    }

    private static void close(XMLStreamReader reader) {
        try {
            if (reader != null) {
                reader.close();
            }
        } catch (XMLStreamException e) {
            // it only reads from memory
        }
    }

    /** One reading. */
    private static final class Document {
        private final String name;
        private final XMLStreamReader reader;
        private final List<Setting> settings = new ArrayList<>();
        private final List<Rejection> rejected = new ArrayList<>();
        private final Set<String> ids = new HashSet<>();

        Document(String name, XMLStreamReader reader) {
            this.name = name;
            this.reader = reader;
        }

        Parsed read() throws XMLStreamException, FormatException {
            int depth = 0;
            boolean root = false;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD ->
                        throw new FormatException("line " + line() + ": a document type declaration is not permitted");
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        if (depth > MAX_DEPTH) {
                            throw new FormatException("line " + line() + ": elements nested more than " + MAX_DEPTH + " deep");
                        }
                        if (depth == 1) {
                            root = true;
                            requireRoot();
                        } else if (depth == 2 && reader.getLocalName().equals("setting")) {
                            setting();
                        } else {
                            reject("", "", "element <" + reader.getLocalName() + "> is not known; <setting> inside <settings> is");
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {
                        // comments and white space
                    }
                }
            }
            if (!root) {
                throw new FormatException("empty document, expected <settings>");
            }
            return new Parsed(List.copyOf(settings), List.copyOf(rejected));
        }

        private void requireRoot() throws FormatException {
            if (!reader.getLocalName().equals("settings")) {
                throw new FormatException("line " + line() + ": root element is <" + reader.getLocalName() + ">, expected <settings>");
            }
        }

        private void setting() throws FormatException {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (!KNOWN.contains(reader.getAttributeLocalName(i))) {
                    reject(id(), "", "attribute " + reader.getAttributeLocalName(i) + " is not known; id, value, define and override are");
                }
            }
            String value = reader.getAttributeValue(null, "value");
            String define = reader.getAttributeValue(null, "define");
            String problem = problem(value, define);
            if (problem != null) {
                reject(id(), "", problem);
                return;
            }
            if (settings.size() == MAX_SETTINGS) {
                throw new FormatException("line " + line() + ": more than " + MAX_SETTINGS + " settings");
            }
            ids.add(id());
            settings.add(
                    new Setting(line(), id(), define == null ? value : null, "true".equals(reader.getAttributeValue(null, "override"))));
        }

        private String problem(String value, String define) {
            String override = reader.getAttributeValue(null, "override");
            if (id().isEmpty()) {
                return "a setting needs an id";
            }
            if (define != null && !define.equals("default")) {
                return "define takes default only";
            }
            if (value == null && define == null) {
                return "a setting needs a value, or define=\"default\"";
            }
            if (value != null && define != null) {
                return "value and define exclude each other";
            }
            if (value != null && value.length() > MAX_VALUE) {
                return "a value has " + MAX_VALUE + " characters at most";
            }
            if (override != null && !override.equals("true") && !override.equals("false")) {
                return "override takes true or false";
            }
            return ids.contains(id()) ? "each id once; an earlier line sets it and stands" : null;
        }

        private String id() {
            String id = reader.getAttributeValue(null, "id");
            return id == null ? "" : id.strip();
        }

        private int line() {
            return reader.getLocation().getLineNumber();
        }

        private void reject(String id, String value, String permitted) throws FormatException {
            if (rejected.size() == MAX_REJECTED) {
                throw new FormatException("line " + line() + ": more than " + MAX_REJECTED + " faults");
            }
            rejected.add(new Rejection(name, line(), id, value, permitted));
        }
    }
}
