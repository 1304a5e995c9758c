package org.carillon.feature.dnd.internal;

import java.io.StringReader;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** DND in the event package as-feature-event, in the words of ECMA-323 (CSTA). */
final class DndEvent {
    static final String PACKAGE = "as-feature-event";
    static final String TYPE = "application/x-as-feature-event+xml";

    private static final int MAX_LENGTH = 16_384;
    /** Where the document begins: a notification may hold several, in parts (RFC 2046 5.1). */
    private static final Pattern START = Pattern.compile("<([\\w.-]+:)?DoNotDisturbEvent[\\s>]");

    private DndEvent() {}

    /** Asks the server to turn DND on or off. */
    static String request(boolean on) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <SetDoNotDisturb xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">
                  <device></device>
                  <doNotDisturbOn>%s</doNotDisturbOn>
                </SetDoNotDisturb>
                """.formatted(on);
    }

    /** What a notification says about DND; empty when it says nothing, or cannot be read. */
    static Optional<Boolean> parse(String body) {
        Matcher start = START.matcher(body);
        if (body.length() > MAX_LENGTH || !start.find()) {
            return Optional.empty();
        }
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            return state(factory.createXMLStreamReader(new StringReader(body.substring(start.start()))));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> state(XMLStreamReader reader) throws XMLStreamException {
        for (int event = reader.next(); !isEnd(event, reader); event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("doNotDisturbOn")) {
                return switch (reader.getElementText().strip()) {
                    case "true", "1" -> Optional.of(true);
                    case "false", "0" -> Optional.of(false);
                    default -> Optional.empty();
                };
            }
        }
        return Optional.empty();
    }

    private static boolean isEnd(int event, XMLStreamReader reader) {
        return event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("DoNotDisturbEvent");
    }
}
