package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The outputs of a feature extractor in one pass.
 *
 * @param features {@code [n, F]}
 * @param maps outputs of some of its layers, usually {@code [n, c, h, w]}, by index of the layer
 */
@PublicApi
public record Extraction(Tensor features, Map<Integer, Tensor> maps) {
    public Extraction {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
    }

    /**
     * Returns the maps after a layer.
     *
     * @throws IllegalArgumentException if they were not kept, because no head takes them as input
     */
    public Tensor maps(int layer) {
        Tensor found = maps.get(layer);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no head takes the maps after layer %s of the features, only those after %s"
                            .formatted(layer, maps.keySet()));
        }
        return found;
    }
}
