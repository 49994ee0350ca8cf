package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.adaptive_avg_pool2d;
import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.feature_dropout;
import static org.bytedeco.pytorch.global.torch.hardtanh;
import static org.bytedeco.pytorch.global.torch.instance_norm;
import static org.bytedeco.pytorch.global.torch.leaky_relu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.randn_like;
import static org.bytedeco.pytorch.global.torch.relu;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.OneDnnLayout;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * A sequence of layers, bound to their parameters in a {@link BlockState}. A residual layer and a
 * concatenation contain two such sequences.
 */
final class LayerSequence {
    private static final double NORM_EPSILON = 1e-5;

    /** Maximum number of channels of a block in oneDNN's memory format. */
    private static final long BLOCK_CHANNELS = 16;

    /** Up to this number of channels, oneDNN keeps the usual memory order. */
    private static final long PLAIN_CHANNELS = 3;

    private final Setting setting;
    private final BlockState state;
    private final List<Operation> operations = new ArrayList<>();
    private final List<LayerSequence> inner = new ArrayList<>();
    private final BitSet blocked;
    private final long[] outputShape;

    /**
     * Settings that all layers of a network share.
     *
     * @param layout layout of the convolutions' weights
     * @param replicas copies of the network, which may share their batch statistics
     * @param backward backward pass of the network
     */
    record Setting(Layout layout, Statistics statistics, Replicas replicas, StagedBackward backward) {
        /** Returns whether workers exchange batch statistics in this pass, so that its graph is cut into stages. */
        boolean isStaged(Pass pass) {
            return replicas.synchronise() && pass.isTraining();
        }

        /** Prepares a tensor for use by several layers or heads. */
        Tensor shared(Tensor x, Pass pass) {
            return isStaged(pass) ? backward.cut(x) : x;
        }
    }

    /** One layer, bound to its parameters. */
    private interface Operation {
        Tensor apply(Tensor x, Pass pass);
    }

    /** @param in shape of one input without the batch dimension */
    LayerSequence(List<PlacedLayer> layers, long[] in, BlockState state, Setting setting) {
        this.setting = setting;
        this.state = state;
        // Another layout means the benchmark's reference, which is computed as common tools compute it.
        this.blocked = setting.layout() == Layout.CHANNELS_LAST ? blocked(layers) : new BitSet();
        this.outputShape = PlacedLayer.outputShape(layers, in);
        for (PlacedLayer layer : layers) {
            operations.add(operation(layer));
        }
    }

    /**
     * Returns the layers to compute in oneDNN's memory format: from a convolution on, as long as poolings, activations
     * and further convolutions follow. Excluded are:
     *
     * <ul>
     *   <li>A single convolution, because the conversions cost as much as the format saves.
     *   <li>Layers whose channels leave a part of a block empty: oneDNN 3.7 reads uninitialised memory there and
     *       gives wrong numbers.
     *   <li>Convolutions with a stride: their gradient with respect to an input of 48 channels is wrong.
     * </ul>
     */
    private static BitSet blocked(List<PlacedLayer> layers) {
        BitSet blocked = new BitSet();
        for (int from = 0; from < layers.size(); from++) {
            if (!isConvolution(layers.get(from).layer())) {
                continue;
            }
            long channels = layers.get(from).in()[0];
            boolean full = channels <= PLAIN_CHANNELS || channels % BLOCK_CHANNELS == 0;
            int to = from;
            while (to < layers.size() && fitsBlocks(layers.get(to).layer())) {
                full &= layers.get(to).out()[0] % BLOCK_CHANNELS == 0;
                to++;
            }
            if (full && to - from > 1) {
                blocked.set(from, to);
            }
            from = to;
        }
        return blocked;
    }

    private static boolean isConvolution(Layer layer) {
        return layer instanceof Layer.Convolution conv && conv.stride() == 1;
    }

    private static boolean fitsBlocks(Layer layer) {
        return isConvolution(layer) || layer instanceof Layer.MaxPool || layer instanceof Layer.Relu;
    }

    /** Returns whether any layer, including nested ones, may be computed in oneDNN's memory format. */
    boolean hasBlocked() {
        return !blocked.isEmpty() || inner.stream().anyMatch(LayerSequence::hasBlocked);
    }

    /** Returns the shape of one output without the batch dimension. */
    long[] outputShape() {
        return outputShape;
    }

