package io.github.dann4j.train;

import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.optimize.ParameterOptimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * All that a training changes and a checkpoint keeps: a network, the optimizers of its parameter groups, and companions of the network
 * such as an average of its weights. Owns the optimizers and the companions, not the network.
 */
public final class Learner implements AutoCloseable {
    private static final String NETWORK = "network.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String MEMORY = "memory.";

    private final Network network;
    private final TrainingSettings settings;
    private final List<ParameterGroup> groups;
    private final Map<String, ParameterOptimizer> optimizers = new LinkedHashMap<>();
    private final Map<String, Network> companions = new LinkedHashMap<>();
    private final Map<String, Tensor> memories = new LinkedHashMap<>();
    private final double weight;
    private final boolean withCopies;

    /** @param parameters what is trained: the classifier's parameters, with those of the domain classifier for methods that have one */
    public Learner(Network network, TrainingSettings settings, Map<String, Tensor> parameters) {
        this(network, settings, List.of(new ParameterGroup("", parameters)));
    }

    /**
     * @param groups what is trained; an {@link #update(Tensor, StepContext, String...) update} may be one of some groups alone
     */
    public Learner(Network network, TrainingSettings settings, List<ParameterGroup> groups) {
        this.network = network;
        this.settings = settings;
        this.groups = List.copyOf(groups);
        Share share = network.replicas().workers().share();
        this.weight = (double) share.size(settings.batchSize()) / settings.batchSize();
        // What workers exchange are float32 gradients; and a copy's gradient is for an update that follows each
        // backward pass.
        this.withCopies = settings.optimizer() instanceof OptimizerSettings.Sgd
                && settings.precision() == Precision.BF16
                && !share.isPartial()
                && groups.size() == 1;
        for (ParameterGroup group : groups) {
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

    /** Opens the block in which forward passes run in the settings' precision. */
    public Autocast autocast() {
        return Autocast.of(settings.precision());
    }

    /** In which precision it computes. */
    public Precision precision() {
        return settings.precision();
    }

    /** The same network once more, with the same weights, which no optimizer trains: kept in checkpoints, and closed with this learner. */
    public Network companion(String name) {
        return companions.computeIfAbsent(name, unused -> network.frozenCopy());
    }

    /**
     * What a method remembers from update to update, such as something of each target image: kept in checkpoints, and freed with this
     * learner. To be changed in place.
     *
     * @param values it begins with, int64 {@code [n]}
     */
    public Tensor memory(String name, long[] values) {
        try (PointerScope scope = new PointerScope()) {
            return memories.computeIfAbsent(
                    name, unused -> Tensors.ofLongs(values, values.length).retainReference());
        }
    }

    /**
     * One backward pass of one loss and one update of all parameters, at the learning rate of this point of the run. Where other
     * workers train copies of the network, by the gradient of all shares of the batch together, which is that of the whole batch.
     *
     * @param loss a mean over the own share of the batch
     */
    public void update(Tensor loss, StepContext context) {
        update(loss, context, groups);
    }

    /** As {@link #update(Tensor, StepContext)}, of some groups alone; the others stay as they are. */
    public void update(Tensor loss, StepContext context, String... names) {
        List<String> wanted = List.of(names);
        List<ParameterGroup> some =
                groups.stream().filter(group -> wanted.contains(group.name())).toList();
        if (some.size() != wanted.size()) {
            throw new IllegalArgumentException("groups %s: there are only %s"
                    .formatted(wanted, groups.stream().map(ParameterGroup::name).toList()));
        }
        update(loss, context, some);
    }

    private void update(Tensor loss, StepContext context, List<ParameterGroup> updated) {
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
        for (ParameterGroup group : updated) {
            ParameterOptimizer optimizer = optimizer(group);
            optimizer.learningRate(rate * group.rateFactor());
            optimizer.step();
        }
        network.boundNorms();
        context.clock().ended(StepPart.OPTIMIZER);
    }

    private ParameterOptimizer optimizer(ParameterGroup group) {
        return Objects.requireNonNull(optimizers.get(group.name()));
    }

    /** Under which name checkpoints keep a group's optimizer. */
    private static String key(String group) {
        return group.isEmpty() ? OPTIMIZER : OPTIMIZER + group + ".";
    }

    /**
     * Everything that its updates change, by name: {@code network...} and {@code NAME...} for a companion, see {@link Network#state},
     * {@code optimizer...}, see {@link ParameterOptimizer#state}, and {@code memory...}. To be read at once, in a scope of the caller's.
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
     * Goes on from the state of a learner of the same network and settings.
     *
     * @throws ModelException if the state is that of another network or optimizer; this one is not to be used then
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

    /** Adds up all workers' gradients; and, where batch norms are each worker's own, averages their running statistics. */
    private void exchange(List<ParameterGroup> updated) {
        List<Tensor> all = new ArrayList<>();
        for (ParameterGroup group : updated) {
            for (Tensor parameter : group.parameters().values()) {
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
