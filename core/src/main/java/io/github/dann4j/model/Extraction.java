package io.github.dann4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a feature extractor gives in one pass.
 *
 * @param features {@code [n, F]}
 * @param maps what some of its layers gave on the way, {@code [n, c, h, w]} as a rule, by the layer's index
 */
public record Extraction(Tensor features, Map<Integer, Tensor> maps) {
    public Extraction {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
    }

    /**
     * The maps behind a layer.
     *
     * @throws IllegalArgumentException if they were not kept, for no head is on them
     */
    public Tensor maps(int layer) {
        Tensor found = maps.get(layer);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no head is on the maps behind layer %s of the features, only on those behind %s"
                            .formatted(layer, maps.keySet()));
        }
        return found;
    }
}