    /** Applies the layers: {@code [n, input shape...] -> [n, output shape...]}. */
    Tensor forward(Tensor input, Pass pass) {
        return forward(input, pass, Map.of());
    }

    /**
     * Like {@link #forward(Tensor, Pass)}, and also passes on outputs of single layers.
     *
     * @param kept consumers of outputs, by index of the layer
     */
    Tensor forward(Tensor input, Pass pass, Map<Integer, Consumer<Tensor>> kept) {
        boolean ownOrder = !blocked.isEmpty() && OneDnnLayout.isAvailable();
        Tensor x = input;
        for (int i = 0; i < operations.size(); i++) {
            boolean here = ownOrder && blocked.get(i);
            x = operations.get(i).apply(here ? OneDnnLayout.of(x) : x, pass);
            Consumer<Tensor> keeper = kept.get(i);
            if (here && (keeper != null || !blocked.get(i + 1))) {
                x = x.to_dense();
            }
            if (keeper != null) {
                x = setting.shared(x, pass);
                keeper.accept(x);
            }
        }
        return x;
    }

    private Operation operation(PlacedLayer placed) {
        Layer layer = placed.layer();
        if (layer instanceof Layer.Convolution conv) {
            return convolution(placed.name(), conv, placed.in());
        } else if (layer instanceof Layer.GroupedConvolution grouped) {
            return groupedConvolution(placed.name(), grouped, placed.in());
        } else if (layer instanceof Layer.ZeroPad pad) {
            long[] zeros = {pad.before(), pad.after(), pad.before(), pad.after()};
            return (x, pass) -> constant_pad_nd(x, zeros, new Scalar(0));
        } else if (layer instanceof Layer.Residual residual) {
            return residual(placed, residual);
        } else if (layer instanceof Layer.Concatenation both) {
            return concatenation(placed, both);
        } else if (layer instanceof Layer.Slow slow) {
            LayerSequence inside = new LayerSequence(placed.inside(slow), placed.in(), state, setting);
            inner.add(inside);
            return inside::forward;
        } else if (layer instanceof Layer.MaxPool pool) {
            return maxPool(pool);
        } else if (layer instanceof Layer.GlobalAveragePool) {
            return (x, pass) -> adaptive_avg_pool2d(x, 1, 1).flatten(1, -1);
        } else if (layer instanceof Layer.Flatten) {
            return (x, pass) -> x.flatten(1, -1);
        } else if (layer instanceof Layer.Unflatten maps) {
            return (x, pass) -> setting.layout().of(x.reshape(x.size(0), maps.channels(), maps.height(), maps.width()));
        } else if (layer instanceof Layer.Linear fully) {
            return fullyConnected(placed.name(), fully, placed.in());
        } else if (layer instanceof Layer.Relu) {
            return (x, pass) -> relu(x);
        } else if (layer instanceof Layer.Relu6) {
            return (x, pass) -> hardtanh(x, new Scalar(0), new Scalar(Layer.Relu6.MOST));
        } else if (layer instanceof Layer.LeakyRelu leaky) {
            return (x, pass) -> leaky_relu(x, new Scalar(leaky.slope()));
        } else if (layer instanceof Layer.BatchNorm) {
            return batchNorm(placed.name(), placed.in()[0]);
        } else if (layer instanceof Layer.InstanceNorm) {
            return (x, pass) -> instance_norm(
                    x,
                    new TensorOptional(),
                    new TensorOptional(),
                    new TensorOptional(),
                    new TensorOptional(),
                    true,
                    0,
                    NORM_EPSILON,
                    false);
        } else if (layer instanceof Layer.Dropout dropout) {
            return (x, pass) -> CheapDropout.apply(x, dropout.p(), pass.dropout());
        } else if (layer instanceof Layer.ChannelDropout dropout) {
            return (x, pass) -> feature_dropout(x, dropout.p(), pass.dropout());
        } else if (layer instanceof Layer.GaussianNoise noise) {
            return (x, pass) -> pass.dropout() ? x.add(randn_like(x), new Scalar(noise.sd())) : x;
        }
        throw new IllegalStateException("no operation for " + layer);
    }

