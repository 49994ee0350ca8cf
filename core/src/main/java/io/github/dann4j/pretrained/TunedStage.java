package io.github.dann4j.pretrained;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network that begins with layers of a backbone, which learn at a tenth of the rate of the other layers: with the last
 * stage, whose input is the maps that the frozen trunk computes once for each image; or with all layers, whose input is
 * the images.
 */
public final class TunedStage {
    private static final double RATE = 0.1;

    /** The place of the last stage in the network. */
    private static final String STAGE = "features.1.layers";

    /** The place of all layers in the network. */
    private static final String WHOLE = "features.0.layers";

    private TunedStage() {}

    /** Returns whether a network begins with the last stage or all layers of a backbone. */
    public static boolean isFor(BackboneRecord record) {
        return (record.output().equals(TorchBackbone.MAPS) || record.takesPixels())
                && Architectures.find(record.kind()).isPresent();
    }

    /**
     * Puts the last stage, or all layers, before a network for features.
     *
     * @param network takes as many features as the record has columns, or as many as the backbone gives
     */
    public static NetworkSpec before(NetworkSpec network, BackboneRecord record) {
        Architecture architecture = architecture(record);
        List<Layer> features = new ArrayList<>();
        NetworkInput input;
        if (record.takesPixels()) {
            input = new NetworkInput.Images(Architecture.SIZE, 3);
            features.add(new Layer.Slow(RATE, architecture.layers(Norms.FROZEN)));
        } else {
            int[] maps = java.util.Arrays.stream(architecture.trunkShape())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            input = new NetworkInput.Features(record.columns());
            features.add(new Layer.Unflatten(maps[0], maps[1], maps[2]));
            features.add(new Layer.Slow(RATE, architecture.lastStage(Norms.FROZEN)));
        }
        features.addAll(network.features());
        return new NetworkSpec(
                network.name() + "-" + architecture.name(),
                input,
                features,
                network.heads(),
                network.maxNorm(),
                network.statistics());
    }

    /**
     * Copies the weights of the file into a network that {@link #before} describes.
     *
     * @throws io.github.dann4j.model.ModelException if the file cannot be read, or is one of another network
     */
    public static void begin(Network network, BackboneRecord record) {
        Architecture architecture = architecture(record);
        PretrainedWeights weights = PretrainedWeights.read(architecture, Path.of(record.file()));
        if (record.takesPixels()) {
            weights.trunkInto(WHOLE, 0, Norms.FROZEN, network.state());
            weights.lastStageInto(WHOLE, architecture.trunk(Norms.FROZEN).size(), Norms.FROZEN, network.state());
        } else {
            weights.lastStageInto(STAGE, 0, Norms.FROZEN, network.state());
        }
    }

    /** Says which weights of the backbone are trained, in one line. */
    public static String described(BackboneRecord record) {
        Architecture architecture = architecture(record);
        long all = architecture.weights();
        return record.takesPixels()
                ? String.format(
                        Locale.ROOT,
                        "all %,d weights of %s are trained, at a tenth of the learning rate; every image goes through all its layers in every step",
                        all,
                        architecture)
                : String.format(
                        Locale.ROOT,
                        "%,d of the %,d weights of %s are trained, at a tenth of the learning rate; the others are frozen",
                        architecture.lastStageWeights(),
                        all,
                        architecture);
    }

    private static Architecture architecture(BackboneRecord record) {
        return Architectures.find(record.kind())
                .orElseThrow(() -> new IllegalArgumentException("no backbone '%s'".formatted(record.kind())));
    }
}
