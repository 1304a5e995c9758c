package org.carillon.releng.checks;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Laws 2 to 4 as far as only byte code shows them. */
final class CodeLaws {
    private static final Set<String> TYPE_MARKS = Set.of("org.osgi.annotation.versioning.ProviderType",
            "org.osgi.annotation.versioning.ConsumerType");
    private static final Set<String> NATIVE = Set.of("org.carillon.core.device", "org.carillon.core.media");
    private static final Pattern NATIVE_CODE = Pattern
            .compile(
                    "java\\.lang\\.foreign\\..*|java\\.lang\\.ProcessBuilder\\..*|java\\.lang\\.Runtime\\.exec|java\\.lang\\.(System|Runtime)\\.load.*");
    private static final Pattern THREADS = Pattern.compile("java\\.lang\\.Thread\\.(<init>|ofVirtual|ofPlatform|startVirtualThread|sleep)"
            + "|java\\.util\\.Timer\\..*|java\\.util\\.concurrent\\.(Executors|ThreadPoolExecutor|ScheduledThreadPoolExecutor|ForkJoinPool)\\..*"
            + "|java\\.util\\.concurrent\\.CompletableFuture\\.(\\w+Async|delayedExecutor|orTimeout|completeOnTimeout)"
            + "|java\\.util\\.concurrent\\.TimeUnit\\.sleep|org\\.osgi\\.framework\\.FrameworkUtil\\..*");
    private static final Pattern MUTABLE = Pattern.compile("java\\.util\\.concurrent\\..*|java\\.lang\\.ThreadLocal"
            + "|java\\.util\\.(HashMap|LinkedHashMap|TreeMap|ArrayList|LinkedList|ArrayDeque|HashSet|LinkedHashSet|TreeSet|WeakHashMap|IdentityHashMap"
            + "|Properties|BitSet|Random)");

    private CodeLaws() {}

    /** Law 2: every public interface of an api bundle says who implements it. */
    static List<String> markedInterfaces(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (JavaClass type : bundle.isLayer("api") ? bundle.classes() : Set.<JavaClass>of()) {
                boolean open = type.isInterface() && !type.isAnnotation() && type.getModifiers().contains(JavaModifier.PUBLIC);
                if (open && type.getAnnotations().stream().noneMatch(mark -> TYPE_MARKS.contains(mark.getRawType().getName()))) {
                    violations.add(type.getName() + " is neither ProviderType nor ConsumerType");
                }
            }
        }
        return violations;
    }

    /** Law 3: native code and processes belong to core.device, core.media and hw fragments. */
    static List<String> nativeCode(List<BuiltBundle> bundles) {
        return calls(bundles.stream().filter(bundle -> !NATIVE.contains(bundle.name())).toList(), NATIVE_CODE, "reaches");
    }

    /** Law 4: threads, timers and sleeps come from core.scope; bundles are not looked up through the class loader. */
    static List<String> threads(List<BuiltBundle> bundles) {
        return calls(bundles.stream().filter(bundle -> !bundle.name().equals("org.carillon.core.scope")).toList(), THREADS, "uses");
    }

    private static List<String> calls(List<BuiltBundle> bundles, Pattern forbidden, String verb) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (JavaClass type : bundle.isLayer("sim") ? Set.<JavaClass>of() : bundle.classes()) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
                    if (forbidden.matcher(target).matches()) {
                        violations.add(access.getOrigin().getFullName() + " " + verb + " " + target);
                    }
                }
            }
        }
        return violations;
    }

    /** Law 4: no static state that can change. */
    static List<String> staticState(List<BuiltBundle> bundles) {
        List<String> violations = new ArrayList<>();
        for (BuiltBundle bundle : bundles) {
            for (JavaClass type : bundle.isLayer("sim") ? Set.<JavaClass>of() : bundle.classes()) {
                for (JavaField field : type.getFields()) {
                    boolean constant = field.getModifiers().contains(JavaModifier.FINAL)
                            && !MUTABLE.matcher(field.getRawType().getName()).matches();
                    if (field.getModifiers().contains(JavaModifier.STATIC) && !constant) {
                        violations.add(field.getFullName() + " is static and can change");
                    }
                }
            }
        }
        return violations;
    }
}
