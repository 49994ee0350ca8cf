package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.NativeLibraries;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A network in native memory: a feature extractor and its heads. The gradient reversal is not part of the network; a
 * method puts it between the features and the domain classifier.
 *
 * <table>
 * <caption>The symbols of Ganin et al. 2016, Figure 1</caption>
 * <tr><td>G_f, θ_f</td><td>{@link #features}</td><td>{@code [n, c, size, size] -> [n, F]}</td></tr>
 * <tr><td>G_y, θ_y</td><td>{@link #labels}</td><td>{@code [n, F] -> [n, classes]}, logits</td></tr>
 * <tr><td>G_d, θ_d</td><td>{@link #domains}</td><td>{@code [n, F] -> [n]}, logit of "target"</td></tr>
 * </table>
 */
@PublicApi
public final class Network implements AutoCloseable {
    /** Most input values of one pass without gradients, those of 16 photographs of 224 × 224. */
    private static final long MOST_VALUES = 16 * 3 * 224 * 224;

    static {
        NativeLibraries.load();
    }

    private static final String FEATURES = "features";

    private final NetworkSpec spec;
    private final Layout layout;
    private final Map<String, Block> blocks = new LinkedHashMap<>(); // the features first, then the heads
    private final Replicas replicas;
    private final StagedBackward backward = new StagedBackward();

    /**
     * Creates a network with fresh weights. Each block draws its weights from a separate random stream, so features and
     * label predictor start with the same weights whatever the domain classifier looks like.
     *
     * @throws IllegalArgumentException if a layer does not fit its input, or a head does not end in its logits
     */
    public Network(NetworkSpec spec, long seed) {
        this(spec, seed, Layout.CHANNELS_LAST);
    }

    /**
     * Creates one of several copies, which start with the same weights and are trained together.
     *
     * @param replicas all copies
     */
    public Network(NetworkSpec spec, long seed, Replicas replicas) {
        this(spec, seed, Layout.CHANNELS_LAST, replicas);
    }

    /**
     * Creates a network in the given layout. The results of two layouts differ in the last digits.
     *
     * @param layout layout of the convolutions' weights, which should be that of the images
     */
    public Network(NetworkSpec spec, long seed, Layout layout) {
        this(spec, seed, layout, Replicas.NONE);
    }

    private Network(NetworkSpec spec, long seed, Layout layout, Replicas replicas) {
        this.spec = spec;
        this.layout = layout;
        this.replicas = replicas;
        try (PointerScope scope = new PointerScope()) {
            long[] image = spec.input().shape();
            long[] features = block(FEATURES, spec.features(), image, seed).outputShape();
            long[] labels =
                    block(NetworkSpec.LABELS, spec.labelHead(), features, seed).outputShape();
            require(
                    labels.length == 1,
                    "the label head must end in one logit per class: [classes], its last layer gives %s",
                    labels);
            for (Map.Entry<String, Head> head : spec.heads().entrySet()) {
                if (!head.getKey().equals(NetworkSpec.LABELS)) {
                    long[] input = inputShape(head.getValue().input(), labels[0]);
                    long[] output = block(head.getKey(), head.getValue().layers(), input, seed)
                            .outputShape();
                    require(
                            !head.getKey().equals(NetworkSpec.DOMAINS) || Arrays.equals(output, new long[] {1}),
                            "the domain head must end in one logit: [1], its last layer gives %s",
                            output);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        broadcastFromFirst();
    }

    private Block block(String name, List<Layer> layers, long[] input, long seed) {
        Block block = new Block(
                name,
                layers,
                input,
                spec.statistics(),
                spec.initialisation(),
                new MaxNorm(spec.maxNorm()),
                seed,
                layout,
                replicas,
                backward);
        blocks.put(name, block);
        return block;
    }

    private long[] inputShape(HeadInput input, long classes) {
        if (input instanceof HeadInput.Maps maps) {
            return block(FEATURES).outputShape(maps.layer());
        }
        long[] features = block(FEATURES).outputShape();
        if (input instanceof HeadInput.Multilinear) {
            require(
                    features.length == 1,
                    "the multilinear map needs flat features; end them in Flatten, their last layer gives %s",
                    features);
            return new long[] {classes * features[0]};
        }
        return features;
    }

    private void require(boolean fits, String rule, long[] shape) {
        if (!fits) {
            throw new IllegalArgumentException(spec.name() + ": " + rule.formatted(Arrays.toString(shape)));
        }
    }

    /**
     * Returns a copy of the network with its current weights and statistics, which do not learn. The caller must close
     * it.
     */
    public Network frozenCopy() {
        Network copy = new Network(spec, 0, layout);
        copy.copyFrom(this);
        for (Block block : copy.blocks.values()) {
            block.parameters().values().forEach(parameter -> parameter.requires_grad_(false));
        }
        return copy;
    }

    /** Copies the weights and statistics of a network with the same spec into this one. */
    public void copyFrom(Network other) {
        average(other, 0);
    }

    /**
     * Copies the weights and statistics that another network has under the same name and in the same shape into this
     * one.
     */
    public void copyCommon(Network other) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Map<String, Tensor> theirs = other.state();
            state().forEach((name, own) -> {
                Tensor their = theirs.get(name);
                if (their != null
                        && Arrays.equals(
                                own.sizes().vec().get(), their.sizes().vec().get())) {
                    own.copy_(their);
                }
            });
        }
    }

    /**
     * Moves the weights towards those of a network with the same spec, and copies its statistics: an exponential moving
     * average, kept in float32.
     *
     * @param decay share of this network's weights that is kept, in [0, 1]
     */
    public void average(Network other, double decay) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Map<String, Tensor> theirs = other.parameters();
            parameters().forEach((name, own) -> {
                Tensor their = Objects.requireNonNull(theirs.get(name));
                if (decay == 0) {
                    own.copy_(their);
                } else {
                    own.lerp_(their, new Scalar(1 - decay));
                }
            });
            Map<String, Tensor> statistics = other.buffers();
            buffers().forEach((name, own) -> own.copy_(Objects.requireNonNull(statistics.get(name))));
        }
    }

    public NetworkSpec spec() {
        return spec;
    }

    private Block block(String name) {
        Block block = blocks.get(name);
        if (block == null) {
            throw new IllegalArgumentException("%s has no head '%s', only %s"
                    .formatted(spec.name(), name, spec.heads().keySet()));
        }
        return block;
    }

    /** Returns the number of classes of the label predictor. */
    public int classes() {
        return Math.toIntExact(block(NetworkSpec.LABELS).outputShape()[0]);
    }

    /**
     * Returns how many examples to pass at once without gradients: fewer than {@code most} if they are so large that the
     * outputs of a layer would take much memory.
     */
    public int examplesPerPass(int most) {
        return examplesPerPass(spec.input().shape(), most);
    }

    static int examplesPerPass(long[] shape, int most) {
        long values = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return (int) Math.max(1, Math.min(most, MOST_VALUES / values));
    }

    /** Applies the feature extractor G_f: {@code [n, c, size, size] -> [n, F]}. */
    public Tensor features(Tensor images, Pass pass) {
        return features(images, pass, Map.of());
    }

    private Tensor features(Tensor images, Pass pass, Map<Integer, Consumer<Tensor>> kept) {
        Tensor features = block(FEATURES).forward(images, pass, kept);
        return replicas.synchronise() && pass.isTraining()
                ? backward.cut(features)
                : features; // several heads use them
    }

    /** Applies G_f and also returns the maps that heads of this network take as input ({@link HeadInput.Maps}). */
    public Extraction extract(Tensor images, Pass pass) {
        Map<Integer, Tensor> maps = new LinkedHashMap<>();
        Map<Integer, Consumer<Tensor>> kept = new LinkedHashMap<>();
        for (Head head : spec.heads().values()) {
            if (head.input() instanceof HeadInput.Maps on) {
                kept.put(on.layer(), x -> maps.put(on.layer(), x));
            }
        }
        return new Extraction(features(images, pass, kept), maps);
    }

    /** Applies the label predictor G_y: {@code [n, F] -> [n, classes]}, logits. */
    public Tensor labels(Tensor features, Pass pass) {
        return head(NetworkSpec.LABELS, features, pass);
    }

    /**
     * Applies the label predictor without its last layer: {@code [n, F] -> [n, H]}, what that layer takes. These are the
     * features themselves, flattened, if it is the only one.
     */
    public Tensor lastHidden(Tensor features, Pass pass) {
        int hidden = spec.labelHead().size() - 2;
        Map<Integer, Tensor> kept = new LinkedHashMap<>();
        if (hidden >= 0) {
            Tensor unused = block(NetworkSpec.LABELS).forward(features, pass, Map.of(hidden, x -> kept.put(hidden, x)));
        }
        return kept.getOrDefault(hidden, features).flatten(1, -1);
    }

    /** Applies the domain classifier G_d: {@code [n, its input] -> [n]}, the logit of "comes from the target". */
    public Tensor domains(Tensor input, Pass pass) {
        return head(NetworkSpec.DOMAINS, input, pass).squeeze(1);
    }

    /**
     * Applies any head to an input that the caller has computed.
     *
     * @param name name of the head
     * @param input {@code [n, ...]}, the input that the head's {@link HeadInput} describes
     * @throws IllegalArgumentException if there is no such head, or its input has another shape
     */
    public Tensor head(String name, Tensor input, Pass pass) {
        Block head = block(name);
        long[] batch = input.sizes().vec().get();
        long[] shape = Arrays.copyOfRange(batch, 1, batch.length);
        if (!Arrays.equals(shape, head.inputShape())) {
            throw new IllegalArgumentException("%s: the head '%s' takes inputs of shape %s (%s), got %s"
                    .formatted(
                            spec.name(),
                            name,
                            Arrays.toString(head.inputShape()),
                            spec.head(name).input(),
                            Arrays.toString(shape)));
        }
        return head.forward(input, pass);
    }

    /**
     * Applies every head once to its input.
     *
     * @return outputs by name of the head
     */
    public Map<String, Tensor> heads(Extraction extraction, Pass pass) {
        Tensor features = extraction.features();
        Tensor labels = labels(features, pass);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put(NetworkSpec.LABELS, labels);
        spec.heads().forEach((name, head) -> {
            if (!name.equals(NetworkSpec.LABELS)) {
                Tensor input = features;
                if (head.input() instanceof HeadInput.Multilinear) {
                    input = MultilinearMap.of(labels.softmax(1), features);
                } else if (head.input() instanceof HeadInput.Maps on) {
                    input = extraction.maps(on.layer());
                }
                outputs.put(name, head(name, input, pass));
            }
        });
        return outputs;
    }

    /** Returns the copies that are trained together; {@link Replicas#NONE} for a single network. */
    public Replicas replicas() {
        return replicas;
    }

    /** Copies the first worker's weights and statistics to all workers. Does nothing for a single network. */
    public void broadcastFromFirst() {
        replicas.workers().broadcastFromFirst(List.copyOf(state().values()), "the copying of weights");
    }

    /**
     * Computes ∂loss/∂θ for all parameters that the loss depends on; with several workers, of this worker's share of
     * the batch.
     */
    public void backward(Tensor loss) {
        backwardToCopies(loss);
        masterWeights().values().forEach(MasterWeight::settle);
    }

    /**
     * Like {@link #backward}, but the gradient of a weight that was used through a copy stays at the copy, for an
     * optimizer that reads it there ({@link MasterWeight#update}).
     */
    public void backwardToCopies(Tensor loss) {
        backward.run(loss);
    }

    /** Returns the parameters of which an optimizer may keep copies, by name. */
    public Map<String, MasterWeight> masterWeights() {
        Map<String, MasterWeight> all = new LinkedHashMap<>();
        for (Block block : blocks.values()) {
            all.putAll(block.masterWeights());
        }
        return all;
    }

    /** Returns θ_f and θ_y by name. */
    public Map<String, Tensor> classifierParameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(featureParameters());
        all.putAll(headParameters(NetworkSpec.LABELS));
        return all;
    }

    /** Returns θ_f by name. */
    public Map<String, Tensor> featureParameters() {
        return block(FEATURES).parameters();
    }

    /** Returns θ_d by name. */
    public Map<String, Tensor> domainParameters() {
        return headParameters(NetworkSpec.DOMAINS);
    }

    /** Returns the parameters of one head by name. */
    public Map<String, Tensor> headParameters(String head) {
        return block(head).parameters();
    }

    /** Returns all parameters by name. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        blocks.values().forEach(block -> all.putAll(block.parameters()));
        return all;
    }

    /** Returns the shares of the learning rate of the parameters that learn more slowly, by name; usually none. */
    public Map<String, Double> rates() {
        Map<String, Double> all = new LinkedHashMap<>();
        blocks.values().forEach(block -> all.putAll(block.rates()));
        return all;
    }

    /** Returns everything that a saved model needs, by name: all parameters and running statistics. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = parameters();
        all.putAll(buffers());
        return all;
    }

    /** Returns the running statistics by name. */
    public Map<String, Tensor> buffers() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Block block : blocks.values()) {
            all.putAll(block.buffers());
        }
        return all;
    }

    /** Returns the running statistics for the images of a domain: its own, or those that both domains share. */
    public List<Tensor> buffers(Domain domain) {
        String other = "."
                + (domain == Domain.SOURCE ? Domain.TARGET : Domain.SOURCE)
                        .name()
                        .toLowerCase(Locale.ROOT);
        return buffers().entrySet().stream()
                .filter(buffer -> !buffer.getKey().endsWith(other))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Applies the max-norm restriction of the spec, if it has one. Called after each update. */
    public void boundNorms() {
        if (spec.maxNorm() > 0) {
            blocks.values().forEach(Block::boundNorms);
        }
    }

    @Override
    public void close() {
        blocks.values().forEach(Block::close);
    }
}
