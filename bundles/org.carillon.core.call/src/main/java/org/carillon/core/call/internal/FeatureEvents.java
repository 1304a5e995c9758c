package org.carillon.core.call.internal;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.carillon.api.call.ServerFeature.Document;

/** The event package as-feature-event, whose documents are those of ECMA-323 (CSTA). */
final class FeatureEvents {
    static final String PACKAGE = "as-feature-event";
    static final String TYPE = "application/x-as-feature-event+xml";

    private static final String NAMESPACE = "http://www.ecma-international.org/standards/ecma-323/csta/ed3";
    private static final int MAX_LENGTH = 16_384;
    private static final int MOST = 16;
    /** Where a document begins: a notification may hold several, in parts (RFC 2046 5.1). */
    private static final Pattern START = Pattern.compile("<(?:[\\w.-]+:)?(\\w+Event)[\\s>]");

    private FeatureEvents() {}

    static String write(Document request) {
        try {
            StringWriter text = new StringWriter();
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(request.name());
            writer.writeDefaultNamespace(NAMESPACE);
            element(writer, "device", "");
            for (Map.Entry<String, String> element : request.elements().entrySet()) {
                element(writer, element.getKey(), element.getValue());
            }
            writer.writeEndElement();
            writer.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException(request.name(), e);
        }
    }

    private static void element(XMLStreamWriter writer, String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }

    /** The events of a notification; those that cannot be read are left out, and so is all of one that is too long. */
    static List<Document> read(String body) {
        List<Document> events = new ArrayList<>();
        Matcher start = START.matcher(body.length() > MAX_LENGTH ? "" : body);
        for (int i = 0; i < MOST && start.find(); i++) {
            try {
                XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
                factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
                factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
                events.add(event(start.group(1), factory.createXMLStreamReader(new StringReader(body.substring(start.start())))));
            } catch (XMLStreamException e) {
                // the next one may be sound
            }
        }
        return events;
    }

    private static Document event(String name, XMLStreamReader reader) throws XMLStreamException {
        SequencedMap<String, String> elements = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); !isEnd(event, reader, name); event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> text.setLength(0);
                case XMLStreamConstants.CHARACTERS -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> elements.putIfAbsent(reader.getLocalName(), text.toString().strip());
                default -> {}
            }
        }
        return new Document(name, elements);
    }

    private static boolean isEnd(int event, XMLStreamReader reader, String name) {
        return event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals(name);
    }
}
