package org.carillon.releng.checks;

import static org.carillon.releng.checks.BuiltBundle.elements;
import static org.carillon.releng.checks.BuiltBundle.parameterAttribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Law 6: one home for each parameter and its default. */
final class ParameterLaws {
    private static final String HARDWARE = "org.carillon.hardware";

    private ParameterLaws() {}

    /** Each id is declared once, by one bundle. */
    static List<String> oneHome(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        Map<String, String> homes = new HashMap<>();
        for (BuiltBundle bundle : bundles) {
            for (Element attribute : attributes(bundle)) {
                String id = parameterAttribute(attribute, "id");
                String other = id.isEmpty() ? null : homes.put(id, bundle.name());
                if (other != null) {
                    violations.add(id + " is declared by " + other + " and by " + bundle.name());
                }
            }
        }
        return violations;
    }

    /** A default is either the method's or a hardware fact's, and every attribute is a parameter. */
    static List<String> oneDefault(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (Element attribute : attributes(bundle)) {
                String id = parameterAttribute(attribute, "id");
                if (id.isEmpty()) {
                    violations.add(bundle.name() + " has the attribute " + attribute.getAttribute("id") + " without @Parameter");
                }
                if (!parameterAttribute(attribute, "defaultFact").isEmpty() && !attribute.getAttribute("default").isEmpty()) {
                    violations.add(id + " has two defaults: " + attribute.getAttribute("default") + " and a hardware fact");
                }
            }
        }
        return violations;
    }

    /** A secret's attribute is private: its name begins with a dot, so that it never becomes a service property. */
    static List<String> privateSecrets(List<BuiltBundle> bundles) {
        return bundles.stream().flatMap(bundle -> attributes(bundle).stream())
                .filter(attribute -> parameterAttribute(attribute, "secret").equals("true")
                        && !attribute.getAttribute("id").startsWith("."))
                .map(attribute -> parameterAttribute(attribute, "id") + " would become a public service property").toList();
    }

    /** A fact that a parameter names is known to every hardware fragment. */
    static List<String> knownFacts(List<BuiltBundle> bundles, List<BuiltBundle> fragments) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (String fact : facts(bundle)) {
                for (BuiltBundle fragment : fragments) {
                    if (!provided(fragment).contains(fact)) {
                        violations.add(bundle.name() + " names the hardware fact " + fact + ", which " + fragment.name() + " lacks");
                    }
                }
            }
        }
        return violations;
    }

    private static Set<String> facts(BuiltBundle bundle) {
        Stream<String> onAttributes = attributes(bundle).stream()
                .flatMap(attribute -> Stream.of(parameterAttribute(attribute, "defaultFact"), parameterAttribute(attribute, "maxFact")));
        Stream<String> onClasses = bundle.metatypes().stream().flatMap(metatype -> elements(metatype, "OCD").stream())
                .flatMap(ocd -> Stream.of(parameterAttribute(ocd, "indexedBy").split(" ")));
        return Stream.concat(onAttributes, onClasses).filter(fact -> !fact.isEmpty()).collect(Collectors.toSet());
    }

    private static Set<String> provided(BuiltBundle fragment) {
        return fragment.header("Provide-Capability").entrySet().stream()
                .filter(capability -> capability.getKey().replace("~", "").equals(HARDWARE))
                .flatMap(capability -> capability.getValue().keySet().stream()).collect(Collectors.toSet());
    }

    static List<Element> attributes(BuiltBundle bundle) {
        return bundle.metatypes().stream().flatMap(metatype -> elements(metatype, "AD").stream()).toList();
    }
}
