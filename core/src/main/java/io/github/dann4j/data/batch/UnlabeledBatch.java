package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch without labels: the only form in which an adaptation method sees the target domain.
 *
 * @param inputs inputs of the network, float32: {@code [n, c, h, w]}, or {@code [n, columns]} for features
 * @param indices of the examples in their dataset, for methods that keep something for each example
 */
@PublicApi
public record UnlabeledBatch(Tensor inputs, long[] indices) {}
