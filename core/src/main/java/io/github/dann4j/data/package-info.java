/**
 * Datasets in memory: what every other package calls an example, a class and a split.
 *
 * <p>An {@link io.github.dann4j.data.ExampleSet} holds the examples of one split in one native copy: an
 * {@link io.github.dann4j.data.ImageSet} (uint8 pixels) or a {@link io.github.dann4j.data.FeatureSet} (float32 rows),
 * with {@link io.github.dann4j.data.Labels} if they are known. {@link io.github.dann4j.data.ExampleKeys} distinguish
 * examples by their content.
 *
 * <p>The packages above this one: {@code data.name} says which dataset is meant, {@code data.catalog} opens it,
 * {@code data.prepare} brings it to the network's input, and {@code data.batch} hands it out to a training step.
 * Nothing here reads a file.
 */
@NullMarked
package io.github.dann4j.data;

import org.jspecify.annotations.NullMarked;
