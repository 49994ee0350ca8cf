package io.github.dann4j.adapt;

import java.util.List;

/**
 * Provides methods from another jar. An implementation is named in
 * {@code META-INF/services/io.github.dann4j.adapt.MethodProvider} and has a public constructor without parameters. Its
 * methods are available everywhere by name.
 */
public interface MethodProvider {
    /** Returns the methods. Each name must be unique among all methods. */
    List<MethodType<?>> methods();
}
