package io.github.dann4j.data;

import org.bytedeco.pytorch.Tensor;

/**
 * A batch with labels.
 *
 * @param images float32 {@code [n, c, h, w]}
 * @param labels int64 {@code [n]}
 */
public record LabeledBatch(Tensor images, Tensor labels) {}
