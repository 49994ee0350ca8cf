/**
 * Networks whose weights others have trained on photographs: their layers ({@link io.github.dann4j.pretrained.Architectures}),
 * the files of their weights ({@link io.github.dann4j.pretrained.PretrainedWeights}), and where such files are published
 * ({@link io.github.dann4j.pretrained.PublishedWeights}).
 *
 * <p>Uses {@code model}, {@code backbone}, {@code data.image}, {@code fetch} and {@code engine}. The library does not
 * contain weights.
 */
@NullMarked
package io.github.dann4j.pretrained;

import org.jspecify.annotations.NullMarked;
