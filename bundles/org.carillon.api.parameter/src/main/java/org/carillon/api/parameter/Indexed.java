package org.carillon.api.parameter;

import aQute.bnd.annotation.xml.XMLAttribute;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the {@code factoryPid} of an {@code @ObjectClassDefinition} has one instance for each value of its indices: {@code ~1} to
 * {@code ~N}, or {@code ~1.1} to {@code ~M.N} for two. Each instance carries its index as the property {@code index} (an Integer, or a String
 * for two).
 */
@XMLAttribute(namespace = "http://carillon.org/xmlns/parameter/v1.0.0", prefix = "parameter", embedIn = "*")
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Indexed {
    /** The hardware facts that say how many there are, in the order of the tokens in the ids; separated by a blank when there are two. */
    String indexedBy();
}
