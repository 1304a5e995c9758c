package org.carillon.api.provisioning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** User name and password in a URL (RFC 3986 3.2.1), which are shown to nobody. The URL may lack its scheme, and need not be sound. */
public final class UserInfo {
    private static final Pattern BEFORE_HOST = Pattern.compile("^(([^/@]*:)?/+)?[^/]*@");

    private UserInfo() {}

    /** The URL as it may be printed. */
    public static String without(String url) {
        return BEFORE_HOST.matcher(url).replaceFirst("$1");
    }

    /** The URL with something else in its place; the URL itself when it has none. */
    public static String masked(String url, String mask) {
        return BEFORE_HOST.matcher(url).replaceFirst("$1" + Matcher.quoteReplacement(mask + "@"));
    }
}
