package org.carillon.releng.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Laws 1 to 4 as far as manifests show them: who may import, export and require what. */
final class ImportLaws {
    private static final Set<String> JDK = ModuleLayer.boot().modules().stream().flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());
    private final Map<String, List<String>> granted;

    /**
     * @param granted
     *            third-party packages by bundle name
     */
    ImportLaws(Map<String, List<String>> granted) {
        this.granted = granted;
    }

    /** Law 1: a feature sees the JDK, OSGi, the api and what it was granted; core and sim bundles see no feature and no core either. */
    List<String> implementationImports(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            boolean wrapped = bundle.isLayer("feature") || bundle.isLayer("core");
            for (String imported : wrapped ? bundle.imports() : Set.<String>of()) {
                if (!jdk(imported) && !imported.startsWith("org.osgi.") && !imported.startsWith("org.carillon.api.")
                        && !granted(bundle, imported)) {
                    violations.add(bundle.name() + " imports " + imported);
                }
            }
        }
        return violations;
    }

    /** Law 2: an api bundle sees the JDK, OSGi annotations and other api bundles, without cycles; what it exports has a version. */
    List<String> apiImports(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        List<BuiltBundle> apis = bundles.stream().filter(bundle -> bundle.isLayer("api")).toList();
        Map<String, Set<String>> uses = new HashMap<>();
        for (BuiltBundle api : apis) {
            for (String imported : api.imports()) {
                if (imported.startsWith("org.carillon.api.")) {
                    uses.computeIfAbsent(api.name(), name -> new HashSet<>()).add(imported);
                } else if (!jdk(imported) && !imported.startsWith("org.osgi.annotation.")) {
                    violations.add(api.name() + " imports " + imported);
                }
            }
            api.header("Export-Package").forEach((name, attributes) -> {
                if (attributes.get("version") == null || attributes.get("version").equals("0.0.0")) {
                    violations.add(api.name() + " exports " + name + " without a version");
                }
            });
        }
        uses.keySet().forEach(api -> Graphs.cycle(api, uses).ifPresent(cycle -> violations.add("cycle " + cycle)));
        return violations;
    }

    /** Law 3: only api bundles export; SIP and servlet packages have one user each; a bundle holds its own packages only. */
    List<String> exportsAndOwners(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            if (!bundle.isLayer("api") && !bundle.isLayer("sim")) {
                bundle.header("Export-Package").keySet().forEach(name -> violations.add(bundle.name() + " exports " + name));
            }
            for (String imported : bundle.isLayer("sim") ? Set.<String>of() : bundle.imports()) {
                if (imported.startsWith("javax.sip") && !bundle.name().equals("org.carillon.core.sip")) {
                    violations.add(bundle.name() + " sees SIP by " + imported);
                }
                if (imported.matches("(jakarta|javax)\\.servlet.*|org\\.osgi\\.service\\.servlet.*")
                        && !bundle.name().equals("org.carillon.core.web")) {
                    violations.add(bundle.name() + " sees servlets by " + imported);
                }
            }
            bundle.packages().stream().filter(name -> !name.equals(bundle.name()) && !name.startsWith(bundle.name() + "."))
                    .forEach(name -> violations.add(bundle.name() + " holds " + name));
        }
        return violations;
    }

    /** Law 4, headers: no activator, no Require-Bundle, no dynamic and no optional import. */
    static List<String> forbiddenHeaders(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            Stream.of("Bundle-Activator", "Require-Bundle", "DynamicImport-Package")
                    .filter(header -> bundle.manifest().getValue(header) != null)
                    .forEach(header -> violations.add(bundle.name() + " has " + header));
            bundle.header("Import-Package").forEach((name, attributes) -> {
                if ("optional".equals(attributes.get("resolution:"))) {
                    violations.add(bundle.name() + " imports " + name + " optionally");
                }
            });
        }
        return violations;
    }

    private static boolean jdk(String imported) {
        return imported.startsWith("java.") || JDK.contains(imported) && !imported.startsWith("org.carillon.");
    }

    private boolean granted(BuiltBundle bundle, String imported) {
        return granted.getOrDefault(bundle.name(), List.of()).stream()
                .anyMatch(prefix -> imported.equals(prefix) || imported.startsWith(prefix + "."));
    }
}
