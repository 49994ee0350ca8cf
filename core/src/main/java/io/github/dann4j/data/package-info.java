/**
 * Floor 2: sets of images and of features: formats, the catalogue, generated sets, preprocessing, batches of two domains.
 *
 * <p>The way of an example: file or generator → {@link io.github.dann4j.data.ExampleSet} (one native copy) → preprocessed
 * labelled or unlabelled examples → batches. Nothing here knows a network.
 *
 * <p>Uses {@code distribute}, {@code engine}, the presets, FontBox and Java2D's shapes (never a font of the operating system).
 */
@NullMarked
package io.github.dann4j.data;

import org.jspecify.annotations.NullMarked;
