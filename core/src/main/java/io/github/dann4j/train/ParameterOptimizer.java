package io.github.dann4j.train;

import java.util.Collection;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** One of libtorch's optimizers over a fixed set of parameters. Owns the optimizer's state, not the parameters. */
public final class ParameterOptimizer implements AutoCloseable {
    private final Optimizer optimizer;

    /** @param parameters leaf tensors that require gradients; they must outlive the optimizer */
    public ParameterOptimizer(OptimizerSettings settings, Collection<Tensor> parameters) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector vector = new TensorVector(parameters.toArray(Tensor[]::new));
            this.optimizer = create(settings, vector).retainReference();
        }
    }

    private static Optimizer create(OptimizerSettings settings, TensorVector parameters) {
        double unset = 1; // the schedule sets the rate before the first step
        if (settings instanceof OptimizerSettings.Sgd sgd) {
            SGDOptions options = new SGDOptions(unset);
            options.momentum().put(sgd.momentum());
            options.weight_decay().put(sgd.weightDecay());
            return new SGD(parameters, options);
        } else if (settings instanceof OptimizerSettings.Adam adam) {
            AdamOptions options = new AdamOptions(unset);
            setBetas(options.betas(), adam);
            options.weight_decay().put(adam.weightDecay());
            return new Adam(parameters, options);
        }
        throw new IllegalArgumentException("unknown optimizer " + settings);
    }

    /**
     * The presets show the pair of betas as raw memory of a C++ tuple, whose order is the C++ library's own: GNU's puts the
     * last element first. The defaults, 0.9 and 0.999, tell which place is whose.
     */
    private static void setBetas(DoublePointer betas, OptimizerSettings.Adam adam) {
        int first = betas.get(0) < betas.get(1) ? 0 : 1;
        betas.put(first, adam.beta1()).put(1 - first, adam.beta2());
    }

    /** Sets μ for the next updates. */
    public void learningRate(double rate) {
        try (PointerScope scope = new PointerScope()) {
            OptimizerOptions options = optimizer.param_groups().get(0).options();
            options.set_lr(rate);
        }
    }

    /** Forgets the gradients of the last step. */
    public void zeroGradients() {
        optimizer.zero_grad();
    }

    /** Updates every parameter that has a gradient. */
    public void step() {
        optimizer.step();
    }

    @Override
    public void close() {
        optimizer.releaseReference();
    }
}
