package io.github.dann4j.adapt;

import java.util.List;

/**
 * Brings methods of another jar: a class that is named in {@code META-INF/services/io.github.dann4j.adapt.MethodProvider} and has a public
 * constructor without parameters. What it brings appears everywhere that methods are named.
 */
public interface MethodProvider {
    /** The methods, each with a name of its own. */
    List<MethodType<?>> methods();
}
