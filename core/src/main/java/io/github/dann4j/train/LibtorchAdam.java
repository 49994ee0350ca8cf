package io.github.dann4j.train;

import java.util.Collection;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** libtorch's Adam. */
final class LibtorchAdam implements ParameterOptimizer {
    private static final double UNSET = 1; // the schedule sets the rate before the first step

    private final Adam optimizer;

    LibtorchAdam(OptimizerSettings.Adam settings, Collection<Tensor> parameters) {
        try (PointerScope scope = new PointerScope()) {
            AdamOptions options = new AdamOptions(UNSET);
            setBetas(options.betas(), settings);
            options.weight_decay().put(settings.weightDecay());
            TensorVector vector = new TensorVector(parameters.toArray(Tensor[]::new));
            this.optimizer = new Adam(vector, options).retainReference();
        }
    }

    /**
     * The presets show the pair of betas as raw memory of a C++ tuple, whose order is the C++ library's own: GNU's puts the
     * last element first. The defaults, 0.9 and 0.999, tell which place is whose.
     */
    private static void setBetas(DoublePointer betas, OptimizerSettings.Adam settings) {
        int first = betas.get(0) < betas.get(1) ? 0 : 1;
        betas.put(first, settings.beta1()).put(1 - first, settings.beta2());
    }

    @Override
    public void learningRate(double rate) {
        try (PointerScope scope = new PointerScope()) {
            OptimizerOptions options = optimizer.param_groups().get(0).options();
            options.set_lr(rate);
        }
    }

    @Override
    public void zeroGradients() {
        optimizer.zero_grad();
    }

    @Override
    public void step() {
        optimizer.step();
    }

    @Override
    public void close() {
        optimizer.releaseReference();
    }
}
