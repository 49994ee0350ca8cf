package io.github.dann4j.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A layer at its place in a network. All shapes from layer to layer are computed here.
 *
 * @param name prefix of its parameters' names, such as {@code features.4}
 * @param in shape of one input without the batch dimension
 * @param out shape of one output without the batch dimension
 */
public record PlacedLayer(String name, Layer layer, long[] in, long[] out) {
    /**
     * Places layers in order. Their names are the prefix and a number from 0.
     *
     * @param in shape of one input of the first layer
     * @throws IllegalArgumentException if a layer does not fit its input; the message begins with the layer's name
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

    /** Returns the shape of one output of the last layer, or {@code in} if there are no layers. */
    static long[] outputShape(List<PlacedLayer> placed, long[] in) {
        return placed.isEmpty() ? in.clone() : placed.get(placed.size() - 1).out();
    }

    /** Returns the layers, each followed by the layers nested in it. */
    public static List<PlacedLayer> all(List<PlacedLayer> layers) {
        List<PlacedLayer> all = new ArrayList<>();
        for (PlacedLayer placed : layers) {
            all.add(placed);
            if (placed.layer() instanceof Layer.Residual residual) {
                all.addAll(all(placed.path(residual)));
                all.addAll(all(placed.shortcut(residual)));
            } else if (placed.layer() instanceof Layer.Concatenation both) {
                all.addAll(all(placed.first(both)));
                all.addAll(all(placed.second(both)));
            } else if (placed.layer() instanceof Layer.Slow slow) {
                all.addAll(all(placed.inside(slow)));
            }
        }
        return all;
    }

    /** Returns the layers of a {@link Layer.Slow} at this place. */
    public List<PlacedLayer> inside(Layer.Slow slow) {
        return of(name + ".layers", slow.layers(), in);
    }

    /** Returns the layers of the path of a {@link Layer.Residual} at this place. */
    public List<PlacedLayer> path(Layer.Residual residual) {
        return of(name + ".path", residual.path(), in);
    }

    /** Returns the layers of its shortcut; empty if the shortcut is the input itself. */
    public List<PlacedLayer> shortcut(Layer.Residual residual) {
        return of(name + ".shortcut", residual.shortcut(), in);
    }

    /** Returns the layers of the first way of a {@link Layer.Concatenation} at this place. */
    public List<PlacedLayer> first(Layer.Concatenation both) {
        return of(name + ".first", both.first(), in);
    }

    /** Returns the layers of its second way. */
    public List<PlacedLayer> second(Layer.Concatenation both) {
        return of(name + ".second", both.second(), in);
    }
}
