package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch with labels.
 *
 * @param inputs inputs of the network, float32: {@code [n, c, h, w]}, or {@code [n, columns]} for features
 * @param labels int64 {@code [n]}
 */
@PublicApi
public record LabeledBatch(Tensor inputs, Tensor labels) {}
