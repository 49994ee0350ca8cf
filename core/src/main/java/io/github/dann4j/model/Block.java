package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.conv2d;
import static org.bytedeco.pytorch.global.torch.feature_dropout;
import static org.bytedeco.pytorch.global.torch.instance_norm;
import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;

import io.github.dann4j.engine.Blocked;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A sequence of layers with their parameters: the feature extractor, or one of the heads. Owns its parameters and running
 * statistics.
 *
 * <p>Initial weights and biases are uniform in ±1/√(inputs of a unit), drawn from a stream of the block's own.
 */
public final class Block implements AutoCloseable {
    private static final double BATCH_NORM_EPSILON = 1e-5;
    private static final int MOST_WEIGHTS = Integer.MAX_VALUE - 8;

    /** Channels of a block in oneDNN's own order, at most. */
    private static final long BLOCK_CHANNELS = 16;

    /** So few channels oneDNN leaves in the usual order. */
    private static final long PLAIN_CHANNELS = 3;

    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final BitSet blocked;
    private final List<Tensor> unitWeights = new ArrayList<>();
    private final Map<String, MasterWeight> masterWeights = new LinkedHashMap<>();
    private final long[] outputShape;
    private final SplittableRandom random;
    private final Layout layout;
    private final MaxNorm maxNorm;
    private final Replicas replicas;
    private final StagedBackward backward;

