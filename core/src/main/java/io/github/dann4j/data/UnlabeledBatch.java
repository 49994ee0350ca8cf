package io.github.dann4j.data;

import org.bytedeco.pytorch.Tensor;

/**
 * A batch without labels: all that an adaptation method ever sees of the target domain.
 *
 * @param images float32 {@code [n, c, h, w]}
 */
public record UnlabeledBatch(Tensor images) {}
