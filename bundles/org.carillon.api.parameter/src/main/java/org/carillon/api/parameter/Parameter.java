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

    /** Separator of a list whose items are the options of the attribute; empty for a single value. {@code none} runs the items together. */
    String list() default "";

    /** Fewest items of a list. */
    int minItems() default 0;

    /** What a string must look like: {@code host url ip ipv4 ipv6 sipUri featureCode integer}; empty for any text. Blank is always permitted. */
    String format() default "";

    /** Hardware fact that gives the default instead of the method; empty for none. */
    String defaultFact() default "";

    /** Hardware fact that gives the maximum; empty for none. */
    String maxFact() default "";
}
