package org.carillon.core.ctl.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers as JSON in one line. A record becomes an object with its components in the order of their declaration, an enum its name in lower
 * case; null stays null. Whatever is neither a number nor a boolean nor made of these becomes text.
 */
final class Json {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    static String line(Object answer) {
        try {
            return WRITER.asString(tree(answer));
        } catch (IOException e) {
            throw new IllegalArgumentException("an answer that cannot be written as JSON", e);
        }
    }

    /**
     * A request: an array of strings, numbers or booleans.
     *
     * @throws IllegalArgumentException
     *             when it is something else, with a message for whoever sent it
     */
    static List<String> request(String line) {
        try {
            if (JSON.std.anyFrom(line) instanceof List<?> list && !list.isEmpty() && list.stream().noneMatch(Json::nested)) {
                return list.stream().map(String::valueOf).toList();
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the request is no JSON", e);
        }
        throw new IllegalArgumentException("a request is a JSON array: the command and its arguments");
    }

    private static boolean nested(Object value) {
        return value == null || value instanceof Map || value instanceof List;
    }

    /** Maps, lists, strings, numbers, booleans and null alone. */
    static Object tree(Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean flag -> flag;
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Record composite -> record(composite);
            case Map<?, ?> map -> map(map);
            case Collection<?> collection -> list(collection);
            case Optional<?> optional -> tree(optional.orElse(null));
            case Object array when array.getClass().isArray() -> array(array);
            default -> value.toString();
        };
    }

    private static Map<String, Object> record(Record composite) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (RecordComponent component : composite.getClass().getRecordComponents()) {
            object.put(component.getName(), tree(read(composite, component.getAccessor())));
        }
        return object;
    }

    /** Also reads records that their bundle keeps to itself. */
    private static Object read(Record composite, Method accessor) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(composite);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(accessor + " cannot be read", e);
        }
    }

    private static Map<String, Object> map(Map<?, ?> map) {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, value) -> object.put(String.valueOf(tree(key)), tree(value)));
        return object;
    }

    private static List<Object> list(Collection<?> collection) {
        List<Object> list = new ArrayList<>(collection.size());
        collection.forEach(item -> list.add(tree(item)));
        return list;
    }

    private static List<Object> array(Object array) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(tree(Array.get(array, i)));
        }
        return list;
    }
}
