package io.github.dann4j.model;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.NativeLibraries;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A domain-adversarial network (Ganin et al. 2016, Figure 1): features, and two heads on them. The gradient reversal is no
 * part of it; a method puts it between the features and the domain classifier.
 *
 * <table>
 * <caption>The paper's letters</caption>
 * <tr><td>G_f, θ_f</td><td>{@link #features}</td><td>{@code [n, c, size, size] -> [n, F]}</td></tr>
 * <tr><td>G_y, θ_y</td><td>{@link #labels}</td><td>{@code [n, F] -> [n, classes]}, logits</td></tr>
 * <tr><td>G_d, θ_d</td><td>{@link #domains}</td><td>{@code [n, F] -> [n]}, logit of "target"</td></tr>
 * </table>
 */
public final class DannNetwork implements AutoCloseable {
    static {
        NativeLibraries.load();
    }

    private final NetworkSpec spec;
    private final Block featureExtractor;
    private final Block labelPredictor;
    private final Block domainClassifier;
    private final Replicas replicas;
    private final StagedBackward backward = new StagedBackward();

    /**
     * Builds the network with fresh weights. Each block's weights come from a stream of their own, so features and label
     * head start alike whatever the domain head looks like.
     *
     * @throws IllegalArgumentException if a layer does not fit what comes before it, or a head does not end in its logits
     */
    public DannNetwork(NetworkSpec spec, long seed) {
        this(spec, seed, Layout.CHANNELS_LAST);
    }

    /**
     * One of several copies, which begin with the same weights and are trained together.
     *
     * @param replicas all of them
     */
    public DannNetwork(NetworkSpec spec, long seed, Replicas replicas) {
        this(spec, seed, Layout.CHANNELS_LAST, replicas);
    }

    /**
     * As the other constructor; results of two layouts differ in the last digits.
     *
     * @param layout of the convolutions' weights, which should be that of the pictures
     */
    public DannNetwork(NetworkSpec spec, long seed, Layout layout) {
        this(spec, seed, layout, Replicas.NONE);
    }

    private DannNetwork(NetworkSpec spec, long seed, Layout layout, Replicas replicas) {
        this.spec = spec;
        this.replicas = replicas;
        try (PointerScope scope = new PointerScope()) {
            long[] image = {spec.inputChannels(), spec.inputSize(), spec.inputSize()};
            this.featureExtractor = block("features", spec.features(), image, seed, layout);
            long[] features = featureExtractor.outputShape();
            this.labelPredictor = block("labels", spec.labelHead(), features, seed, layout);
            this.domainClassifier = block("domains", spec.domainHead(), features, seed, layout);
        }
        requireLogits(
                "label head", "one logit a class: [classes]", labelPredictor, labelPredictor.outputShape().length == 1);
        requireLogits(
                "domain head",
                "one logit: [1]",
                domainClassifier,
                Arrays.equals(domainClassifier.outputShape(), new long[] {1}));
        copyFirst();
    }

    private Block block(String name, List<Layer> layers, long[] input, long seed, Layout layout) {
        return new Block(
                name, layers, input, spec.statistics(), new MaxNorm(spec.maxNorm()), seed, layout, replicas, backward);
    }

    private void requireLogits(String head, String rule, Block block, boolean fits) {
        if (!fits) {
            close();
            throw new IllegalArgumentException("%s: the %s must end in %s, its last layer gives %s"
                    .formatted(spec.name(), head, rule, Arrays.toString(block.outputShape())));
        }
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** Number of classes that the label predictor tells apart. */
    public int classes() {
        return Math.toIntExact(labelPredictor.outputShape()[0]);
    }

    /** G_f: {@code [n, c, size, size] -> [n, F]}. */
    public Tensor features(Tensor images, Pass pass) {
        Tensor features = featureExtractor.forward(images, pass);
        return replicas.synchronise() && pass.isTraining() ? backward.cut(features) : features; // both heads use them
    }

    /** G_y: {@code [n, F] -> [n, classes]}, logits. */
    public Tensor labels(Tensor features, Pass pass) {
        return labelPredictor.forward(features, pass);
    }

    /** G_d: {@code [n, F] -> [n]}, the logit of "comes from the target". */
    public Tensor domains(Tensor features, Pass pass) {
        return domainClassifier.forward(features, pass).squeeze(1);
    }

    /** The copies that it is trained together with; {@link Replicas#NONE} for a network alone. */
    public Replicas replicas() {
        return replicas;
    }

    /** Makes it the same on all workers as on the first one; nothing to do for a network alone. */
    public void copyFirst() {
        replicas.workers().copyFirst(List.copyOf(state().values()), "the copying of weights");
    }

    /** Leaves ∂loss/∂θ at all parameters that the loss depends on; with other workers, of the own share of the batch. */
    public void backward(Tensor loss) {
        backwardToCopies(loss);
        masterWeights().values().forEach(MasterWeight::settle);
    }

    /**
     * As {@link #backward}, but gradients of weights that were computed with in a copy stay at the copy, for an optimizer that
     * looks for them there ({@link MasterWeight#update}).
     */
    public void backwardToCopies(Tensor loss) {
        backward.run(loss);
    }

    /** Those of the parameters that an optimizer may keep copies of, by the same names. */
    public Map<String, MasterWeight> masterWeights() {
        Map<String, MasterWeight> all = new LinkedHashMap<>();
        for (Block block : new Block[] {featureExtractor, labelPredictor, domainClassifier}) {
            all.putAll(block.masterWeights());
        }
        return all;
    }

    /** θ_f and θ_y by name. */
    public Map<String, Tensor> classifierParameters() {
        Map<String, Tensor> all = new LinkedHashMap<>(featureExtractor.parameters());
        all.putAll(labelPredictor.parameters());
        return all;
    }

    /** θ_d by name. */
    public Map<String, Tensor> domainParameters() {
        return domainClassifier.parameters();
    }

    /** Everything that a saved model needs, by name: all parameters and running statistics. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = classifierParameters();
        all.putAll(domainParameters());
        all.putAll(buffers());
        return all;
    }

    /** The running statistics by name. */
    public Map<String, Tensor> buffers() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Block block : new Block[] {featureExtractor, labelPredictor, domainClassifier}) {
            all.putAll(block.buffers());
        }
        return all;
    }

    /** The running statistics that serve the images of a domain: its own, or the ones that both share. */
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

    /** Applies the spec's max-norm restriction, if it has one; called after each update. */
    public void boundNorms() {
        if (spec.maxNorm() > 0) {
            featureExtractor.boundNorms();
            labelPredictor.boundNorms();
            domainClassifier.boundNorms();
        }
    }

    @Override
    public void close() {
        featureExtractor.close();
        labelPredictor.close();
        domainClassifier.close();
    }
}
