package io.github.dann4j.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.PlacedLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The exported part of a trained network: features and label predictor, with the batch statistics of one domain. The
 * domain classifier is not exported; it is not needed after the training.
 *
 * <p>In every format the input {@code images} is uint8 {@code [n, size, size, channels]}, red, green, blue, 0 to 255,
 * as image libraries return images; for a network of features the input {@code features} is float32
 * {@code [n, columns]}, in the units of the training's files. The output {@code probabilities} is float32
 * {@code [n, classes]}. A model with a frozen backbone takes {@code images} of the backbone's size. n is free. Images must be resized to the network's size beforehand, because the filters that a
 * training uses for that are not operators of these formats.
 *
 * @param network must outlive this
 * @param normalisation of the input
 * @param statistics the domain whose batch statistics are exported
 * @param classNames in label order
 * @param backbone the network that comes first, so that the model takes images; null if there is none
 * @param facts additional metadata of the file, by name
 */
public record ExportedNetwork(
        Network network,
        Normalisation normalisation,
        Domain statistics,
        List<String> classNames,
        Map<String, String> facts,
        @Nullable ExportedBackbone backbone) {
    private static final String IMAGES = "images";
    private static final String FEATURES = "features";

    /** Name of the output. */
    public static final String OUTPUT = "probabilities";

    static final double NORM_EPSILON = 1e-5;

    /** Creates the exported part of a network without a backbone. */
    public ExportedNetwork(
            Network network,
            Normalisation normalisation,
            Domain statistics,
            List<String> classNames,
            Map<String, String> facts) {
        this(network, normalisation, statistics, classNames, facts, null);
    }

    public ExportedNetwork {
        classNames = List.copyOf(classNames);
        facts = Map.copyOf(facts);
        if (classNames.size() != network.classes()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the network has %d classes, got %d names", network.classes(), classNames.size()));
        }
    }

    /** The layers from the input to the logits, in order. */
    List<PlacedLayer> layers() {
        NetworkSpec spec = network.spec();
        long[] input = spec.input().shape();
        List<PlacedLayer> placed = new ArrayList<>(PlacedLayer.of("features", spec.features(), input));
        long[] features =
                placed.isEmpty() ? input : placed.get(placed.size() - 1).out();
        placed.addAll(PlacedLayer.of("labels", spec.labelHead(), features));
        return placed;
    }

    /** Returns a parameter or running statistic, in the processor's memory. */
    Tensor tensor(String name) {
        Tensor own = network.state().get(name);
        if (own == null && backbone instanceof ExportedBackbone.Layers first) {
            own = first.weights().get(name);
        }
        return Tensors.onCpu(Objects.requireNonNull(own, name));
    }

    /** Returns the name of a running statistic of a batch norm, for the chosen domain. */
    String statistic(String layer, String which) {
        String suffix = network.spec().statistics() == Statistics.SHARED
                ? ""
                : "." + statistics.name().toLowerCase(Locale.ROOT);
        return layer + "." + which + suffix;
    }

    /** Name of the input: {@code images} or {@code features}. */
    public String input() {
        return takesImages() || backbone != null ? IMAGES : FEATURES;
    }

    boolean takesImages() {
        return network.spec().input() instanceof NetworkInput.Images;
    }

    /** The values to subtract from a stored value, one per channel or column. */
    float[] shift() {
        return values(c -> range() * normalisation.mean().get(c));
    }

    /** The factors to apply after the subtraction. */
    float[] scale() {
        return values(c -> 1 / (range() * normalisation.sd().get(c)));
    }

    /** The stored value that is 1 in the unit of the normalisation: samples of images are 0 to 255. */
    private int range() {
        return takesImages() ? 255 : 1;
    }

    private float[] values(java.util.function.IntToDoubleFunction of) {
        float[] values = new float[normalisation.mean().size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) of.applyAsDouble(c);
        }
        return values;
    }

    /** What users of the file need to know, as texts by name. */
    Map<String, String> metadata() {
        NetworkSpec spec = network.spec();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("classes", json(classNames));
        metadata.put("input", inputMetadata());
        metadata.put(
                "output",
                String.format(Locale.ROOT, "%s: float32 [n, %d], the softmax is included", OUTPUT, classNames.size()));
        metadata.put("statistics", statistics.name().toLowerCase(Locale.ROOT));
        metadata.put("network", spec.name());
        if (backbone != null) {
            BackboneRecord frozen = backbone.record();
            metadata.put(ImageTransform.METADATA_KEY, frozen.transform().text());
            metadata.put("backbone", "%s#%s, sha256 %s".formatted(frozen.name(), frozen.output(), frozen.sha256()));
            metadata.put("backbone.name", frozen.kind());
            metadata.put("backbone.origin", frozen.weights().origin());
            metadata.put("backbone.licence", frozen.weights().licence());
        }
        metadata.putAll(new java.util.TreeMap<>(facts));
        return metadata;
    }

    private String inputMetadata() {
        if (backbone != null) {
            return String.format(
                    Locale.ROOT,
                    "%1$s: uint8 [n, %2$d, %2$d, 3], rows from the top, channels red, green, blue, 0 to 255; the normalisation is included",
                    IMAGES,
                    backbone.record().transform().size());
        }
        return network.spec().input() instanceof NetworkInput.Images images
                ? String.format(
                        Locale.ROOT,
                        "%1$s: uint8 [n, %2$d, %2$d, %3$d], rows from the top, %4$s, 0 to 255; the normalisation is included",
                        IMAGES,
                        images.size(),
                        images.channels(),
                        images.channels() == 3 ? "channels red, green, blue" : "grey")
                : String.format(
                        Locale.ROOT,
                        "%s: float32 [n, %d], in the units of the training's files; the normalisation is included",
                        FEATURES,
                        network.spec().input().shape()[0]);
    }

    static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /** Returns the values of a tensor, row by row. */
    float[] values(String name) {
        return Tensors.floats(tensor(name));
    }
}
