/**
 * Embeds points of many dimensions in one or two dimensions. The package is self-contained: it takes arrays or
 * tensors and returns arrays and records, and does not depend on datasets, networks or files.
 *
 * <p>{@link io.github.dann4j.embed.Tsne} is the main path: neighbours
 * ({@link io.github.dann4j.embed.point.NeighborSearch}), affinities ({@link io.github.dann4j.embed.Affinities}), an
 * initialisation ({@link io.github.dann4j.embed.Initialisation}), and the descent, whose repulsion
 * ({@link io.github.dann4j.embed.Repulsion}) is exact, by a tree, or by interpolation on a grid.
 * {@link io.github.dann4j.embed.point.Pca} is the linear alternative, and also the step before t-SNE.
 *
 * <p>In all loops over several threads, each part writes to its own positions, and sums have a fixed order, so that the
 * result is the same, bit for bit, whatever the number of threads.
 */
@NullMarked
package io.github.dann4j.embed;

import org.jspecify.annotations.NullMarked;
