/**
 * Floor 3: points of many dimensions in, coordinates of one or two out. Stands on its own: arrays or tensors come in, arrays
 * and records leave; no data set, no network and no file is known here.
 *
 * <p>{@link io.github.dann4j.embed.Tsne} is the main path: neighbours ({@link io.github.dann4j.embed.point.NeighborSearch}), affinities
 * ({@link io.github.dann4j.embed.Affinities}), an initialisation ({@link io.github.dann4j.embed.Initialisation}), and the
 * descent, whose repulsion ({@link io.github.dann4j.embed.Repulsion}) is exact, by a tree, or by interpolation on a grid.
 * {@link io.github.dann4j.embed.point.Pca} is the linear alternative, and what comes before.
 *
 * <p>All loops that are shared among threads write to places of their own and are summed in a fixed order, so that the result
 * is the same bit for bit whatever the number of threads.
 */
@NullMarked
package io.github.dann4j.embed;

import org.jspecify.annotations.NullMarked;
