package io.github.dann4j.pretrained;

import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.PlacedLayer;
import io.github.dann4j.model.SafeTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks that a file has the tensors of an architecture, in their shapes, and no others.
 *
 * @param norms whether the file has batch norms
 */
record WeightCheck(Architecture architecture, SafeTensors file, boolean norms) {
    void run() {
        Map<String, long[]> expected = expected();
        requireArchitecture(expected);
        for (Map.Entry<String, long[]> one : expected.entrySet()) {
            if (!file.names().contains(one.getKey())) {
                throw new ModelException(
                        "%s: tensor '%s' of %s is missing".formatted(file.file(), one.getKey(), architecture.title()));
            }
            long[] shape = file.shape(one.getKey());
            if (!Arrays.equals(shape, one.getValue())) {
                throw new ModelException("%s: tensor '%s' has the shape %s, %s needs %s"
                        .formatted(
                                file.file(),
                                one.getKey(),
                                Arrays.toString(shape),
                                architecture.title(),
                                Arrays.toString(one.getValue())));
            }
            if (!file.isFloat(one.getKey())) {
                throw new ModelException("%s: tensor '%s' has integers, weights are F32, F16 or BF16"
                        .formatted(file.file(), one.getKey()));
            }
        }
        List<String> others = others(expected);
        if (!others.isEmpty()) {
            throw new ModelException("%s: tensor '%s' is not a tensor of %s%s; the file belongs to another network"
                    .formatted(file.file(), others.get(0), architecture.title(), more(others)));
        }
        requirePadding();
        file.requireFinite();
    }

    private Map<String, long[]> expected() {
        Map<String, long[]> expected = new LinkedHashMap<>();
        collect(
                PlacedLayer.of(
                        "x", architecture.layers(Norms.FROZEN), new NetworkInput.Images(Architecture.SIZE, 3).shape()),
                expected);
        return expected;
    }

    /** Walks the layers beside the names, which are in the same order. */
    private void collect(List<PlacedLayer> layers, Map<String, long[]> expected) {
        Map<String, Part.Weighted> parts = new LinkedHashMap<>();
        PlacedWeights.of("x", 0, architecture.parts(), Norms.FROZEN)
                .forEach(place -> parts.put(place.own(), place.part()));
        for (PlacedLayer placed : PlacedLayer.all(layers)) {
            Part.Weighted part = parts.get(placed.name());
            if (part != null) {
                long[] weight = weightShape(placed);
                List<String> names = PretrainedWeights.names(part, norms);
                expected.put(names.get(0), weight);
                names.subList(1, names.size()).forEach(name -> expected.put(name, new long[] {weight[0]}));
            }
        }
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
    private void requireArchitecture(Map<String, long[]> expected) {
        long found = expected.keySet().stream().filter(file.names()::contains).count();
        if (2 * found < expected.size()) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s has %d of the %d tensors of %s, so it belongs to another network; its names must be those of torchvision",
                    file.file(),
                    found,
                    expected.size(),
                    architecture.title()));
        }
    }

    private List<String> others(Map<String, long[]> expected) {
        List<String> counters = PlacedWeights.of("x", 0, architecture.parts(), Norms.FROZEN).stream()
                .map(place -> PretrainedWeights.counter(place.part()))
                .toList();
        return file.names().stream()
                .filter(name -> !expected.containsKey(name)
                        && !counters.contains(name)
                        && !name.startsWith(architecture.classifier()))
                .sorted()
                .toList();
    }

    private static String more(List<String> others) {
        return others.size() == 1 ? "" : String.format(Locale.ROOT, ", nor are %d more", others.size() - 1);
    }

    /** A file that says that it pads as TensorFlow must not be read as one of torchvision. */
    private void requirePadding() {
        boolean same = file.texts().getOrDefault("padding", "").contains("TensorFlow SAME");
        if (same && Architectures.find(architecture.name() + "-tf").isPresent()) {
            throw new ModelException("%s pads as TensorFlow does (its text 'padding': %s); use --backbone %s-tf:FILE"
                    .formatted(file.file(), file.text("padding"), architecture.name()));
        }
    }
}
