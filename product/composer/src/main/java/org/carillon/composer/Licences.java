package org.carillon.composer;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Finds out under which licences a jar may be shipped; refuses what a phone must not carry. */
final class Licences {
    private static final Pattern REFUSED = Pattern.compile("(?i)\\b[AL]?GPL|gnu\\.org|GNU (Lesser |Affero |Library )?General Public");

    /** How SPDX calls what manifests call by many names. */
    private static final Map<Pattern, String> SPDX = new LinkedHashMap<>();
    static {
        SPDX.put(Pattern.compile("(?i).*apache.*2(\\.0)?\\b.*"), "Apache-2.0");
        SPDX.put(Pattern.compile("(?i).*(eclipse\\.org/legal/epl-2\\.0|\\bEPL-2\\.0|org/legal/epl-v20|epl-2\\.0).*"), "EPL-2.0");
        SPDX.put(Pattern.compile("(?i).*opensource\\.org/licenses/mit\\b.*|mit( license)?"), "MIT");
        SPDX.put(Pattern.compile("(?i).*\\bBSD-3-Clause\\b.*"), "BSD-3-Clause");
    }

    private final Properties known = new Properties();

    /**
     * @param file
     *            a properties file: licences by symbolic name, of jars whose manifest states none
     */
    Licences(Path file) throws CompositionException {
        try (Reader reader = Files.newBufferedReader(file)) {
            known.load(reader);
        } catch (IOException e) {
            throw new CompositionException(file + " cannot be read: " + e, e);
        }
    }

    /** SPDX identifiers where there is one. */
    List<String> of(Jar jar) throws CompositionException {
        String header = jar.header("Bundle-License");
        String stated = header == null ? known.getProperty(jar.symbolicName()) : header;
        if (stated == null) {
            throw new CompositionException("the licence of " + jar.symbolicName() + " is not known");
        }
        List<String> licences = new ArrayList<>();
        Parameters parameters = OSGiHeader.parseHeader(stated);
        parameters.forEach((name, attributes) -> licences.add(spdx(name)));
        for (String licence : licences) {
            if (REFUSED.matcher(licence).find()) {
                throw new CompositionException(jar.symbolicName() + " is under " + licence + ", which no image may carry");
            }
        }
        return licences;
    }

    private static String spdx(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).startsWith("http") ? name.strip() : name.strip().replace("\"", "");
        for (Map.Entry<Pattern, String> entry : SPDX.entrySet()) {
            if (entry.getKey().matcher(plain).matches()) {
                return entry.getValue();
            }
        }
        return plain;
    }
}
