package io.github.dann4j.backbone;

import java.util.List;

/**
 * A backbone that is trained as a whole, so that the network that is trained has all its layers: images are only brought
 * to its input. Needs no file.
 *
 * @param record one that {@linkplain BackboneRecord#takesPixels takes pixels}
 */
public record PreparedImages(BackboneRecord record) implements Backbone {
    public PreparedImages {
        if (!record.takesPixels()) {
            throw new IllegalArgumentException(
                    "output must be '%s', got '%s'".formatted(BackboneRecord.PIXELS, record.output()));
        }
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    /** @throws UnsupportedOperationException always: the features are those of the network that is trained */
    @Override
    public float[] features(byte[] pixels) {
        throw new UnsupportedOperationException(
                "the layers of " + record.name() + " are in the network that is trained");
    }

    @Override
    public void close() {
        // nothing is open
    }
}
