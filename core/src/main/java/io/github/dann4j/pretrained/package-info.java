/**
 * Networks whose weights others have trained on photographs: their layers ({@link io.github.dann4j.pretrained.Architectures}),
 * and the files of their weights ({@link io.github.dann4j.pretrained.PretrainedWeights}).
 *
 * <p>Uses {@code model}, {@code backbone}, {@code data.image} and {@code engine}. The library does not contain weights;
 * docs/BACKBONES.md says where they are published.
 */
@NullMarked
package io.github.dann4j.pretrained;

import org.jspecify.annotations.NullMarked;
