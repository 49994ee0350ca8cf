package io.github.dann4j.pretrained;

import io.github.dann4j.data.prepare.Normalisation;
import java.util.List;
import java.util.Optional;

/**
 * All backbones by name. A name stands for the layers and for what the weights were trained with: where convolutions
 * pad, and how pixels became inputs. Weights of one training are of no use with the conventions of another.
 */
public final class Architectures {
    /** Means and standard deviations of ImageNet's channels, as torchvision uses them. */
    private static final Normalisation IMAGENET =
            new Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** x / 127.5 − 1, as TensorFlow's models use it. */
    private static final Normalisation PLUS_MINUS_ONE =
            new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));

    /** The channel means of Caffe's models, subtracted from values of 0 to 255. */
    private static final Normalisation CAFFE = new Normalisation(
            List.of(123.68 / 255, 116.779 / 255, 103.939 / 255), List.of(1.0 / 255, 1.0 / 255, 1.0 / 255));

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
