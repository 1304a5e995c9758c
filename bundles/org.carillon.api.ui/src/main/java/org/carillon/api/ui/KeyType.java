package org.carillon.api.ui;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/** Says in the bundle's manifest which key type a {@link KeyFunction} brings. */
@Capability(namespace = KeyType.NAMESPACE)
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface KeyType {
    /** Namespace of the capability. */
    String NAMESPACE = "org.carillon.key";

    /** Key type number of manual 11.10.2. */
    @Attribute("type")
    long type();

    /** What the manual calls it. */
    @Attribute("name")
    String name();
}
