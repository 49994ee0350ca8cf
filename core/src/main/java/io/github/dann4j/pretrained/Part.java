package io.github.dann4j.pretrained;

import io.github.dann4j.model.Layer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer of an architecture, together with the names of its weights in a file. */
sealed interface Part {
    /** A layer without weights. */
    record Plain(Layer layer) implements Part {}

    /**
     * A convolution, and the batch norm that follows it.
     *
     * @param layer a {@link Layer.Convolution} or {@link Layer.GroupedConvolution}
     * @param weights prefix of the names of its weights
     * @param norm prefix of the names of its batch norm's; null if none follows
     */
    record Weighted(Layer layer, String weights, @Nullable String norm) implements Part {}

    /** A {@link Layer.Residual}. */
    record Sum(List<Part> path, List<Part> shortcut) implements Part {}

    /** A {@link Layer.Concatenation}. */
    record Ways(List<Part> first, List<Part> second) implements Part {}
}