    /** One layer, bound to its parameters. */
    private interface Operation {
        Tensor apply(Tensor x, Pass pass);
    }

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
        this.layout = layout;
        this.maxNorm = maxNorm;
        // In another layout it is the benchmark's reference, to be computed as usual tools do.
        this.blocked = layout == Layout.CHANNELS_LAST ? blocked(layers, inputShape[0]) : new BitSet();
        this.replicas = replicas;
        this.backward = backward;
        this.random = new SplittableRandom(Seeds.derive(seed, name));
        long[] shape = inputShape.clone();
        for (int i = 0; i < layers.size(); i++) {
            shape = add(name + "." + i, layers.get(i), shape, statistics);
        }
        this.outputShape = shape;
    }

    /**
     * The layers that are computed in oneDNN's own order: from a convolution on, as long as poolings, activations and
     * further convolutions follow. A convolution alone is not, for the way there and back costs as much as it saves. Nor are layers
     * whose channels leave a part of a block empty: oneDNN 3.7 reads memory there that nobody has written, and gives wrong numbers.
     *
     * @param channels of the input
     */
    private static BitSet blocked(List<Layer> layers, long channels) {
        BitSet blocked = new BitSet();
        for (int from = 0; from < layers.size(); from++) {
            if (!(layers.get(from) instanceof Layer.Convolution)) {
                continue;
            }
            boolean full = channels <= PLAIN_CHANNELS || channels % BLOCK_CHANNELS == 0;
            int to = from;
            while (to < layers.size() && fitsBlocks(layers.get(to))) {
                if (layers.get(to) instanceof Layer.Convolution convolution) {
                    channels = convolution.channels();
                    full &= channels % BLOCK_CHANNELS == 0;
                }
                to++;
            }
            if (full && to - from > 1) {
                blocked.set(from, to);
            }
            from = to;
        }
        return blocked;
    }

    private static boolean fitsBlocks(Layer layer) {
        return layer instanceof Layer.Convolution || layer instanceof Layer.MaxPool || layer instanceof Layer.Relu;
    }

    /** {@code [n, input shape...] -> [n, output shape...]}. */
    public Tensor forward(Tensor input, Pass pass) {
        boolean ownOrder = !blocked.isEmpty() && Blocked.isAvailable();
        Tensor x = input;
        for (int i = 0; i < operations.size(); i++) {
            x = operations.get(i).apply(ownOrder && blocked.get(i) ? Blocked.of(x) : x, pass);
            if (blocked.get(i) && !blocked.get(i + 1)) {
                x = dense(x);
            }
        }
        return x;
    }

    /**
     * The way back from oneDNN's order. Its poolings and activations make numbers of NaN, and any relu makes 0 of −∞. So that a network
     * whose parameters have become NaN or infinite shows it in its losses, 0 times the sum of them all is added; where oneDNN's order is
     * not to be had as well, so that every processor shows the same.
     */
    private Tensor dense(Tensor x) {
        Tensor sum = Tensors.ofFloats(new float[1]);
        for (Tensor parameter : parameters.values()) {
            sum.add_(parameter.detach().sum());
        }
        return (x.is_mkldnn() ? x.to_dense() : x).add(sum, new Scalar(0));
    }

    /** Shape of one output without the batch dimension. */
    public long[] outputShape() {
        return outputShape.clone();
    }

    /** The learned tensors by name, in a fixed order. */
    public Map<String, Tensor> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /** Those of the parameters that are large enough, by the same names. */
    Map<String, MasterWeight> masterWeights() {
        return Collections.unmodifiableMap(masterWeights);
    }

    /** The running statistics by name, in a fixed order. */
    public Map<String, Tensor> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    /** Applies the max-norm restriction to all weights, unless their last update has done so. */
    void boundNorms() {
        unitWeights.forEach(maxNorm::apply);
        masterWeights.values().forEach(MasterWeight::boundNorms);
    }

    /** @return shape of the layer's output */
    private long[] add(String name, Layer layer, long[] in, Statistics statistics) {
        long[] out;
        try {
            out = layer.outputShape(in);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        if (layer instanceof Layer.Convolution conv) {
            convolution(name, conv, in);
        } else if (layer instanceof Layer.MaxPool pool) {
            maxPool(pool);
        } else if (layer instanceof Layer.GlobalAveragePool) {
            operations.add((x, pass) -> adaptive_avg_pool2d(x, 1, 1).flatten(1, -1));
        } else if (layer instanceof Layer.Flatten) {
            operations.add((x, pass) -> x.flatten(1, -1));
        } else if (layer instanceof Layer.Linear fully) {
            fullyConnected(name, fully, in);
        } else if (layer instanceof Layer.Relu) {
            operations.add((x, pass) -> relu(x));
        } else if (layer instanceof Layer.LeakyRelu leaky) {
            operations.add((x, pass) -> leaky_relu(x, new Scalar(leaky.slope())));
        } else if (layer instanceof Layer.BatchNorm) {
            batchNorm(name, in, statistics);
        } else if (layer instanceof Layer.InstanceNorm) {
            operations.add((x, pass) -> instance_norm(
                    x,
                    new TensorOptional(),
                    new TensorOptional(),
                    new TensorOptional(),
                    new TensorOptional(),
                    true,
                    0,
                    BATCH_NORM_EPSILON,
                    false));
        } else if (layer instanceof Layer.Dropout dropout) {
            operations.add((x, pass) -> CheapDropout.apply(x, dropout.p(), pass.dropout()));
        } else if (layer instanceof Layer.ChannelDropout dropout) {
            operations.add((x, pass) -> feature_dropout(x, dropout.p(), pass.dropout()));
        }
        return out;
    }

    private void convolution(String name, Layer.Convolution layer, long[] in) {
        int k = layer.kernel();
        double bound = 1 / Math.sqrt((double) (in[0] * k * k));
        Tensor weight = uniform(name + ".weight", bound, layer.channels(), in[0], k, k);
        Tensor bias = uniform(name + ".bias", bound, layer.channels());
        unitWeights.add(weight);
        long[] one = {1, 1};
        long[] padding = {layer.padding(), layer.padding()};
        operations.add((x, pass) -> x.is_mkldnn()
                ? Blocked.convolution(x, weight, bias, layer.padding())
                : conv2d(x, weight, new TensorOptional(bias), one, padding, one, 1));
    }

    private void fullyConnected(String name, Layer.Linear layer, long[] in) {
        double bound = 1 / Math.sqrt((double) in[0]);
        Tensor weight = uniform(name + ".weight", bound, layer.features(), in[0]);
        Tensor bias = uniform(name + ".bias", bound, layer.features());
        // The benchmark's reference, in another layout, keeps no copies either.
        if (layout == Layout.CHANNELS_LAST && MasterWeight.suits(weight)) {
            MasterWeight master = new MasterWeight(weight, maxNorm);
            masterWeights.put(name + ".weight", master);
            operations.add((x, pass) -> linear(x, master.current(), new TensorOptional(bias)));
        } else {
            unitWeights.add(weight);
            operations.add((x, pass) -> linear(x, weight, new TensorOptional(bias)));
        }
    }

    private void maxPool(Layer.MaxPool layer) {
        long[] kernel = {layer.kernel(), layer.kernel()};
        long[] stride = {layer.stride(), layer.stride()};
        long[] none = {0, 0};
        long[] one = {1, 1};
        operations.add((x, pass) -> max_pool2d(x, kernel, stride, none, one, layer.ceil()));
    }

    private void batchNorm(String name, long[] in, Statistics statistics) {
        Tensor weight = parameter(name + ".weight", filled(1, in[0]));
        Tensor bias = parameter(name + ".bias", filled(0, in[0]));
        Tensor[] means = new Tensor[Domain.values().length];
        Tensor[] variances = new Tensor[means.length];
        for (Domain domain : Domain.values()) {
            int d = domain.label();
            if (statistics == Statistics.SHARED && d > 0) {
                means[d] = means[0];
                variances[d] = variances[0];
            } else {
                String suffix = statistics == Statistics.SHARED
                        ? ""
                        : "." + domain.name().toLowerCase(Locale.ROOT);
                means[d] = buffer(name + ".running_mean" + suffix, filled(0, in[0]));
                variances[d] = buffer(name + ".running_var" + suffix, filled(1, in[0]));
            }
        }
        SynchronisedBatchNorm synchronised =
                new SynchronisedBatchNorm(replicas.workers(), backward, BATCH_NORM_EPSILON);
        operations.add((x, pass) -> {
            int d = pass.domain().label();
            if (replicas.synchronise() && pass.isTraining()) {
                return synchronised.apply(x, weight, bias, means[d], variances[d], pass.momentum());
            }
            return batch_norm(
                    x,
                    new TensorOptional(weight),
                    new TensorOptional(bias),
                    new TensorOptional(means[d]),
                    new TensorOptional(variances[d]),
                    pass.batchStatistics(),
                    pass.momentum(),
                    BATCH_NORM_EPSILON,
                    false);
        });
    }

    private static Tensor filled(float value, long length) {
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, value);
        return Tensors.ofFloats(values, length);
    }

    private Tensor uniform(String name, double bound, long... shape) {
        double count = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (count > MOST_WEIGHTS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s %s has more weights than fit one array (%,d)",
                    name,
                    Arrays.toString(shape),
                    MOST_WEIGHTS));
        }
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return parameter(name, layout.of(Tensors.ofFloats(values, shape)));
    }

    private Tensor parameter(String name, Tensor tensor) {
        Tensor leaf = tensor.detach().requires_grad_(true).retainReference();
        parameters.put(name, leaf);
        return leaf;
    }

    private Tensor buffer(String name, Tensor tensor) {
        buffers.put(name, tensor.retainReference());
        return tensor;
    }

    @Override
    public void close() {
        masterWeights.values().forEach(MasterWeight::dropCopy);
        parameters.values().forEach(Tensor::releaseReference);
        buffers.values().forEach(Tensor::releaseReference);
    }
}
