package org.carillon.core.config.internal;

/**
 * One parameter of one instance: a place for a value.
 *
 * @param id
 *            as in config.xml, with its indices
 * @param instance
 *            null for a singleton
 * @param pid
 *            of the instance
 */
record Slot(String id, Definition definition, Declaration declaration, String instance, String pid) {}
