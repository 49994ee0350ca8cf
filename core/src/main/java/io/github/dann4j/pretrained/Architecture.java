package io.github.dann4j.pretrained;

import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.PlacedLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * A network for photographs up to its features, without the classifier that it was trained with. Its input is
 * {@code [n, 3, 224, 224]}, its output {@code [n, features]}, the means over all positions of its last maps.
 *
 * <p>It is cut before its last stage: the layers before are the trunk, which is frozen where only the last stage is
 * trained.
 */
public final class Architecture {
    /** Side of the input image in pixels, with which all backbones were trained. */
    public static final int SIZE = 224;

    private final String name;
    private final String title;
    private final ImageTransform transform;
    private final String classifier;
    private final List<Part> trunk;
    private final List<Part> lastStage;

    /**
     * @param classifier prefix of the names of the classifier's weights, which a file may have and which are not read
     * @param lastStage parts from the last stage to the last maps
     */
    Architecture(
            String name,
            String title,
            ImageTransform transform,
            String classifier,
            List<Part> trunk,
            List<Part> lastStage) {
        this.name = name;
        this.title = title;
        this.transform = transform;
        this.classifier = classifier;
        this.trunk = List.copyOf(trunk);
        this.lastStage = List.copyOf(lastStage);
    }

    /** Name in options and records, such as {@code resnet18}. */
    public String name() {
        return name;
    }

    /** Name for people, with the publication. */
    public String title() {
        return title;
    }

    /** How an image is prepared for the input, as in the training of the weights. */
    public ImageTransform transform() {
        return transform;
    }

    String classifier() {
        return classifier;
    }

    /** Returns the layers before the last stage. */
    public List<Layer> trunk(Norms norms) {
        return PlacedWeights.layers(trunk, norms);
    }

    /** Returns the layers from the last stage to the features. */
    public List<Layer> lastStage(Norms norms) {
        List<Layer> layers = new ArrayList<>(PlacedWeights.layers(lastStage, norms));
        layers.add(new Layer.GlobalAveragePool());
        return layers;
    }

    /** Returns all layers. */
    public List<Layer> layers(Norms norms) {
        List<Layer> layers = new ArrayList<>(trunk(norms));
        layers.addAll(lastStage(norms));
        return layers;
    }

    /** Returns the number of features of an image. */
    int columns() {
        List<PlacedLayer> placed = placed(layers(Norms.FROZEN), new NetworkInput.Images(SIZE, 3).shape());
        return Math.toIntExact(placed.get(placed.size() - 1).out()[0]);
    }

    /** Returns the number of weights of all layers, with frozen batch norms. */
    long weights() {
        return weights(placed(layers(Norms.FROZEN), new NetworkInput.Images(SIZE, 3).shape()));
    }

    /** Returns the number of weights of the last stage, with frozen batch norms. */
    long lastStageWeights() {
        return weights(placed(lastStage(Norms.FROZEN), trunkShape()));
    }

    private List<PlacedLayer> placed(List<Layer> layers, long[] in) {
        return PlacedLayer.of(name, layers, in);
    }

    private static long weights(List<PlacedLayer> layers) {
        long weights = 0;
        for (PlacedLayer placed : PlacedLayer.all(layers)) {
            long in = placed.in()[0];
            if (placed.layer() instanceof Layer.Convolution conv) {
                weights += conv.channels() * (in * conv.kernel() * conv.kernel() + 1);
            } else if (placed.layer() instanceof Layer.GroupedConvolution conv) {
                weights += conv.channels() * (in / conv.groups() * conv.kernel() * conv.kernel() + 1);
            }
        }
        return weights;
    }

    /** Returns the shape of the maps between the trunk and the last stage: {@code [c, h, w]}. */
    public long[] trunkShape() {
        List<PlacedLayer> placed = placed(trunk(Norms.FROZEN), new NetworkInput.Images(SIZE, 3).shape());
        return placed.get(placed.size() - 1).out().clone();
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>(trunk);
        parts.addAll(lastStage);
        return parts;
    }

    /** @param first number of the first of these layers in the block */
    List<PlacedWeights> trunkWeights(String block, int first, Norms norms) {
        return PlacedWeights.of(block, first, trunk, norms);
    }

    List<PlacedWeights> lastStageWeights(String block, int first, Norms norms) {
        return PlacedWeights.of(block, first, lastStage, norms);
    }

    @Override
    public String toString() {
        return name;
    }
}
