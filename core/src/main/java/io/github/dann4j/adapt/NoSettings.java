package io.github.dann4j.adapt;

/** The settings of a method that has no settings of its own. */
public record NoSettings() {}
