package org.carillon.releng.checks;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.header.Parameters;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A bundle as it was built: what the laws look at.
 *
 * @param components
 *            root elements of its component descriptions
 * @param metatypes
 *            root elements of its metatype resources
 * @param packages
 *            packages of its classes
 */
record BuiltBundle(String name, Path jar, Attributes manifest, List<Element> components, List<Element> metatypes, Set<String> packages,
        JavaClasses classes) {

    static BuiltBundle read(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<Element> components = new ArrayList<>();
            List<Element> metatypes = new ArrayList<>();
            Set<String> packages = new TreeSet<>();
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().endsWith(".class") && entry.getName().contains("/")) {
                    packages.add(entry.getName().substring(0, entry.getName().lastIndexOf('/')).replace('/', '.'));
                } else if (entry.getName().matches("OSGI-INF/metatype/[^/]*\\.xml")) {
                    metatypes.add(xml(file.getInputStream(entry)));
                } else if (entry.getName().matches("OSGI-INF/[^/]*\\.xml")) {
                    components.add(xml(file.getInputStream(entry)));
                }
            }
            Attributes manifest = file.getManifest().getMainAttributes();
            String name = manifest.getValue("Bundle-SymbolicName").replaceFirst(";.*", "").strip();
            return new BuiltBundle(name, jar, manifest, components, metatypes, packages, new ClassFileImporter().importJar(file));
        } catch (IOException e) {
            throw new UncheckedIOException(jar + ": " + e.getMessage(), e);
        }
    }

    private static Element xml(InputStream in) {
        try (in) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(in).getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    Parameters header(String name) {
        return OSGiHeader.parseHeader(manifest.getValue(name));
    }

    /** The imported packages. */
    Set<String> imports() {
        return header("Import-Package").keySet();
    }

    boolean isLayer(String layer) {
        return name.startsWith("org.carillon." + layer + ".");
    }

    static List<Element> elements(Element parent, String localName) {
        NodeList found = parent.getElementsByTagNameNS("*", localName);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    /** An attribute of @Parameter or @Indexed, whatever its prefix; empty when absent. */
    static String parameterAttribute(Element element, String name) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            if (name.equals(attribute.getLocalName()) && String.valueOf(attribute.getNamespaceURI()).startsWith("http://carillon.org/")) {
                return attribute.getNodeValue();
            }
        }
        return "";
    }
}
