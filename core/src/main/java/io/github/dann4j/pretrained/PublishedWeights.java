package io.github.dann4j.pretrained;

import io.github.dann4j.fetch.Checksum;
import io.github.dann4j.fetch.FileFormat;
import io.github.dann4j.fetch.RemoteFile;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Weights that others publish in a format that a backbone can be opened from, at the addresses of their publishers.
 *
 * @param name by which it is fetched
 * @param title the network, and whose weights these are
 * @param kind of backbone that reads the file: what comes before the colon in its name
 * @param features what the backbone gives for a photograph
 * @param licence as the publisher states it
 * @param file where it is published, and its name in a data folder
 */
public record PublishedWeights(
        String name, String title, String kind, String features, String licence, RemoteFile file) {
    /** The folder of weights in a data folder. */
    private static final String FOLDER = "pretrained/";

    private static final String HUB = "https://huggingface.co/";
    private static final String CLASSES = "1,000 values, those of ImageNet's classes";

    /**
     * ResNets: timm's copies of torchvision's weights, at one commit each; their lengths and checksums are known from
     * several projects that name the same commits. ONNX: the files of the ONNX Model Zoo, whose repository
     * (github.com/onnx/models) has their lengths and checksums.
     */
    private static final List<PublishedWeights> ALL = List.of(
            timm(
                    "resnet18",
                    "ResNet-18, torchvision's weights IMAGENET1K_V1",
                    "512 values",
                    "bbd144b3e5565108aad885f145491d11bc6ce807",
                    46_807_446,
                    "694f673df6520a3158624e8a89af086f59923ee4cd7436fe5bc3bc71d295ad81"),
            timm(
                    "resnet50",
                    "ResNet-50, torchvision's weights IMAGENET1K_V1",
                    "2,048 values",
                    "78f3ecfdb38e06d9b8397f662e7ab8fee96026fa",
                    102_469_840,
                    "5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888"),
            zoo(
                    "mobilenet-v2",
                    "MobileNetV2, of the ONNX Model Zoo",
                    "mobilenetv2-12",
                    13_964_571,
                    "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5"),
            zoo(
                    "squeezenet",
                    "SqueezeNet 1.1, of the ONNX Model Zoo",
                    "squeezenet1.1-7",
                    4_956_208,
                    "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088"));

    public PublishedWeights {
        if (!file.name().startsWith(FOLDER)) {
            throw new IllegalArgumentException("%s: weights are in %s, got %s".formatted(name, FOLDER, file.name()));
        }
    }

    private static PublishedWeights timm(
            String name, String title, String features, String commit, long bytes, String sha256) {
        String model = name + ".tv_in1k";
        return new PublishedWeights(
                name,
                title,
                name,
                features,
                "BSD-3-Clause",
                new RemoteFile(
                        FOLDER + model + ".safetensors",
                        FileFormat.SAFETENSORS,
                        bytes,
                        Checksum.sha256(sha256),
                        List.of(URI.create(HUB + "timm/%s/resolve/%s/model.safetensors".formatted(model, commit)))));
    }

    private static PublishedWeights zoo(String name, String title, String model, long bytes, String sha256) {
        return new PublishedWeights(
                name,
                title,
                "onnx",
                CLASSES,
                "Apache-2.0",
                new RemoteFile(
                        FOLDER + model + ".onnx",
                        FileFormat.ONNX,
                        bytes,
                        Checksum.sha256(sha256),
                        List.of(URI.create(HUB + "onnxmodelzoo/%1$s/resolve/main/%1$s.onnx".formatted(model)))));
    }

    /** Returns all of them. */
    public static List<PublishedWeights> all() {
        return ALL;
    }

    /** Returns those of a name, if there are any. */
    public static Optional<PublishedWeights> find(String name) {
        return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
