package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.optimize.ParameterOptimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a training changes and a checkpoint keeps: a network, the optimizers of its parameter groups, and
 * companions of the network, such as an average of its weights. Owns the optimizers and the companions, not the
 * network.
 */
@PublicApi
public final class Learner implements AutoCloseable {
    private static final String NETWORK = "network.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String MEMORY = "memory.";

    private final Network network;
    private final TrainingSettings settings;
    private final List<RateGroup> groups;
    private final Map<String, ParameterOptimizer> optimizers = new LinkedHashMap<>();
    private final Map<String, Network> companions = new LinkedHashMap<>();
    private final Map<String, Tensor> memories = new LinkedHashMap<>();
    private final double weight;
    private final boolean withCopies;
    private @Nullable Supplier<Tensor> withLabels;

    /**
     * Creates a learner with one parameter group.
     *
     * @param parameters parameters to train: those of features and label predictor, and of the domain classifier for
     *     methods that have one
     */
    public Learner(Network network, TrainingSettings settings, Map<String, Tensor> parameters) {
        this(network, settings, List.of(new ParameterGroup("", parameters)));
    }

    /**
     * Creates a learner with several parameter groups.
     *
     * @param groups parameters to train; an {@link #update(Tensor, StepContext, String...) update} may change only some
     *     groups
     */
    public Learner(Network network, TrainingSettings settings, List<ParameterGroup> groups) {
        this.network = network;
        this.settings = settings;
        this.groups = RateGroup.of(groups, network.rates());
        Shard share = network.replicas().workers().share();
        this.weight = (double) share.size(settings.batchSize()) / settings.batchSize();
        // Workers exchange float32 gradients, and a copy's gradient requires an update after each backward pass.
        this.withCopies = settings.optimizer() instanceof OptimizerSettings.Sgd
                && settings.precision() == Precision.BF16
                && !share.isPartial()
                && this.groups.size() == 1;
        for (RateGroup part : this.groups) {
            ParameterGroup group = part.group();
            optimizers.put(
                    group.name(),
                    withCopies
                            ? ParameterOptimizer.withCopies(
                                    (OptimizerSettings.Sgd) settings.optimizer(),
                                    group.parameters(),
                                    network.masterWeights())
                            : ParameterOptimizer.of(
                                    settings.optimizer(), group.parameters().values()));
        }
    }

    public Network network() {
        return network;
    }

    /** Opens a block in which forward passes run in the precision of the settings. */
    public Autocast autocast() {
        return Autocast.of(settings.precision());
    }

    /** Returns the precision of the heavy operations. */
    public Precision precision() {
        return settings.precision();
    }

    /**
     * Returns the companion of that name, at first a copy of the network with the same weights. No optimizer trains it;
     * it is kept in checkpoints and closed with this learner.
     */
    public Network companion(String name) {
        return companions.computeIfAbsent(name, unused -> network.frozenCopy());
    }

    /**
     * Returns a tensor in which a method keeps values from step to step, such as one for each target image. Change it
     * in place. It is kept in checkpoints and freed with this learner.
     *
     * @param values initial values, int64 {@code [n]}
     */
    public Tensor memory(String name, long[] values) {
        try (PointerScope scope = new PointerScope()) {
            return memories.computeIfAbsent(
                    name,
                    unused -> Device.current()
                            .place(Tensors.ofLongs(values, values.length))
                            .retainReference());
        }
    }

    /**
     * Like {@link #memory(String, long[])}, for values that are not integers.
     *
     * @param values initial values, float32 {@code [n]}
     */
    public Tensor memory(String name, float[] values) {
        try (PointerScope scope = new PointerScope()) {
            return memories.computeIfAbsent(
                    name,
                    unused -> Device.current()
                            .place(Tensors.ofFloats(values, values.length))
                            .retainReference());
        }
    }

    /**
     * Runs one backward pass of the loss and updates all parameters once, at the learning rate of this point of the
     * run. With several workers, the update uses the gradient over all shares of the batch, which is that of the whole
     * batch.
     *
     * @param loss the mean over this worker's share of the batch
     */
    public void update(Tensor loss, StepContext context) {
        update(loss, context, groups);
    }

    /** Like {@link #update(Tensor, StepContext)}, but updates only the named groups. */
    public void update(Tensor loss, StepContext context, String... names) {
        List<String> wanted = List.of(names);
        List<RateGroup> some =
                groups.stream().filter(part -> wanted.contains(part.of())).toList();
        if (some.stream().map(RateGroup::of).distinct().count() != wanted.size()) {
            throw new IllegalArgumentException("unknown parameter group among %s; the groups are %s"
                    .formatted(
                            wanted,
                            groups.stream().map(RateGroup::of).distinct().toList()));
        }
        update(loss, context, some);
    }

    /**
     * Adds a loss to the next update that changes the whole label predictor; other updates before it stay as they are.
     *
     * @param loss computed when that update begins, after the method's own passes
     */
    public void addToLabelLoss(Supplier<Tensor> loss) {
        withLabels = loss;
    }

