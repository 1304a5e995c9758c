package org.carillon.api.ctl;

/** An answer that is printed as it stands instead of as JSON. */
public record Text(String text) {}
