package io.github.dann4j.pretrained;

import io.github.dann4j.data.image.ImageTransform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All backbones by name. A name stands for the layers and for what the weights were trained with: where convolutions
 * pad, and how pixels became inputs. Weights of one training are of no use with the conventions of another.
 */
public final class Architectures {
    private static final ImageTransform IMAGENET = ImageTransform.IMAGENET;

    /** x / 127.5 − 1, as TensorFlow's models use it. */
    private static final ImageTransform PLUS_MINUS_ONE = IMAGENET.with(Map.of("mean", "0.5", "sd", "0.5"));

    /** The channel means of Caffe's models, subtracted from values of 0 to 255. */
    private static final ImageTransform CAFFE =
            IMAGENET.with(Map.of("range", "255", "mean", "123.68/116.779/103.939", "sd", "1"));

    private static final List<Architecture> ALL = List.of(
            MobileNetV2.of("mobilenet-v2", IMAGENET, false),
            MobileNetV2.of("mobilenet-v2-tf", PLUS_MINUS_ONE, true),
            SqueezeNet.of("squeezenet", IMAGENET),
            SqueezeNet.of("squeezenet-caffe", CAFFE),
            ResNet.resnet18("resnet18", IMAGENET),
            ResNet.resnet50("resnet50", IMAGENET));

    private Architectures() {}

    /** Returns all backbones. */
    public static List<Architecture> all() {
        return ALL;
    }

    /** Returns the architecture of this name, if there is one. */
    public static Optional<Architecture> find(String name) {
        return ALL.stream()
                .filter(architecture -> architecture.name().equals(name))
                .findFirst();
    }
}