    private void update(Tensor methodLoss, StepContext context, List<RateGroup> updated) {
        Tensor loss = methodLoss;
        if (withLabels != null && changesLabelPredictor(updated)) {
            loss = methodLoss.add(withLabels.get());
            withLabels = null;
        }
        context.clock().ended(StepPart.FORWARD);
        optimizers.values().forEach(ParameterOptimizer::zeroGradients);
        if (network.replicas().workers().share().isPartial()) {
            network.backward(loss.mul(new Scalar(weight)));
            exchange(updated);
        } else if (withCopies) {
            network.backwardToCopies(loss);
        } else {
            network.backward(loss);
        }
        context.clock().ended(StepPart.BACKWARD);
        double rate = settings.learningRate().at(context.progress());
        for (RateGroup part : updated) {
            ParameterGroup group = part.group();
            ParameterOptimizer optimizer = optimizer(group);
            optimizer.learningRate(rate * group.rateFactor());
            optimizer.step();
        }
        network.boundNorms();
        context.clock().ended(StepPart.OPTIMIZER);
    }

    private boolean changesLabelPredictor(List<RateGroup> updated) {
        Set<String> changed = new HashSet<>();
        updated.forEach(part -> changed.addAll(part.group().parameters().keySet()));
        return changed.containsAll(network.headParameters(NetworkSpec.LABELS).keySet());
    }

    /**
     * Returns the mean over the whole batch, for a method that keeps means from step to step; the same on all workers.
     *
     * @param mean the mean over this worker's share of the batch, without gradient, any shape
     */
    public Tensor ofWholeBatch(Tensor mean) {
        Collective workers = network.replicas().workers();
        if (!workers.share().isPartial()) {
            return mean;
        }
        Tensor weighted = mean.mul(new Scalar(weight));
        workers.sum(List.of(weighted), "the exchange of means");
        return weighted;
    }

    private ParameterOptimizer optimizer(ParameterGroup group) {
        return Objects.requireNonNull(optimizers.get(group.name()));
    }

    /** Returns the name under which checkpoints keep a group's optimizer. */
    private static String key(String group) {
        return group.isEmpty() ? OPTIMIZER : OPTIMIZER + group + ".";
    }

    /**
     * Returns everything that updates change, by name: {@code network...}, and {@code NAME...} for a companion, see
     * {@link Network#state}; {@code optimizer...}, see {@link ParameterOptimizer#state}; and {@code memory...}. Read it
     * immediately, within a scope of the caller.
     */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.state().forEach((name, tensor) -> state.put(NETWORK + name, tensor));
        optimizers.forEach((group, optimizer) ->
                optimizer.state().forEach((name, tensor) -> state.put(key(group) + name, tensor)));
        companions.forEach(
                (companion, copy) -> copy.state().forEach((name, tensor) -> state.put(companion + "." + name, tensor)));
        memories.forEach((name, tensor) -> state.put(MEMORY + name, tensor));
        return state;
    }

    /**
     * Restores the state of a learner with the same network and settings.
     *
     * @throws ModelException if the state belongs to another network or optimizer; do not use this learner then
     */
    public void restore(SafeTensors state) {
        state.copyInto(NETWORK, network.state());
        companions.forEach((companion, copy) -> state.copyInto(companion + ".", copy.state()));
        try (PointerScope scope = new PointerScope()) {
            optimizers.forEach((group, optimizer) -> optimizer.restore(state.tensors(key(group))));
            Map<String, Tensor> remembered = state.tensors(MEMORY);
            memories.forEach((name, memory) -> {
                Tensor values = remembered.get(name);
                if (values == null || values.numel() != memory.numel()) {
                    throw new IllegalArgumentException(
                            String.format(Locale.ROOT, "expected %d values of %s%s", memory.numel(), MEMORY, name));
                }
                memory.copy_(values);
            });
        } catch (IllegalArgumentException e) {
            throw new ModelException("%s: %s".formatted(state.file(), e.getMessage()), e);
        }
    }

    /** Sums the gradients of all workers. If batch norms are per worker, also averages their running statistics. */
    private void exchange(List<RateGroup> updated) {
        List<Tensor> all = new ArrayList<>();
        for (RateGroup part : updated) {
            for (Tensor parameter : part.group().parameters().values()) {
                Tensor gradient = parameter.grad();
                if (gradient.defined()) {
                    all.add(gradient);
                }
            }
        }
        if (network.replicas().batchNorm() == BatchNormStatistics.PER_WORKER) {
            for (Tensor buffer : network.buffers().values()) {
                buffer.mul_(new Scalar(weight));
                all.add(buffer);
            }
        }
        network.replicas().workers().sum(all, "the exchange of gradients");
    }

    @Override
    public void close() {
        optimizers.values().forEach(ParameterOptimizer::close);
        companions.values().forEach(Network::close);
        memories.values().forEach(Tensor::releaseReference);
    }
}
