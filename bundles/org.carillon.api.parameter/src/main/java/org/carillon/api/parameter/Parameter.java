package org.carillon.api.parameter;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a parameter on a method of an {@code @ObjectClassDefinition} annotation interface. The method's Java default is the parameter's
 * default; type, range and permitted values are the {@code @AttributeDefinition}'s ({@code min} and {@code max} of a String bound its length).
 * bnd writes these attributes into the metatype resource, from where core.config reads them.
 */
@XMLAttribute(namespace = "http://carillon.org/xmlns/parameter/v1.0.0", prefix = "parameter", embedIn = "*")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Parameter {
    /** Id in config.xml. On an {@link Indexed} OCD it holds one token per index, such as {@code Account{account}DndEnable}. */
    String id();

    /** Path in the web UI, menu names separated by {@code >}; empty when it is not shown there. */
    String web() default "";

    /** Path in the phone's menu, like {@link #web()}. */
    String phone() default "";

    /** True masks the value in every output. The method's name then starts with {@code _}, which keeps it out of service properties. */
    boolean secret() default false;

    /** True when a change works from the next boot on. */
    boolean reboot() default false;

    /**
     * Separator of a list in config.xml; empty for a single value. {@code none} runs the items together. The attribute is a {@code String[]}
     * then, and its options are the permitted items, each once unless they are numbers by {@link #format}.
     */
    String list() default "";

    /** Fewest items of a list. */
    int minItems() default 0;

    /**
     * What a string must look like: {@code host url webUrl ip ipv4 ipv6 ipPattern netmask sipUri featureCode phoneNumber time utcOffset}, or {@code integer} for
     * a number that may be blank; empty for any text. Blank is always permitted. {@code keyType} takes the key types of the bundles on board. Any other word
     * names a type of the catalogue without rules.
     */
    String format() default "";

    /** Least value of a number that is a String by {@link #format}; the attribute's own {@code min} bounds a length. Empty for none. */
    String min() default "";

    /** Greatest value, like {@link #min()}. */
    String max() default "";

    /** Hardware fact that gives the default; the method then has none. Empty for none. */
    String defaultFact() default "";

    /** Hardware fact that gives the maximum; empty for none. */
    String maxFact() default "";
}
