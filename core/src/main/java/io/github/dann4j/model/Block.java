package io.github.dann4j.model;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.NetworkSpec.Initialisation;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A sequence of layers with their parameters: the feature extractor or one of the heads. Owns its parameters and
 * running statistics.
 *
 * <p>Initial weights and biases are drawn by the {@link Initialisation}, from a separate random stream per block.
 */
public final class Block implements AutoCloseable {
    private final BlockState state;
    private final List<PlacedLayer> placed;
    private final LayerSequence layers;
    private final long[] inputShape;

    /**
     * @param name prefix of the parameters' names
     * @param inputShape shape of one input without the batch dimension: {@code [c, h, w]} or {@code [f]}
     * @param initialisation the first weights
     * @param layout layout of the convolutions' weights
     * @param replicas copies of the network, which may share their batch statistics
     * @param backward backward pass of the network
     * @throws IllegalArgumentException if a layer does not fit its input
     */
    Block(
            String name,
            List<Layer> layers,
            long[] inputShape,
            Statistics statistics,
            Initialisation initialisation,
            MaxNorm maxNorm,
            long seed,
            Layout layout,
            Replicas replicas,
            StagedBackward backward) {
        this.state = new BlockState(Seeds.derive(seed, name), initialisation, layout, maxNorm);
        this.placed = PlacedLayer.of(name, layers, inputShape);
        this.inputShape = inputShape.clone();
        this.layers = new LayerSequence(
                placed, inputShape, state, new LayerSequence.Setting(layout, statistics, replicas, backward));
    }

    /**
     * Creates layers that do not belong to a network and do not learn. Their weights are random until the caller sets
     * them.
     *
     * @param name prefix of the parameters' names
     * @param inputShape shape of one input without the batch dimension
     * @throws IllegalArgumentException if a layer does not fit its input
     */
    public static Block frozen(String name, List<Layer> layers, long... inputShape) {
        NativeLibraries.load();
        Block block = new Block(
                name,
                layers,
                inputShape,
                Statistics.SHARED,
                Initialisation.UNIFORM,
                MaxNorm.NONE,
                0,
                Layout.CHANNELS_LAST,
                Replicas.NONE,
                new StagedBackward());
        block.parameters().values().forEach(parameter -> parameter.requires_grad_(false));
        return block;
    }

    /** Applies the layers: {@code [n, input shape...] -> [n, output shape...]}. */
    public Tensor forward(Tensor input, Pass pass) {
        return forward(input, pass, Map.of());
    }

    /**
     * Like {@link #forward(Tensor, Pass)}, and also passes on outputs of single layers.
     *
     * @param kept consumers of outputs, by index of the layer
     */
    Tensor forward(Tensor input, Pass pass, Map<Integer, Consumer<Tensor>> kept) {
        Tensor output = layers.forward(input, pass, kept);
        return layers.hasBlocked() ? withParametersThatAreNoNumbers(output) : output;
    }

    /**
     * Adds 0 times the sum of all parameters, so that NaN or infinite parameters show in the losses. In oneDNN's memory
     * format, poolings and activations turn NaN into numbers, and any ReLU turns −∞ into 0. The sum is also added if
     * that format is not available, so that all processors show the same. A GPU has no such format, its operations keep
     * NaN, and starting them takes long, so nothing is added there.
     */
    private Tensor withParametersThatAreNoNumbers(Tensor x) {
        if (!x.is_cpu()) {
            return x;
        }
        Tensor sum = Tensors.ofFloats(new float[1]);
        for (Tensor parameter : state.parameters().values()) {
            sum.add_(parameter.detach().sum());
        }
        return x.add(sum, new Scalar(0));
    }

    /** Returns the layers at their places. */
    public List<PlacedLayer> placed() {
        return List.copyOf(placed);
    }

    /** Returns the shape of one input without the batch dimension. */
    long[] inputShape() {
        return inputShape.clone();
    }

    /** Returns the shape of one output of a layer, without the batch dimension. */
    long[] outputShape(int layer) {
        return placed.get(layer).out().clone();
    }

    /** Returns the shape of one output without the batch dimension. */
    public long[] outputShape() {
        return layers.outputShape().clone();
    }

    /** Returns the learned tensors by name, in a fixed order. */
    public Map<String, Tensor> parameters() {
        return state.parameters();
    }

    /** Returns the shares of the learning rate of the parameters that learn more slowly, by name. */
    Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (PlacedLayer layer : PlacedLayer.all(placed)) {
            if (layer.layer() instanceof Layer.Slow slow) {
                parameters().keySet().stream()
                        .filter(name -> name.startsWith(layer.name() + "."))
                        .forEach(name -> rates.merge(name, slow.rate(), (outer, inside) -> outer * inside));
            }
        }
        return rates;
    }

    /** Returns the parameters that are large enough for a copy, by name. */
    Map<String, MasterWeight> masterWeights() {
        return state.masterWeights();
    }

    /** Returns the running statistics by name, in a fixed order. */
    public Map<String, Tensor> buffers() {
        return state.buffers();
    }

    /** Applies the max-norm restriction to all weights that their last update has not restricted. */
    void boundNorms() {
        state.boundNorms();
    }

    @Override
    public void close() {
        state.close();
    }
}
