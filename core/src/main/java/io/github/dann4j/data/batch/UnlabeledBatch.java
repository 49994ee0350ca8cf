package io.github.dann4j.data.batch;

import org.bytedeco.pytorch.Tensor;

/**
 * A batch without labels: all that an adaptation method ever sees of the target domain.
 *
 * @param inputs of the network, float32: {@code [n, c, h, w]}, or {@code [n, columns]} of features
 * @param indices of the images in their set, for methods that keep something of each image
 */
public record UnlabeledBatch(Tensor inputs, long[] indices) {}
