package org.carillon.core.config.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.device.Hardware;
import org.eclipse.equinox.metatype.EquinoxAttributeDefinition;
import org.eclipse.equinox.metatype.EquinoxObjectClassDefinition;
import org.eclipse.equinox.metatype.Extendable;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * Reads what a bundle declares, with the help of the Metatype Service and of this model's hardware facts. A declaration that cannot be
 * understood is left out and logged.
 */
final class MetatypeReader {
    private static final String NAMESPACE = "http://carillon.org/xmlns/parameter/v1.0.0";
    private static final Pattern TOKEN = Pattern.compile("\\{[^{}]+}");
    private static final String RUN_TOGETHER = "none";

    private final MetaTypeService metatypes;
    private final Hardware hardware;
    private final KeyTypes keyTypes;
    private final Logger log;

    MetatypeReader(MetaTypeService metatypes, Hardware hardware, KeyTypes keyTypes, Logger log) {
        this.metatypes = metatypes;
        this.hardware = hardware;
        this.keyTypes = keyTypes;
        this.log = log;
    }

    /** Empty for a bundle without parameters. */
    List<Declaration> read(Bundle bundle) {
        MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
        if (information == null) {
            return List.of();
        }
        List<Declaration> declarations = new ArrayList<>();
        Stream.of(information.getPids()).forEach(pid -> read(bundle, information, pid, false).ifPresent(declarations::add));
        Stream.of(information.getFactoryPids()).forEach(pid -> read(bundle, information, pid, true).ifPresent(declarations::add));
        return declarations;
    }

