package io.github.dann4j.model;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A sequence of layers with their parameters: the feature extractor, or one of the heads. Owns its parameters and running
 * statistics.
 *
 * <p>Initial weights and biases are uniform in ±1/√(inputs of a unit), drawn from a stream of the block's own.
 */
public final class Block implements AutoCloseable {
    private final BlockState state;
    private final List<PlacedLayer> placed;
    private final LayerSequence layers;
    private final long[] inputShape;

    /**
     * @param name prefix of the parameters' names
     * @param inputShape shape of one input without the batch dimension: {@code [c, h, w]} or {@code [f]}
     * @param layout of the convolutions' weights
     * @param replicas copies that share their batch statistics, where they do
     * @param backward of the network
     * @throws IllegalArgumentException if a layer does not fit what comes before it
     */
    Block(
            String name,
            List<Layer> layers,
            long[] inputShape,
            Statistics statistics,
            MaxNorm maxNorm,
            long seed,
            Layout layout,
            Replicas replicas,
            StagedBackward backward) {
        this.state = new BlockState(Seeds.derive(seed, name), layout, maxNorm);
        this.placed = PlacedLayer.of(name, layers, inputShape);
        this.inputShape = inputShape.clone();
        this.layers = new LayerSequence(
                placed, inputShape, state, new LayerSequence.Setting(layout, statistics, replicas, backward));
    }

    /** {@code [n, input shape...] -> [n, output shape...]}. */
    public Tensor forward(Tensor input, Pass pass) {
        return forward(input, pass, Map.of());
    }

    /**
     * As the other one.
     *
     * @param kept by index of a layer, takes what that layer gives
     */
    Tensor forward(Tensor input, Pass pass, Map<Integer, Consumer<Tensor>> kept) {
        Tensor output = layers.forward(input, pass, kept);
        return layers.hasBlocked() ? withParametersThatAreNoNumbers(output) : output;
    }

    /**
     * In oneDNN's order poolings and activations make numbers of NaN, and any relu makes 0 of −∞. So that a network whose parameters have
     * become NaN or infinite shows it in its losses, 0 times the sum of them all is added; where oneDNN's order is not to be had as well,
     * so that every processor shows the same.
     */
    private Tensor withParametersThatAreNoNumbers(Tensor x) {
        Tensor sum = Tensors.ofFloats(new float[1]);
        for (Tensor parameter : state.parameters().values()) {
            sum.add_(parameter.detach().sum());
        }
        return x.add(sum, new Scalar(0));
    }

    /** Shape of one input without the batch dimension. */
    long[] inputShape() {
        return inputShape.clone();
    }

    /** Shape of what a layer gives. */
    long[] outputShape(int layer) {
        return placed.get(layer).out().clone();
    }

    /** Shape of one output without the batch dimension. */
    public long[] outputShape() {
        return layers.outputShape().clone();
    }

    /** The learned tensors by name, in a fixed order. */
    public Map<String, Tensor> parameters() {
        return state.parameters();
    }

    /** Those of the parameters that are large enough, by the same names. */
    Map<String, MasterWeight> masterWeights() {
        return state.masterWeights();
    }

    /** The running statistics by name, in a fixed order. */
    public Map<String, Tensor> buffers() {
        return state.buffers();
    }

    /** Applies the max-norm restriction to all weights, unless their last update has done so. */
    void boundNorms() {
        state.boundNorms();
    }

    @Override
    public void close() {
        state.close();
    }
}
