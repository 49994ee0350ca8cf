package io.github.dann4j.data;

import org.bytedeco.pytorch.Tensor;

/**
 * A batch without labels: all that an adaptation method ever sees of the target domain.
 *
 * @param images float32 {@code [n, c, h, w]}
 * @param indices of the images in their set, for methods that keep something of each image
 */
public record UnlabeledBatch(Tensor images, long[] indices) {}
