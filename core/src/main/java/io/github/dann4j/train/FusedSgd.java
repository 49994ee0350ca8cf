package io.github.dann4j.train;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;

/**
 * Gradient descent with momentum, v ← momentum · v + g + decay · w, w ← w − μ v, in one sweep over memory. libtorch's own
 * optimizer makes three, and large fully connected layers are bound by memory alone. The operator that does it,
 * {@code _fused_sgd_}, is in libtorch, but reached by its dispatcher only.
 */
final class FusedSgd implements ParameterOptimizer {
    private static final OperatorHandle OPERATOR =
            Dispatcher.singleton().findSchemaOrThrow("aten::_fused_sgd_", "").retainReference();

    private final OptimizerSettings.Sgd settings;
    private final List<Tensor> parameters;
    private final List<Tensor> velocities = new ArrayList<>();
    private double rate;

    FusedSgd(OptimizerSettings.Sgd settings, Collection<Tensor> parameters) {
        this.settings = settings;
        this.parameters = List.copyOf(parameters);
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            // Without momentum the operator refuses velocities.
            for (Tensor parameter : settings.momentum() > 0 ? parameters : List.<Tensor>of()) {
                velocities.add(zeros_like(parameter).retainReference());
            }
        }
    }

    @Override
    public void learningRate(double other) {
        rate = other;
    }

    @Override
    public void zeroGradients() {
        for (Tensor parameter : parameters) {
            parameter.mutable_grad().reset();
        }
    }

    @Override
    public void step() {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            TensorVector weights = new TensorVector();
            TensorVector gradients = new TensorVector();
            TensorVector momenta = new TensorVector();
            for (int i = 0; i < parameters.size(); i++) {
                // Autograd gives a gradient the memory order of its parameter, as the operator demands.
                Tensor gradient = parameters.get(i).grad();
                if (gradient.defined()) {
                    weights.push_back(parameters.get(i));
                    gradients.push_back(gradient);
                    if (!velocities.isEmpty()) {
                        momenta.push_back(velocities.get(i));
                    }
                }
            }
            if (weights.empty()) {
                return;
            }
            IValueVector arguments = new IValueVector();
            arguments.push_back(list(weights));
            arguments.push_back(list(gradients));
            arguments.push_back(list(momenta));
            arguments.push_back(new IValue(settings.weightDecay()));
            arguments.push_back(new IValue(settings.momentum()));
            arguments.push_back(new IValue(rate));
            arguments.push_back(new IValue(0.0)); // dampening
            arguments.push_back(new IValue(false)); // no Nesterov
            arguments.push_back(new IValue(false)); // minimises
            arguments.push_back(new IValue(false)); // not the first step: velocities begin at 0, which is the same
            arguments.push_back(new IValue()); // no scale of gradients
            arguments.push_back(new IValue()); // no search for infinities
            Dispatcher.singleton().callBoxed(OPERATOR, arguments);
        }
    }

    /** {@code velocity.i} is v of the i-th parameter, in its shape; nothing without momentum. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < velocities.size(); i++) {
            state.put("velocity." + i, velocities.get(i));
        }
        return state;
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        Map<String, Tensor> own = state();
        if (!own.keySet().equals(state.keySet())) {
            throw new IllegalArgumentException(
                    "the optimizer keeps %s, got %s".formatted(own.keySet(), state.keySet()));
        }
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            own.forEach((name, velocity) -> velocity.copy_(Objects.requireNonNull(state.get(name))));
        }
    }

    private static IValue list(TensorVector tensors) {
        return new IValue(new GenericList(new TensorList(tensors)));
    }

    @Override
    public void close() {
        velocities.forEach(Tensor::releaseReference);
        velocities.clear();
    }
}
