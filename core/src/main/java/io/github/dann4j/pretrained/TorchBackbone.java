package io.github.dann4j.pretrained;

import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.model.PlacedLayer;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A frozen backbone in libtorch. Its output {@value #MAPS} ends before the last stage, which a training can then tune.
 */
public final class TorchBackbone implements Backbone {
    /** Name of the output that ends before the last stage. */
    public static final String MAPS = "maps";

    /** Name of the output that is the features. */
    public static final String FEATURES = "features";

    private final FrozenLayers layers;
    private final BackboneRecord record;

    TorchBackbone(FrozenLayers layers, BackboneRecord record) {
        this.layers = layers;
        this.record = record;
    }

    @Override
    public BackboneRecord record() {
        return record;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public float[] features(byte[] pixels) {
        float[] features = layers.output(record.transform().values(pixels, true));
        for (float value : features) {
            if (!Float.isFinite(value)) {
                throw new BackboneException("%s: a feature of an image is %s".formatted(record.file(), value));
            }
        }
        return features;
    }

    /** Returns the layers, to be written in other formats. */
    public List<PlacedLayer> placed() {
        return layers.placed();
    }

    /** Returns the weights by name. */
    public Map<String, Tensor> weights() {
        return layers.weights();
    }

    @Override
    public void close() {
        layers.close();
    }
}
