/**
 * Several processes that train one network together. Defines the workers, how they find each other, and what
 * they exchange, with PyTorch's own c10d over gloo. Does not depend on networks or datasets. For a single process,
 * {@link io.github.dann4j.distribute.Collective#ALONE} does nothing and costs nothing.
 *
 * <p>Uses {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.distribute;

import org.jspecify.annotations.NullMarked;
