package io.github.dann4j.backbone;

import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.PlacedLayer;
import io.github.dann4j.model.SafeTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks that a file has the tensors of a backbone, in their shapes, and no others.
 *
 * @param norms whether the file has batch norms
 */
record WeightCheck(Backbone backbone, SafeTensors file, boolean norms) {
    void run() {
        Map<String, long[]> expected = expected();
        requireBackbone(expected);
        for (Map.Entry<String, long[]> one : expected.entrySet()) {
            if (!file.names().contains(one.getKey())) {
                throw new ModelException(
                        "%s: tensor '%s' of %s is missing".formatted(file.file(), one.getKey(), backbone.title()));
            }
            long[] shape = file.shape(one.getKey());
            if (!Arrays.equals(shape, one.getValue())) {
                throw new ModelException("%s: tensor '%s' has the shape %s, %s needs %s"
                        .formatted(
                                file.file(),
                                one.getKey(),
                                Arrays.toString(shape),
                                backbone.title(),
                                Arrays.toString(one.getValue())));
            }
            if (!file.isFloat(one.getKey())) {
                throw new ModelException("%s: tensor '%s' has integers, weights are F32, F16 or BF16"
                        .formatted(file.file(), one.getKey()));
            }
        }
        List<String> others = others(expected);
        if (!others.isEmpty()) {
            throw new ModelException("%s: tensor '%s' is none of %s%s; the file belongs to another network"
                    .formatted(file.file(), others.get(0), backbone.title(), more(others)));
        }
        requirePadding();
        file.requireFinite();
    }

    private Map<String, long[]> expected() {
        Map<String, long[]> expected = new LinkedHashMap<>();
        collect(
                PlacedLayer.of("x", backbone.layers(Norms.FROZEN), new NetworkInput.Images(Backbone.SIZE, 3).shape()),
                expected);
        return expected;
    }

    /** Walks the layers beside the names, which are in the same order. */
    private void collect(List<PlacedLayer> layers, Map<String, long[]> expected) {
        Map<String, Part.Weighted> parts = new LinkedHashMap<>();
        PlacedWeights.of("x", 0, backbone.parts(), Norms.FROZEN).forEach(place -> parts.put(place.own(), place.part()));
        for (PlacedLayer placed : all(layers)) {
            Part.Weighted part = parts.get(placed.name());
            if (part != null) {
                long[] weight = weightShape(placed);
                List<String> names = BackboneWeights.names(part, norms);
                expected.put(names.get(0), weight);
                names.subList(1, names.size()).forEach(name -> expected.put(name, new long[] {weight[0]}));
            }
        }
    }

    private static List<PlacedLayer> all(List<PlacedLayer> layers) {
        List<PlacedLayer> all = new ArrayList<>();
        for (PlacedLayer placed : layers) {
            all.add(placed);
            if (placed.layer() instanceof Layer.Residual residual) {
                all.addAll(all(placed.path(residual)));
                all.addAll(all(placed.shortcut(residual)));
            } else if (placed.layer() instanceof Layer.Concatenation ways) {
                all.addAll(all(placed.first(ways)));
                all.addAll(all(placed.second(ways)));
            }
        }
        return all;
    }

    private static long[] weightShape(PlacedLayer placed) {
        if (placed.layer() instanceof Layer.Convolution conv) {
            return new long[] {conv.channels(), placed.in()[0], conv.kernel(), conv.kernel()};
        } else if (placed.layer() instanceof Layer.GroupedConvolution conv) {
            return new long[] {conv.channels(), placed.in()[0] / conv.groups(), conv.kernel(), conv.kernel()};
        }
        throw new IllegalStateException("no weights in " + placed.layer());
    }

    /** Requires that most of the tensors are there; otherwise one missing name would not say what is wrong. */
    private void requireBackbone(Map<String, long[]> expected) {
        long found = expected.keySet().stream().filter(file.names()::contains).count();
        if (2 * found < expected.size()) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s has %d of the %d tensors of %s, so it belongs to another network; its names must be those of torchvision",
                    file.file(),
                    found,
                    expected.size(),
                    backbone.title()));
        }
    }

    private List<String> others(Map<String, long[]> expected) {
        List<String> counters = PlacedWeights.of("x", 0, backbone.parts(), Norms.FROZEN).stream()
                .map(place -> BackboneWeights.counter(place.part()))
                .toList();
        return file.names().stream()
                .filter(name -> !expected.containsKey(name)
                        && !counters.contains(name)
                        && !name.startsWith(backbone.classifier()))
                .sorted()
                .toList();
    }

    private static String more(List<String> others) {
        return others.size() == 1 ? "" : String.format(Locale.ROOT, ", nor are %d more", others.size() - 1);
    }

    /** A file that says that it pads as TensorFlow must not be read as one of torchvision. */
    private void requirePadding() {
        boolean same = file.texts().getOrDefault("padding", "").contains("TensorFlow SAME");
        if (same && Backbones.find(backbone.name() + "-tf").isPresent()) {
            throw new ModelException("%s pads as TensorFlow does (its text 'padding': %s); use --backbone %s-tf:FILE"
                    .formatted(file.file(), file.text("padding"), backbone.name()));
        }
    }
}
