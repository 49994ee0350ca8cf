package io.github.dann4j.pretrained;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that begins with the last stage of a backbone: its input is the maps that the frozen trunk computes, once for
 * each image. The last stage learns at a tenth of the rate of the other layers.
 */
public final class TunedStage {
    private static final double RATE = 0.1;

    /** The place of the last stage in the network. */
    private static final String STAGE = "features.1.layers";

    private TunedStage() {}

    /** Returns whether a backbone ends before its last stage, so that a network begins with it. */
    public static boolean isFor(BackboneRecord record) {
        return record.output().equals(TorchBackbone.MAPS)
                && Architectures.find(record.kind()).isPresent();
    }

    /**
     * Puts the last stage before a network for features.
     *
     * @param network takes as many features as the record has columns
     */
    public static NetworkSpec before(NetworkSpec network, BackboneRecord record) {
        Architecture architecture = architecture(record);
        int[] maps = java.util.Arrays.stream(architecture.trunkShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        List<Layer> features = new ArrayList<>();
        features.add(new Layer.Unflatten(maps[0], maps[1], maps[2]));
        features.add(new Layer.Slow(RATE, architecture.lastStage(Norms.FROZEN)));
        features.addAll(network.features());
        return new NetworkSpec(
                network.name() + "-" + architecture.name(),
                new NetworkInput.Features(record.columns()),
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
        PretrainedWeights.read(architecture(record), Path.of(record.file()))
                .lastStageInto(STAGE, 0, Norms.FROZEN, network.state());
    }

    private static Architecture architecture(BackboneRecord record) {
        return Architectures.find(record.kind())
                .orElseThrow(() -> new IllegalArgumentException("no backbone '%s'".formatted(record.kind())));
    }
}
