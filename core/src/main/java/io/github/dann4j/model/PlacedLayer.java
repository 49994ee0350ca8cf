package io.github.dann4j.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer where it stands in a network: the one place where shapes are followed from layer to layer.
 *
 * @param name prefix of the names of its parameters, as {@code features.4}
 * @param in shape of one input without the batch dimension
 * @param out shape of one output
 */
public record PlacedLayer(String name, Layer layer, long[] in, long[] out) {
    /**
     * Layers in order, numbered from 0 behind the prefix.
     *
     * @param in shape of one input of the first
     * @throws IllegalArgumentException if a layer does not fit what comes before it; its message begins with the layer's name
     */
    public static List<PlacedLayer> of(String prefix, List<Layer> layers, long[] in) {
        List<PlacedLayer> placed = new ArrayList<>();
        long[] shape = in.clone();
        for (int i = 0; i < layers.size(); i++) {
            String name = prefix + "." + i;
            try {
                long[] out = layers.get(i).outputShape(shape);
                placed.add(new PlacedLayer(name, layers.get(i), shape, out));
                shape = out;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }
        return placed;
    }

    /** Shape of one output of the last of some layers; of their input where there are none. */
    static long[] outputShape(List<PlacedLayer> placed, long[] in) {
        return placed.isEmpty() ? in.clone() : placed.get(placed.size() - 1).out();
    }

    /** The layers of the path of a {@link Layer.Residual} that stands here. */
    public List<PlacedLayer> path(Layer.Residual residual) {
        return of(name + ".path", residual.path(), in);
    }

    /** The layers of its shortcut; none where that passes on the input. */
    public List<PlacedLayer> shortcut(Layer.Residual residual) {
        return of(name + ".shortcut", residual.shortcut(), in);
    }
}
