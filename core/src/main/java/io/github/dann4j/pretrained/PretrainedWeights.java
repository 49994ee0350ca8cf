package io.github.dann4j.pretrained;

import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.SafeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The weights of an architecture in a safetensors file, with the names of torchvision. Values are float32, float16 or
 * bfloat16.
 *
 * <p>A file has the batch norms, or has each of them multiplied into the convolution before it, which then has a bias.
 * It may have the classifier, which is not read, and counters such as {@code num_batches_tracked}.
 */
final class PretrainedWeights {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";
    private static final List<String> NORM = List.of(WEIGHT, BIAS, ".running_mean", ".running_var");
    private static final String COUNTER = ".num_batches_tracked";
    private static final double EPSILON = 1e-5;

    private final Architecture architecture;
    private final SafeTensors file;
    private final boolean hasNorms;

    private PretrainedWeights(Architecture architecture, SafeTensors file, boolean hasNorms) {
        this.architecture = architecture;
        this.file = file;
        this.hasNorms = hasNorms;
    }

    /**
     * Opens a file and checks it against the architecture: names, shapes and values.
     *
     * @throws ModelException if it is missing, no valid safetensors file, or one of another network
     */
    public static PretrainedWeights read(Architecture architecture, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    "%s: no such file; --backbone %s:FILE needs the weights of %s as safetensors, docs/BACKBONES.md says where they are published"
                            .formatted(file, architecture.name(), architecture.title()));
        }
        SafeTensors tensors = SafeTensors.read(file);
        boolean norms = tensors.names().stream().anyMatch(name -> name.endsWith(".running_mean"));
        new WeightCheck(architecture, tensors, norms).run();
        return new PretrainedWeights(architecture, tensors, norms);
    }

    /** Returns the names of the tensors that a convolution and its batch norm have in a file. */
    static List<String> names(Part.Weighted part, boolean norms) {
        List<String> names = new ArrayList<>(List.of(part.weights() + WEIGHT));
        if (part.norm() == null || !norms) {
            names.add(part.weights() + BIAS);
        } else {
            NORM.forEach(kind -> names.add(part.norm() + kind));
        }
        return names;
    }

    static String counter(Part.Weighted part) {
        return part.norm() + COUNTER;
    }

    /** Returns whether the file has batch norms, so that they can be {@link Norms#PER_DOMAIN}. */
    public boolean hasNorms() {
        return hasNorms;
    }

    public Architecture architecture() {
        return architecture;
    }

    /** What the file says about itself, such as origin and licence, as texts by name. */
    public Map<String, String> texts() {
        return file.texts();
    }

    /**
     * Copies the weights of the trunk into a block.
     *
     * @param block name of the block, the prefix of its tensors' names
     * @param first number of the trunk's first layer in it
     * @param state tensors of the block, by name
     * @throws ModelException if the batch norms are to be kept and the file has none; if the file was changed
     */
    public void trunkInto(String block, int first, Norms norms, Map<String, Tensor> state) {
        copy(architecture.trunkWeights(block, first, norms), norms, state);
    }

    /** Like {@link #trunkInto}, for the last stage. */
    public void lastStageInto(String block, int first, Norms norms, Map<String, Tensor> state) {
        copy(architecture.lastStageWeights(block, first, norms), norms, state);
    }

    private void copy(List<PlacedWeights> places, Norms norms, Map<String, Tensor> state) {
        if (norms == Norms.PER_DOMAIN && !hasNorms) {
            throw new ModelException("%s has no batch norms of its own, so they cannot be per domain; use frozen ones"
                    .formatted(file.file()));
        }
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Map<String, Tensor> stored = new LinkedHashMap<>();
            file.tensors("").forEach((name, tensor) -> {
                if (isFloat(tensor)) {
                    stored.put(name, tensor.to(ScalarType.Float));
                }
            });
            for (PlacedWeights place : places) {
                copy(place, stored, state);
            }
        }
    }

    private void copy(PlacedWeights place, Map<String, Tensor> stored, Map<String, Tensor> state) {
        Part.Weighted part = place.part();
        Tensor weight = get(stored, part.weights() + WEIGHT);
        boolean norm = hasNorms && part.norm() != null;
        if (!norm) {
            put(state, place.own() + WEIGHT, weight);
            put(state, place.own() + BIAS, get(stored, part.weights() + BIAS));
        } else if (place.norm().isEmpty()) {
            Tensor scale = get(stored, part.norm() + NORM.get(0))
                    .to(ScalarType.Double)
                    .div(get(stored, part.norm() + NORM.get(3))
                            .to(ScalarType.Double)
                            .add(new Scalar(EPSILON))
                            .sqrt());
            put(state, place.own() + WEIGHT, weight.mul(scale.reshape(-1, 1, 1, 1)));
            put(
                    state,
                    place.own() + BIAS,
                    get(stored, part.norm() + BIAS)
                            .sub(get(stored, part.norm() + NORM.get(2)).mul(scale)));
        } else {
            put(state, place.own() + WEIGHT, weight);
            get(state, place.own() + BIAS).detach().zero_();
            put(state, place.norm() + WEIGHT, get(stored, part.norm() + WEIGHT));
            put(state, place.norm() + BIAS, get(stored, part.norm() + BIAS));
            for (String statistic : NORM.subList(2, 4)) {
                Tensor value = get(stored, part.norm() + statistic);
                state.forEach((name, own) -> {
                    if (name.startsWith(place.norm() + statistic)) {
                        own.detach().copy_(value);
                    }
                });
            }
        }
    }

    private static boolean isFloat(Tensor tensor) {
        return tensor.is_floating_point();
    }

    private static void put(Map<String, Tensor> state, String name, Tensor value) {
        get(state, name).detach().copy_(value);
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
