package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.List;
import java.util.Locale;

/**
 * A head of a network, as plain data.
 *
 * @param layers layers from input to logits; at most 1,000, including nested ones
 * @param input input of the head
 */
@PublicApi
public record Head(List<Layer> layers, HeadInput input) {
    /** Maximum number of layers of a head, or of the features. */
    static final int MOST_LAYERS = 1000;

    public Head {
        layers = checked(layers);
    }

    /** Creates a head whose input is the features. */
    public Head(List<Layer> layers) {
        this(layers, new HeadInput.Features());
    }

    /** Returns a head with the same layers and another input. */
    public Head on(HeadInput other) {
        return new Head(layers, other);
    }

    static List<Layer> checked(List<Layer> layers) {
        int count = Layer.all(layers).size();
        if (count > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "expected at most %d layers in each part, got %d", MOST_LAYERS, count));
        }
        return List.copyOf(layers);
    }
}
