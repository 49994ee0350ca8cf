/**
 * Floor 1: several processes that train one network together: who they are, how they find each other, and what they exchange, by
 * PyTorch's own c10d with gloo. Knows no network and no data set; with one process alone, {@link
 * io.github.dann4j.distribute.Collective#ALONE} does nothing at no cost.
 *
 * <p>Uses {@code engine} and the presets.
 */
@NullMarked
package io.github.dann4j.distribute;

import org.jspecify.annotations.NullMarked;
