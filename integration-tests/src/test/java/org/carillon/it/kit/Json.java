package org.carillon.it.kit;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Walks through answers. */
public final class Json {
    private Json() {}

    public static Object parse(String text) {
        try {
            return JSON.std.anyFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + text, e);
        }
    }

    public static String write(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes down by names and positions; null where there is nothing. */
    public static Object at(Object tree, Object... path) {
        Object node = tree;
        for (Object step : path) {
            if (node instanceof Map<?, ?> map) {
                node = map.get(step);
            } else if (node instanceof List<?> list && step instanceof Integer index && index < list.size()) {
                node = list.get(index);
            } else {
                return null;
            }
        }
        return node;
    }

    /** As text; empty where there is nothing. */
    public static String text(Object tree, Object... path) {
        Object value = at(tree, path);
        return value == null ? "" : value.toString();
    }

    /** As number; 0 where there is nothing. */
    public static long number(Object tree, Object... path) {
        return at(tree, path) instanceof Number number ? number.longValue() : 0;
    }

    public static boolean flag(Object tree, Object... path) {
        return Boolean.TRUE.equals(at(tree, path));
    }

    /** The elements of a list; none where there is no list. */
    public static List<?> list(Object tree, Object... path) {
        return at(tree, path) instanceof List<?> list ? list : List.of();
    }
}
