package org.carillon.feature.dnd.internal;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Bodies of the event package as-feature-event: DND in the words of ECMA-323 (CSTA), as application servers use them. */
final class DoNotDisturbEvent {
    static final String PACKAGE = "as-feature-event";
    static final String TYPE = "application/x-as-feature-event+xml";
    private static final int MAX_LENGTH = 16_384;

    private DoNotDisturbEvent() {}

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
        int start = body.indexOf("<DoNotDisturbEvent");
        if (start < 0 || body.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(body.substring(start)));
            try {
                return state(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> state(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("doNotDisturbOn")) {
                return switch (reader.getElementText().strip()) {
                    case "true", "1" -> Optional.of(true);
                    case "false", "0" -> Optional.of(false);
                    default -> Optional.empty();
                };
            }
            if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("DoNotDisturbEvent")) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