    private Optional<Declaration> read(Bundle bundle, MetaTypeInformation information, String pid, boolean factory) {
        try {
            ObjectClassDefinition found = information.getObjectClassDefinition(pid, null);
            if (!(found instanceof EquinoxObjectClassDefinition objectClass)) {
                return Optional.empty();
            }
            String indexedBy = factory ? extension(objectClass).getOrDefault("indexedBy", "") : null;
            List<Definition> definitions = new ArrayList<>();
            for (EquinoxAttributeDefinition attribute : objectClass.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
                Map<String, String> parameter = extension(attribute);
                if (parameter.containsKey("id")) {
                    definition(bundle, attribute, parameter, indexedBy).ifPresent(definitions::add);
                }
            }
            if (definitions.isEmpty()) {
                return Optional.empty();
            }
            return Optional
                    .of(new Declaration(bundle.getSymbolicName(), pid, factory ? instances(indexedBy) : null, List.copyOf(definitions)));
        } catch (IllegalArgumentException e) {
            log.error("the declaration of {} in {} is left out: {}", pid, bundle.getSymbolicName(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Empty when the element has no attributes of ours; Equinox throws then. */
    private static Map<String, String> extension(Extendable element) {
        return element.getExtensionUris().contains(NAMESPACE) ? element.getExtensionAttributes(NAMESPACE) : Map.of();
    }

    private Optional<Definition> definition(Bundle bundle, EquinoxAttributeDefinition attribute, Map<String, String> parameter,
            String indexedBy) {
        try {
            long indices = indexedBy == null ? 0 : indexedBy.strip().split("\\s+").length;
            if (TOKEN.matcher(parameter.get("id")).results().count() != indices) {
                throw new IllegalArgumentException(parameter.get("id") + " needs a token in braces for each index, and no other");
            }
            return Optional.of(definition(bundle.getSymbolicName(), attribute, parameter));
        } catch (IllegalArgumentException e) {
            log.error("a declaration of {} is left out: {}", bundle.getSymbolicName(), e.getMessage());
            return Optional.empty();
        }
    }

    private Definition definition(String bundle, EquinoxAttributeDefinition attribute, Map<String, String> parameter) {
        String id = parameter.get("id");
        ValueType type = type(attribute, parameter);
        String fact = parameter.getOrDefault("defaultFact", "");
        String text = fact.isEmpty() ? declaredDefault(attribute, type)
                : hardware.text(fact)
                        .orElseThrow(() -> new IllegalArgumentException(id + " takes its default from the unknown fact " + fact));
        String value = type.parse(text).map(type::text)
                .orElseThrow(() -> new IllegalArgumentException(id + " has the default \"" + text + "\", permitted: " + type.permitted()));
        return new Definition(id, attribute.getID(), type, value, fact.isEmpty() ? bundle : "hardware fact " + fact,
                flag(parameter, "secret"),
                flag(parameter, "reboot"), parameter.getOrDefault("web", ""), parameter.getOrDefault("phone", ""), words(attribute));
    }

    private static Definition.Words words(AttributeDefinition attribute) {
        String[] labels = attribute.getOptionLabels();
        return new Definition.Words(text(attribute.getName()), text(attribute.getDescription()),
                labels == null ? List.of() : List.of(labels));
    }

    private static String text(String orNull) {
        return orNull == null ? "" : orNull;
    }

    private static boolean flag(Map<String, String> parameter, String name) {
        return Boolean.parseBoolean(parameter.get(name));
    }

    /** Equinox leaves out a blank default, and one that its own validation refuses. */
    private static String declaredDefault(AttributeDefinition attribute, ValueType type) {
        String[] items = attribute.getDefaultValue();
        return items == null ? "" : String.join(type.list() == null ? "," : type.list().separator(), items);
    }

    private ValueType type(EquinoxAttributeDefinition attribute, Map<String, String> parameter) {
        ValueType.Scalar scalar = switch (attribute.getType()) {
            case AttributeDefinition.BOOLEAN -> ValueType.Scalar.BOOLEAN;
            case AttributeDefinition.INTEGER -> ValueType.Scalar.INTEGER;
            case AttributeDefinition.LONG -> ValueType.Scalar.LONG;
            case AttributeDefinition.STRING -> ValueType.Scalar.STRING;
            default -> throw new IllegalArgumentException(parameter.get("id") + " is neither boolean, int, long, String nor String[]");
        };
        String separator = parameter.getOrDefault("list", "");
        boolean array = attribute.getCardinality() != 0;
        if (separator.isEmpty() == array) {
            throw new IllegalArgumentException(parameter.get("id") + ": a list is a String[] with a separator, and nothing else is");
        }
        ValueType.Items items = array
                ? new ValueType.Items(separator.equals(RUN_TOGETHER) ? "" : separator,
                        Integer.parseInt(parameter.getOrDefault("minItems", "0")))
                : null;
        String[] options = attribute.getOptionValues();
        String maxFact = parameter.getOrDefault("maxFact", "");
        String format = parameter.getOrDefault("format", "");
        boolean written = format.equals(ValueType.INTEGER);
        Long min = bound(written ? parameter.get("min") : attribute.getMin());
        Long max = bound(written ? parameter.get("max") : attribute.getMax());
        return new ValueType(scalar, format, options == null ? List.of() : List.of(options), min,
                maxFact.isEmpty() ? max : Long.valueOf(hardware.number(maxFact)), items, keyTypes);
    }

    private static Long bound(String text) {
        return text == null || text.isBlank() ? null : Long.valueOf(text.strip());
    }

    /** Names of the instances: all combinations of the indices, each counted by a fact or a number, or named by a fact that is a list. */
    private List<String> instances(String indexedBy) {
        if (indexedBy.isBlank()) {
            throw new IllegalArgumentException("its factory PID has no @Indexed");
        }
        List<String> names = List.of("");
        for (String fact : indexedBy.strip().split("\\s+")) {
            List<String> indices = indices(fact);
            names = names.stream().flatMap(name -> indices.stream().map(index -> name.isEmpty() ? index : name + "." + index)).toList();
        }
        return names;
    }

    private List<String> indices(String fact) {
        List<String> listed = hardware.list(fact);
        if (!listed.isEmpty()) {
            return listed;
        }
        int count = fact.matches("[0-9]{1,4}") ? Integer.parseInt(fact) : hardware.number(fact);
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
    }

    /** A declaration in the shape of {@code phone parameters}. */
    static List<Map<String, Object>> printed(Declaration declaration) {
        return declaration.definitions().stream().map(definition -> {
            ValueType type = definition.type();
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", definition.id());
            map.put("type", definition.typeName());
            map.put("default", definition.defaultText().isEmpty() ? null : definition.defaultText());
            map.put("values", type.choices().isEmpty() ? null : type.choices());
            map.put("min", type.isNumber() ? type.min() : Formats.least(type.format()));
            map.put("max", type.isNumber() ? type.max() : Formats.greatest(type.format()));
            map.put("maxLength", type.isNumber() ? null : type.max());
            map.put("secret", definition.secret());
            map.put("reboot", definition.reboot());
            map.put("web", definition.web().isEmpty() ? null : definition.web());
            map.put("phone", definition.phone().isEmpty() ? null : definition.phone());
            map.put("bundle", declaration.bundle());
            map.put("instances", declaration.instances());
            return map;
        }).toList();
    }
}
