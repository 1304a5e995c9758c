package org.carillon.api.web;

/** Writes HTML. */
public final class Html {
    private Html() {}

    /** A text as it stands in HTML, also within attributes in quotation marks. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
