package io.github.dann4j.adapt;

/** The settings of a method that has none beyond those of any training. */
public record NoSettings() {}
