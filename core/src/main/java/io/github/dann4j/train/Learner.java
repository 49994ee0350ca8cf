package io.github.dann4j.train;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.DannNetwork;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A network with the optimizer and settings it is trained by. Owns the optimizer, not the network. */
public final class Learner implements AutoCloseable {
    private final DannNetwork network;
    private final TrainingSettings settings;
    private final ParameterOptimizer optimizer;

    /** @param parameters what is trained: the classifier's parameters, with those of the domain classifier for methods that have one */
    public Learner(DannNetwork network, TrainingSettings settings, Map<String, Tensor> parameters) {
        this.network = network;
        this.settings = settings;
        this.optimizer = ParameterOptimizer.of(settings.optimizer(), parameters.values());
    }

    public DannNetwork network() {
        return network;
    }

    /** Opens the block in which forward passes run in the settings' precision. */
    public Autocast autocast() {
        return Autocast.of(settings.precision());
    }

    /** One backward pass of one loss and one update of all parameters, at the learning rate of this point of the run. */
    public void update(Tensor loss, StepContext context) {
        context.clock().ended(StepPart.FORWARD);
        optimizer.learningRate(settings.learningRate().at(context.progress()));
        optimizer.zeroGradients();
        loss.backward();
        context.clock().ended(StepPart.BACKWARD);
        optimizer.step();
        network.boundNorms();
        context.clock().ended(StepPart.OPTIMIZER);
    }

    @Override
    public void close() {
        optimizer.close();
    }
}