    private Operation convolution(String name, Layer.Convolution layer, long[] in) {
        int k = layer.kernel();
        long inputs = in[0] * k * k;
        Tensor weight =
                state.weight(name + ".weight", inputs, (long) layer.channels() * k * k, layer.channels(), in[0], k, k);
        Tensor bias = state.bias(name + ".bias", inputs, layer.channels());
        state.restrict(weight);
        PlainConvolution plain = new PlainConvolution(layer, 1, weight, bias, setting.layout());
        return (x, pass) -> x.is_mkldnn() ? OneDnnLayout.convolution(x, weight, bias, layer.padding()) : plain.of(x);
    }

    private Operation groupedConvolution(String name, Layer.GroupedConvolution layer, long[] in) {
        int k = layer.kernel();
        long channels = in[0] / layer.groups();
        long inputs = channels * k * k;
        long outputs = (long) layer.channels() / layer.groups() * k * k;
        Tensor weight = state.weight(name + ".weight", inputs, outputs, layer.channels(), channels, k, k);
        Tensor bias = state.bias(name + ".bias", inputs, layer.channels());
        state.restrict(weight);
        PlainConvolution plain = new PlainConvolution(
                new Layer.Convolution(layer.channels(), k, layer.padding(), layer.stride()),
                layer.groups(),
                weight,
                bias,
                setting.layout());
        return (x, pass) -> plain.of(x);
    }

    private Operation concatenation(PlacedLayer placed, Layer.Concatenation layer) {
        LayerSequence first = new LayerSequence(placed.first(layer), placed.in(), state, setting);
        LayerSequence second = new LayerSequence(placed.second(layer), placed.in(), state, setting);
        inner.add(first);
        inner.add(second);
        return (x, pass) -> {
            Tensor input = setting.shared(x, pass);
            return cat(new TensorVector(first.forward(input, pass), second.forward(input, pass)), 1);
        };
    }

    private Operation residual(PlacedLayer placed, Layer.Residual layer) {
        LayerSequence path = new LayerSequence(placed.path(layer), placed.in(), state, setting);
        LayerSequence shortcut = new LayerSequence(placed.shortcut(layer), placed.in(), state, setting);
        inner.add(path);
        inner.add(shortcut);
        return (x, pass) -> {
            Tensor input = setting.shared(x, pass);
            return path.forward(input, pass).add(shortcut.forward(input, pass));
        };
    }

    private Operation fullyConnected(String name, Layer.Linear layer, long[] in) {
        Tensor weight = state.weight(name + ".weight", in[0], layer.features(), layer.features(), in[0]);
        Tensor bias = state.bias(name + ".bias", in[0], layer.features());
        // The benchmark's reference, which has another layout, keeps no copies either.
        if (setting.layout() == Layout.CHANNELS_LAST && weight.is_cpu() && MasterWeight.suits(weight)) {
            MasterWeight master = state.master(name + ".weight", weight);
            return (x, pass) -> linear(x, master.current(), new TensorOptional(bias));
        }
        state.restrict(weight);
        return (x, pass) -> linear(x, weight, new TensorOptional(bias));
    }

    private static Operation maxPool(Layer.MaxPool layer) {
        long[] kernel = {layer.kernel(), layer.kernel()};
        long[] stride = {layer.stride(), layer.stride()};
        long[] none = {0, 0};
        long[] one = {1, 1};
        return (x, pass) -> max_pool2d(x, kernel, stride, none, one, layer.ceil());
    }

    private Operation batchNorm(String name, long channels) {
        Tensor weight = state.filled(name + ".weight", 1, channels);
        Tensor bias = state.filled(name + ".bias", 0, channels);
        Tensor[] means = new Tensor[Domain.values().length];
        Tensor[] variances = new Tensor[means.length];
        for (Domain domain : Domain.values()) {
            int d = domain.label();
            if (setting.statistics() == Statistics.SHARED && d > 0) {
                means[d] = means[0];
                variances[d] = variances[0];
            } else {
                String suffix = setting.statistics() == Statistics.SHARED
                        ? ""
                        : "." + domain.name().toLowerCase(Locale.ROOT);
                means[d] = state.buffer(name + ".running_mean" + suffix, 0, channels);
                variances[d] = state.buffer(name + ".running_var" + suffix, 1, channels);
            }
        }
        SynchronisedBatchNorm synchronised =
                new SynchronisedBatchNorm(setting.replicas().workers(), setting.backward(), NORM_EPSILON);
        return (x, pass) -> {
            int d = pass.domain().label();
            if (setting.isStaged(pass)) {
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
                    NORM_EPSILON,
                    false);
        };
    }
}
