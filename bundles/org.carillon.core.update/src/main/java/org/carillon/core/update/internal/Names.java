package org.carillon.core.update.internal;

/** How people call bundles: by the part of the symbolic name after {@value #PREFIX}. */
final class Names {
    static final String PREFIX = "org.carillon.";

    private Names() {}

    static String ofBundle(String symbolicName) {
        return symbolicName.startsWith(PREFIX) ? symbolicName.substring(PREFIX.length()) : symbolicName;
    }

    /** True for the symbolic name itself and for its short form. */
    static boolean matches(String symbolicName, String name) {
        return symbolicName.equals(name) || ofBundle(symbolicName).equals(name);
    }
}
