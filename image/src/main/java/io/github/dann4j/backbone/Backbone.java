package io.github.dann4j.backbone;

import java.util.List;

/** A frozen network that turns images into features. All methods but {@link #close} may be used by several threads. */
public interface Backbone extends AutoCloseable {
    /** Which network it is. */
    BackboneRecord record();

    /** What users should know: what was assumed because neither they nor the file said it. */
    List<String> notes();

    /**
     * Computes the features of one image, in one thread. The same pixels give the same bits, whatever else is computed.
     *
     * @param pixels uint8 {@code [size, size, 3]}, red, green, blue, as the record's transform makes them
     * @return as many values as the record has columns, all finite
     * @throws BackboneException if the network cannot be run, or a feature is not finite
     */
    float[] features(byte[] pixels);

    @Override
    void close();
}
