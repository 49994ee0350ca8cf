package io.github.dann4j.pretrained;

import io.github.dann4j.model.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A convolution of an architecture at its place in a network.
 *
 * @param own prefix of the names of its weights in the network, as {@link io.github.dann4j.model.PlacedLayer} names them
 * @param norm prefix of the names of its batch norm in the network; empty if the network has none there
 * @param part names of both in a file
 */
record PlacedWeights(String own, String norm, Part.Weighted part) {
    /** Returns the layers of some parts. */
    static List<Layer> layers(List<Part> parts, Norms norms) {
        List<Layer> layers = new ArrayList<>();
        walk("", 0, parts, norms, layers, new ArrayList<>());
        return layers;
    }

    /**
     * Places the convolutions of some parts.
     *
     * @param prefix name of the block, such as {@code features}
     * @param first number of the first layer in the block
     */
    static List<PlacedWeights> of(String prefix, int first, List<Part> parts, Norms norms) {
        List<PlacedWeights> placed = new ArrayList<>();
        walk(prefix, first, parts, norms, new ArrayList<>(), placed);
        return placed;
    }

    private static void walk(
            String prefix, int first, List<Part> parts, Norms norms, List<Layer> layers, List<PlacedWeights> placed) {
        for (Part part : parts) {
            String own = name(prefix, first + layers.size());
            if (part instanceof Part.Plain plain) {
                layers.add(plain.layer());
            } else if (part instanceof Part.Weighted weighted) {
                layers.add(weighted.layer());
                boolean kept = norms == Norms.PER_DOMAIN && weighted.norm() != null;
                placed.add(new PlacedWeights(own, kept ? name(prefix, first + layers.size()) : "", weighted));
                if (kept) {
                    layers.add(new Layer.BatchNorm());
                }
            } else if (part instanceof Part.Sum sum) {
                layers.add(new Layer.Residual(
                        inner(own + ".path", sum.path(), norms, placed),
                        inner(own + ".shortcut", sum.shortcut(), norms, placed)));
            } else if (part instanceof Part.Ways ways) {
                layers.add(new Layer.Concatenation(
                        inner(own + ".first", ways.first(), norms, placed),
                        inner(own + ".second", ways.second(), norms, placed)));
            }
        }
    }

    private static List<Layer> inner(String prefix, List<Part> parts, Norms norms, List<PlacedWeights> placed) {
        List<Layer> layers = new ArrayList<>();
        walk(prefix, 0, parts, norms, layers, placed);
        return layers;
    }

    private static String name(String prefix, int number) {
        return String.format(Locale.ROOT, "%s.%d", prefix, number);
    }
}
