package org.carillon.releng.checks;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaParameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Law 5: references and configuration of components. */
final class ComponentLaws {
    private static final String REFERENCE = "org.osgi.service.component.annotations.Reference";

    private ComponentLaws() {}

    /** Every reference has a name that somebody chose. */
    static List<String> namedReferences(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (JavaClass type : bundle.classes()) {
                for (JavaCodeUnit method : type.getCodeUnits()) {
                    Stream<JavaAnnotation<?>> onParameters = method.getParameters().stream().map(JavaParameter::getAnnotations)
                            .flatMap(Set::stream).map(annotation -> (JavaAnnotation<?>) annotation);
                    Stream<JavaAnnotation<?>> onMethod = method.getAnnotations().stream().map(annotation -> (JavaAnnotation<?>) annotation);
                    Stream.concat(onParameters, onMethod).filter(ComponentLaws::unnamed)
                            .forEach(reference -> violations.add(method.getFullName() + " has a reference without a name"));
                }
                for (JavaField field : type.getFields()) {
                    if (field.isAnnotatedWith(REFERENCE)) {
                        violations.add(field.getFullName() + " is a reference in a field");
                    }
                }
            }
        }
        return violations;
    }

    private static boolean unnamed(JavaAnnotation<?> annotation) {
        return annotation.getRawType().getName().equals(REFERENCE) && !annotation.hasExplicitlyDeclaredProperty("name");
    }

    /** Mandatory static references come through the constructor; whatever comes and goes is dynamic. */
    static List<String> references(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (Element component : bundle.components()) {
                for (Element reference : BuiltBundle.elements(component, "reference")) {
                    String name = component.getAttribute("name") + " reference " + reference.getAttribute("name");
                    boolean dynamic = reference.getAttribute("policy").equals("dynamic");
                    boolean mandatory = mandatory(reference);
                    if (!dynamic && !mandatory) {
                        violations.add(name + " is static though what it refers to comes and goes");
                    } else if (!dynamic && reference.getAttribute("parameter").isEmpty()) {
                        violations.add(name + " is mandatory and does not come through the constructor");
                    } else if (!dynamic && reference.getAttribute("cardinality").endsWith("n")) {
                        violations.add(name + " is a static list");
                    }
                }
            }
        }
        return violations;
    }

    /** A component with parameters waits for its configuration, and its PID begins with the name of its bundle. */
    static List<String> configuration(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            Set<String> declared = bundle.metatypes().stream().flatMap(metatype -> BuiltBundle.elements(metatype, "Designate").stream())
                    .map(designate -> designate.getAttribute("pid") + designate.getAttribute("factoryPid")).collect(Collectors.toSet());
            declared.stream().filter(pid -> !pid.equals(bundle.name()) && !pid.startsWith(bundle.name() + "."))
                    .forEach(pid -> violations.add(bundle.name() + " declares the foreign PID " + pid));
            for (Element component : bundle.components()) {
                boolean configured = Stream.of(component.getAttribute("configuration-pid").split("\\s+")).anyMatch(declared::contains);
                if (configured && !component.getAttribute("configuration-policy").equals("require")) {
                    violations.add(component.getAttribute("name") + " wakes up before its configuration is there");
                }
            }
        }
        return violations;
    }

    /** No cycle of mandatory references. */
    static List<String> cycles(List<BuiltBundle> bundles) {
        Map<String, Set<String>> providers = new HashMap<>();
        Map<String, Set<String>> needs = new HashMap<>();
        for (BuiltBundle bundle : bundles) {
            for (Element component : bundle.components()) {
                String name = component.getAttribute("name");
                BuiltBundle.elements(component, "provide")
                        .forEach(service -> providers.computeIfAbsent(service.getAttribute("interface"), key -> new HashSet<>()).add(name));
                BuiltBundle.elements(component, "reference").stream().filter(ComponentLaws::mandatory)
                        .forEach(reference -> needs.computeIfAbsent(name, key -> new HashSet<>()).add(reference.getAttribute("interface")));
            }
        }
        Map<String, Set<String>> edges = new HashMap<>();
        needs.forEach(
                (component, services) -> edges.put(component, services.stream().map(service -> providers.getOrDefault(service, Set.of()))
                        .filter(found -> found.size() == 1).flatMap(Set::stream).collect(Collectors.toSet())));
        return edges.keySet().stream().flatMap(component -> Graphs.cycle(component, edges).stream()).map(cycle -> "cycle " + cycle)
                .toList();
    }

    private static boolean mandatory(Element reference) {
        return !reference.getAttribute("cardinality").startsWith("0");
    }
}
