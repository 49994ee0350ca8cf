package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;

/** The settings of a method that has no settings of its own. */
@PublicApi
public record NoSettings() {}
