package io.github.dann4j.model;

import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.NetworkSpec.Initialisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors that the layers of a block own: parameters and running statistics, by name, in the order of their
 * creation.
 */
final class BlockState implements AutoCloseable {
    private static final int MOST_WEIGHTS = Integer.MAX_VALUE - 8;

    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final List<Tensor> unitWeights = new ArrayList<>();
    private final Map<String, MasterWeight> masterWeights = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final Initialisation initialisation;
    private final Layout layout;
    private final MaxNorm maxNorm;

    /** @param seed seed of the initial weights */
    BlockState(long seed, Initialisation initialisation, Layout layout, MaxNorm maxNorm) {
        this.random = new SplittableRandom(seed);
        this.initialisation = initialisation;
        this.layout = layout;
        this.maxNorm = maxNorm;
    }

    Map<String, Tensor> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    Map<String, Tensor> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    Map<String, MasterWeight> masterWeights() {
        return Collections.unmodifiableMap(masterWeights);
    }

    /**
     * Creates the weight of a layer.
     *
     * @param inputs inputs of one unit, see {@link Initialisation}
     * @param outputs outputs of one unit
     */
    Tensor weight(String name, long inputs, long outputs, long... shape) {
        double bound = switch (initialisation) {
            case UNIFORM -> 1 / Math.sqrt((double) inputs);
            case XAVIER -> Math.sqrt(3.0 / inputs);
            case GLOROT -> Math.sqrt(6.0 / (inputs + outputs));
            case HE -> Math.sqrt(6.0 / inputs);
        };
        return drawn(name, () -> random.nextDouble(-bound, bound), shape);
    }

    /** Creates the biases of a layer, one for each unit. */
    Tensor bias(String name, long inputs, long units) {
        if (initialisation == Initialisation.UNIFORM) {
            double bound = 1 / Math.sqrt((double) inputs);
            return drawn(name, () -> random.nextDouble(-bound, bound), units);
        }
        return drawn(name, () -> 0, units);
    }

    private Tensor drawn(String name, DoubleSupplier next, long... shape) {
        double count = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (count > MOST_WEIGHTS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s %s has more weights than fit into one array (%,d)",
                    name,
                    Arrays.toString(shape),
                    MOST_WEIGHTS));
        }
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return parameter(name, layout.of(Device.current().place(Tensors.ofFloats(values, shape))));
    }

    /** Creates a parameter with one value per channel. */
    Tensor filled(String name, float value, long channels) {
        return parameter(name, vector(value, channels));
    }

    /** Creates a running statistic with one value per channel. */
    Tensor buffer(String name, float value, long channels) {
        Tensor tensor = vector(value, channels).retainReference();
        buffers.put(name, tensor);
        return tensor;
    }

    private static Tensor vector(float value, long length) {
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, value);
        return Device.current().place(Tensors.ofFloats(values, length));
    }

    private Tensor parameter(String name, Tensor tensor) {
        Tensor leaf = tensor.detach().requires_grad_(true).retainReference();
        parameters.put(name, leaf);
        return leaf;
    }

    /** Marks a weight: the norms of its units will be restricted. */
    void restrict(Tensor weight) {
        unitWeights.add(weight);
    }

    /** Like {@link #restrict}, for a large weight of which an optimizer may keep a copy. */
    MasterWeight master(String name, Tensor weight) {
        MasterWeight master = new MasterWeight(weight, maxNorm);
        masterWeights.put(name, master);
        return master;
    }

    void boundNorms() {
        unitWeights.forEach(maxNorm::apply);
        masterWeights.values().forEach(MasterWeight::boundNorms);
    }

    @Override
    public void close() {
        masterWeights.values().forEach(MasterWeight::dropCopy);
        parameters.values().forEach(Tensor::releaseReference);
        buffers.values().forEach(Tensor::releaseReference);
    }
}
