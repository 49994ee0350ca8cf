package io.github.dann4j.optimize;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.github.dann4j.model.MasterWeight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorImpl;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * Gradient descent with momentum, v ← momentum · v + g + decay · w, w ← w − μ v, in one sweep over memory. libtorch's
 * own optimizer makes three sweeps, and large fully connected layers are limited by memory bandwidth alone.
 */
final class FusedSgd implements ParameterOptimizer {
    private static final FusedOperator OPERATOR = new FusedOperator("aten::_fused_sgd_");

    private final OptimizerSettings.Sgd settings;
    private final List<Trained> all = new ArrayList<>();
    private double rate;

    /**
     * A parameter.
     *
     * @param implementation the implementation object of {@code parameter}
     * @param velocity v, in the parameter's shape; null without momentum, because the operator then refuses it
     * @param master null if no copy is kept
     */
    private record Trained(
            Tensor parameter,
            TensorImpl implementation,
            @Nullable Tensor velocity,
            @Nullable MasterWeight master) {
        /** Increments the tensor's version, which this operator, unlike every other in-place operation, does not do. */
        void countAsChanged() {
            implementation.bump_version();
        }

        void forgetGradient() {
            if (master == null) {
                parameter.mutable_grad().reset();
            } else {
                master.forgetGradient();
            }
        }
    }

    FusedSgd(OptimizerSettings.Sgd settings, Collection<Tensor> parameters) {
        this.settings = settings;
        parameters.forEach(parameter -> add(parameter, null));
    }

    FusedSgd(OptimizerSettings.Sgd settings, Map<String, Tensor> parameters, Map<String, MasterWeight> masters) {
        this.settings = settings;
        parameters.forEach((name, parameter) -> add(parameter, masters.get(name)));
    }

    private void add(Tensor parameter, @Nullable MasterWeight master) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor velocity = settings.momentum() > 0 ? zeros_like(parameter).retainReference() : null;
            all.add(new Trained(parameter, parameter.unsafeGetTensorImpl(), velocity, master));
        }
    }

    @Override
    public void learningRate(double other) {
        rate = other;
    }

    @Override
    public void zeroGradients() {
        all.forEach(Trained::forgetGradient);
    }

    @Override
    public void step() {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Sweep sweep = new Sweep();
            for (Trained one : all) {
                if (one.master() == null) {
                    // Autograd gives a gradient the memory order of its parameter, as the operator requires.
                    Tensor gradient = one.parameter().grad();
                    if (gradient.defined()) {
                        sweep.add(one.parameter(), gradient, one.velocity());
                        one.countAsChanged();
                    }
                } else if (one.master().hasGradient()) {
                    one.master().update((from, weights, gradient) -> {
                        Sweep ofRows = new Sweep();
                        Tensor velocity = one.velocity();
                        ofRows.add(
                                weights, gradient, velocity == null ? null : velocity.narrow(0, from, weights.size(0)));
                        ofRows.run();
                        one.countAsChanged();
                    });
                }
            }
            sweep.run();
        }
    }

    /** One call of the operator. */
    private final class Sweep {
        private final TensorVector weights = new TensorVector();
        private final TensorVector gradients = new TensorVector();
        private final TensorVector velocities = new TensorVector();

        void add(Tensor weight, Tensor gradient, @Nullable Tensor velocity) {
            weights.push_back(weight);
            gradients.push_back(gradient);
            if (velocity != null) {
                velocities.push_back(velocity);
            }
        }

        void run() {
            if (weights.empty()) {
                return;
            }
            OPERATOR.call(
                    FusedOperator.list(weights),
                    FusedOperator.list(gradients),
                    FusedOperator.list(velocities),
                    new IValue(settings.weightDecay()),
                    new IValue(settings.momentum()),
                    new IValue(rate),
                    new IValue(0.0), // dampening
                    new IValue(false), // no Nesterov
                    new IValue(false), // do not maximise
                    new IValue(false), // not the first step: velocities start at 0, which is equivalent
                    new IValue(), // no gradient scale
                    new IValue()); // no check for infinities
        }
    }

    /** {@code velocity.i} is v of the i-th parameter, in its shape; empty without momentum. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Tensor velocity = all.get(i).velocity();
            if (velocity != null) {
                state.put("velocity." + i, velocity);
            }
        }
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        Map<String, Tensor> own = state();
        OptimizerState.requireSameKind(own, state);
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            own.forEach((name, velocity) -> velocity.copy_(Objects.requireNonNull(state.get(name))));
        }
    }

    @Override
    public void close() {
        for (Trained one : all) {
            if (one.velocity() != null) {
                one.velocity().releaseReference();
            }
            if (one.master() != null) {
                one.master().dropCopy();
            }
        }
        all.clear();
    }
}
