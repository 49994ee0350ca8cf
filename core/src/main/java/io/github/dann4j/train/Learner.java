package io.github.dann4j.train;

import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.model.SafeTensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A network with the optimizer and settings it is trained by. Owns the optimizer, not the network. */
public final class Learner implements AutoCloseable {
    private static final String NETWORK = "network.";
    private static final String OPTIMIZER = "optimizer.";

    private final DannNetwork network;
    private final TrainingSettings settings;
    private final ParameterOptimizer optimizer;
    private final Collection<Tensor> parameters;
    private final double weight;
    private final boolean withCopies;

    /** @param parameters what is trained: the classifier's parameters, with those of the domain classifier for methods that have one */
    public Learner(DannNetwork network, TrainingSettings settings, Map<String, Tensor> parameters) {
        this.network = network;
        this.settings = settings;
        this.parameters = parameters.values();
        Share share = network.replicas().workers().share();
        this.weight = (double) share.size(settings.batchSize()) / settings.batchSize();
        if (settings.optimizer() instanceof OptimizerSettings.Sgd sgd
                && settings.precision() == Precision.BF16
                && !share.isPartial()) { // what workers exchange are float32 gradients
            this.optimizer = ParameterOptimizer.withCopies(sgd, parameters, network.masterWeights());
            this.withCopies = true;
        } else {
            this.optimizer = ParameterOptimizer.of(settings.optimizer(), parameters.values());
            this.withCopies = false;
        }
    }

    public DannNetwork network() {
        return network;
    }

    /** Opens the block in which forward passes run in the settings' precision. */
    public Autocast autocast() {
        return Autocast.of(settings.precision());
    }

    /**
     * One backward pass of one loss and one update of all parameters, at the learning rate of this point of the run. Where other
     * workers train copies of the network, by the gradient of all shares of the batch together, which is that of the whole batch.
     *
     * @param loss a mean over the own share of the batch
     */
    public void update(Tensor loss, StepContext context) {
        context.clock().ended(StepPart.FORWARD);
        optimizer.learningRate(settings.learningRate().at(context.progress()));
        optimizer.zeroGradients();
        if (network.replicas().workers().share().isPartial()) {
            network.backward(loss.mul(new Scalar(weight)));
            exchange();
        } else if (withCopies) {
            network.backwardToCopies(loss);
        } else {
            network.backward(loss);
        }
        context.clock().ended(StepPart.BACKWARD);
        optimizer.step();
        network.boundNorms();
        context.clock().ended(StepPart.OPTIMIZER);
    }

    /**
     * Everything that its updates change, by name: {@code network...}, see {@link DannNetwork#state}, and {@code
     * optimizer...}, see {@link ParameterOptimizer#state}. To be read at once, in a scope of the caller's.
     */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.state().forEach((name, tensor) -> state.put(NETWORK + name, tensor));
        optimizer.state().forEach((name, tensor) -> state.put(OPTIMIZER + name, tensor));
        return state;
    }

    /**
     * Goes on from the state of a learner of the same network and settings.
     *
     * @throws ModelException if the state is that of another network or optimizer; this one is not to be used then
     */
    public void restore(SafeTensors state) {
        state.copyInto(NETWORK, network.state());
        try (PointerScope scope = new PointerScope()) {
            optimizer.restore(state.tensors(OPTIMIZER));
        } catch (IllegalArgumentException e) {
            throw new ModelException("%s: %s".formatted(state.file(), e.getMessage()), e);
        }
    }

    /** Adds up all workers' gradients; and, where batch norms are each worker's own, averages their running statistics. */
    private void exchange() {
        List<Tensor> all = new ArrayList<>();
        for (Tensor parameter : parameters) {
            Tensor gradient = parameter.grad();
            if (gradient.defined()) {
                all.add(gradient);
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
        optimizer.close();
    }
}
