package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import java.util.List;

/**
 * Provides methods from another jar. An implementation is named in
 * {@code META-INF/services/io.github.dann4j.adapt.MethodProvider} and has a public constructor without parameters. Its
 * methods are available everywhere by name.
 */
@PublicApi
public interface MethodProvider {
    /** Returns the methods. Each name must be unique among all methods. */
    List<MethodType<?>> methods();
}
