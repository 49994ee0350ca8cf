package io.github.dann4j.app.serve;

import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;

/** A model and images for serving: the network of the preset best with fresh weights. */
final class ServedModel {
    private ServedModel() {}

    static Predictor predictor() {
        NetworkSpec net = Networks.bottleneck(10, 32);
        return predictor(net, new Network(net, 4));
    }

    /** Weights that are finite, but so large that the outputs are not. */
    static Predictor overflowing() {
        NetworkSpec net = Networks.bottleneck(10, 32);
        Network network = new Network(net, 4);
        try (PointerScope scope = new PointerScope()) {
            network.state().forEach((name, tensor) -> {
                if (name.startsWith("labels.") && tensor.dim() == 2) {
                    tensor.detach().fill_(new Scalar(3e38));
                }
            });
        }
        return predictor(net, network);
    }

    private static Predictor predictor(NetworkSpec net, Network network) {
        return new Predictor(
                new SavedModel(
                        network,
                        new ModelCard(
                                "dann",
                                "mnist",
                                "mnist-m",
                                0,
                                IntStream.range(0, 10)
                                        .mapToObj(i -> "digit " + i)
                                        .toList(),
                                net,
                                new ImagePreprocessing(32, 3, Resize.PAD_IF_CLOSE, Scaling.LIFTED),
                                new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
                                Domain.TARGET,
                                List.of(new ImageSize(28, 28), new ImageSize(32, 32)))),
                Domain.TARGET,
                Precision.FP32);
    }

    static BufferedImage image(int side, long seed) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        int colour = random.nextInt(0xffffff);
        for (int i = 0; i < side * side; i++) {
            boolean ink = (i % side) / 8 % 2 == seed % 2;
            image.setRGB(i % side, i / side, ink ? colour : colour ^ random.nextInt(0x3f3f3f));
        }
        return image;
    }

    static byte[] png(int side, long seed) {
        return png(image(side, seed));
    }

    /** An image of one colour: many pixels in few bytes. */
    static byte[] plainPng(int side) {
        return png(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
    }

    private static byte[] png(BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
