package io.github.dann4j.pretrained;

import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.model.Layer;
import io.github.dann4j.pretrained.Part.Plain;
import io.github.dann4j.pretrained.Part.Sum;
import io.github.dann4j.pretrained.Part.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Residual networks (He et al. 2016, Table 1), with the names of torchvision. As there, a bottleneck block has its
 * stride in the 3x3 convolution.
 */
final class ResNet {
    private static final Part RELU = new Plain(new Layer.Relu());
    private static final int STAGES = 4;
    private static final int WIDTH = 64;
    private static final int EXPANSION = 4;

    private ResNet() {}

    static Architecture resnet18(String name, ImageTransform transform) {
        return of(name, "ResNet-18 (He et al. 2016)", transform, false, 2, 2, 2, 2);
    }

    static Architecture resnet50(String name, ImageTransform transform) {
        return of(name, "ResNet-50 (He et al. 2016)", transform, true, 3, 4, 6, 3);
    }

    private static Architecture of(
            String name, String title, ImageTransform transform, boolean bottleneck, int... blocks) {
        List<Part> trunk = new ArrayList<>();
        trunk.add(new Weighted(new Layer.Convolution(WIDTH, 7, 3, 2), "conv1", "bn1"));
        trunk.add(RELU);
        // After the activation a border of zeros never exceeds the maximum of a window.
        trunk.add(new Plain(new Layer.ZeroPad(1, 1)));
        trunk.add(new Plain(new Layer.MaxPool(3, 2)));
        List<Part> lastStage = new ArrayList<>();
        int in = WIDTH;
        for (int stage = 0; stage < STAGES; stage++) {
            int width = WIDTH << stage;
            int out = bottleneck ? EXPANSION * width : width;
            List<Part> to = stage == STAGES - 1 ? lastStage : trunk;
            for (int block = 0; block < blocks[stage]; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String prefix = String.format(Locale.ROOT, "layer%d.%d.", stage + 1, block);
                List<Part> path = bottleneck ? bottleneck(prefix, width, out, stride) : basic(prefix, width, stride);
                List<Part> shortcut = stride == 1 && in == out
                        ? List.of()
                        : List.of(new Weighted(
                                new Layer.Convolution(out, 1, 0, stride),
                                prefix + "downsample.0",
                                prefix + "downsample.1"));
                to.add(new Sum(path, shortcut));
                to.add(RELU);
                in = out;
            }
        }
        return new Architecture(name, title, transform, "fc.", trunk, lastStage);
    }

    private static List<Part> basic(String prefix, int width, int stride) {
        return List.of(
                new Weighted(new Layer.Convolution(width, 3, 1, stride), prefix + "conv1", prefix + "bn1"),
                RELU,
                new Weighted(new Layer.Convolution(width, 3, 1), prefix + "conv2", prefix + "bn2"));
    }

    private static List<Part> bottleneck(String prefix, int width, int out, int stride) {
        return List.of(
                new Weighted(new Layer.Convolution(width, 1, 0), prefix + "conv1", prefix + "bn1"),
                RELU,
                new Weighted(new Layer.Convolution(width, 3, 1, stride), prefix + "conv2", prefix + "bn2"),
                RELU,
                new Weighted(new Layer.Convolution(out, 1, 0), prefix + "conv3", prefix + "bn3"));
    }
}
