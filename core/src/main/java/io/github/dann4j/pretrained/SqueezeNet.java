package io.github.dann4j.pretrained;

import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.model.Layer;
import io.github.dann4j.pretrained.Part.Plain;
import io.github.dann4j.pretrained.Part.Ways;
import io.github.dann4j.pretrained.Part.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SqueezeNet 1.1 (Iandola et al. 2016, in the later version of its authors), with the names of torchvision. */
final class SqueezeNet {
    private static final String TITLE = "SqueezeNet 1.1 (Iandola et al. 2016)";
    private static final Part RELU = new Plain(new Layer.Relu());
    private static final Part POOL = new Plain(new Layer.MaxPool(3, 2, true));

    private SqueezeNet() {}

    static Architecture of(String name, ImageTransform transform) {
        List<Part> trunk = new ArrayList<>();
        trunk.add(new Weighted(new Layer.Convolution(64, 3, 0, 2), "features.0", null));
        trunk.add(RELU);
        trunk.add(POOL);
        fire(trunk, 3, 16, 64);
        fire(trunk, 4, 16, 64);
        trunk.add(POOL);
        fire(trunk, 6, 32, 128);
        fire(trunk, 7, 32, 128);
        trunk.add(POOL);
        List<Part> lastStage = new ArrayList<>();
        fire(lastStage, 9, 48, 192);
        fire(lastStage, 10, 48, 192);
        fire(lastStage, 11, 64, 256);
        fire(lastStage, 12, 64, 256);
        return new Architecture(name, TITLE, transform, "classifier.", trunk, lastStage);
    }

    /** A fire module: few channels, from which two convolutions make many. */
    private static void fire(List<Part> parts, int number, int squeezed, int expanded) {
        String name = String.format(Locale.ROOT, "features.%d.", number);
        parts.add(new Weighted(new Layer.Convolution(squeezed, 1, 0), name + "squeeze1x1", null));
        parts.add(RELU);
        parts.add(new Ways(
                List.of(new Weighted(new Layer.Convolution(expanded, 1, 0), name + "expand1x1", null)),
                List.of(new Weighted(new Layer.Convolution(expanded, 3, 1), name + "expand3x3", null))));
        parts.add(RELU);
    }
}
