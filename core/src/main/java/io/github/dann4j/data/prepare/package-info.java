/**
 * From stored examples to a network's inputs: resizing and channels, columns of features, scaling, normalisation, and the random
 * changes of training images.
 *
 * <p>A {@link io.github.dann4j.data.prepare.Preprocessing} is applied once to a whole dataset; a
 * {@link io.github.dann4j.data.prepare.Normalisation} and an {@link io.github.dann4j.data.prepare.Augmentation} to every batch.
 * {@link io.github.dann4j.data.prepare.ImageInput} takes a single image the same way, to the bit.
 */
@NullMarked
package io.github.dann4j.data.prepare;

import org.jspecify.annotations.NullMarked;
