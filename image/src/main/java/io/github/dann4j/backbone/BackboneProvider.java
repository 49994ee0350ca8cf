package io.github.dann4j.backbone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens backbones of some kinds; found as a service. */
public interface BackboneProvider {
    /** The kinds: beginnings of the names of such backbones, without the colon, such as {@code onnx}. */
    List<String> kinds();

    /**
     * Opens a network.
     *
     * @param kind one of {@link #kinds}
     * @param output name of its output; null if it has only one
     * @param parts settings of how an image is prepared for the input, by the keys of
     *     {@link io.github.dann4j.data.image.ImageTransform#text()}; they come before what the file says
     * @throws BackboneException if the file is not a network for images, or has no such output
     */
    Backbone open(String kind, Path file, @Nullable String output, Map<String, String> parts);
}
