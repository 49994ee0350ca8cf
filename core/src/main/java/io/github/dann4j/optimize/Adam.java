package io.github.dann4j.optimize;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − μ m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1
 * − β₂ᵗ). Runs the same operations in the same order as libtorch's own optimizer. That optimizer hides m, v and t: the
 * JavaCPP presets expose them only as an archive, which has to be built whole in memory.
 *
 * <p>On a GPU, where starting an operation takes longer than its work, one operator of libtorch updates all parameters.
 */
final class Adam implements ParameterOptimizer {
    private static final double EPSILON = 1e-8;
    static final String MEAN = "exp_avg.";
    static final String SQUARE = "exp_avg_sq.";
    static final String UPDATES = "step";

    private static final FusedOperator OPERATOR = new FusedOperator("aten::_fused_adam_");

    private final OptimizerSettings.Adam settings;
    private final List<Trained> all = new ArrayList<>();
    private double rate;

    /** A parameter with m, v and t. */
    private static final class Trained {
        private final Tensor parameter;
        private final Tensor mean;
        private final Tensor square;
        private long updates;

        Trained(Tensor parameter) {
            this.parameter = parameter;
            this.mean = zeros_like(parameter).retainReference();
            this.square = zeros_like(parameter).retainReference();
        }

        void update(OptimizerSettings.Adam settings, double rate) {
            Tensor gradient = parameter.grad();
            if (!gradient.defined()) {
                return;
            }
            updates++;
            if (settings.weightDecay() != 0) {
                gradient = gradient.add(parameter, new Scalar(settings.weightDecay()));
            }
            double beta1 = settings.beta1();
            double beta2 = settings.beta2();
            mean.mul_(new Scalar(beta1)).add_(gradient, new Scalar(1 - beta1));
            square.mul_(new Scalar(beta2)).addcmul_(gradient, gradient, new Scalar(1 - beta2));
            double meanShare = 1 - Math.pow(beta1, updates);
            double squareShare = 1 - Math.pow(beta2, updates);
            Tensor root = square.sqrt().div_(new Scalar(Math.sqrt(squareShare))).add_(new Scalar(EPSILON));
            parameter.addcdiv_(mean, root, new Scalar(-(rate / meanShare)));
        }
    }

    Adam(OptimizerSettings.Adam settings, Collection<Tensor> parameters) {
        this.settings = settings;
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            parameters.forEach(parameter -> all.add(new Trained(parameter)));
        }
    }

    @Override
    public void learningRate(double other) {
        rate = other;
    }

    @Override
    public void zeroGradients() {
        all.forEach(one -> one.parameter.mutable_grad().reset());
    }

    @Override
    public void step() {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            if (!all.isEmpty() && !all.get(0).parameter.is_cpu()) {
                stepOnGpu();
                return;
            }
            for (Trained one : all) {
                try (PointerScope scope = new PointerScope()) { // temporary values of one parameter at a time
                    one.update(settings, rate);
                }
            }
        }
    }

    private void stepOnGpu() {
        try (PointerScope scope = new PointerScope()) {
            TensorVector parameters = new TensorVector();
            TensorVector gradients = new TensorVector();
            TensorVector means = new TensorVector();
            TensorVector squares = new TensorVector();
            TensorVector updates = new TensorVector();
            Map<Long, Tensor> counts = new HashMap<>(); // most parameters have the same count
            for (Trained one : all) {
                Tensor gradient = one.parameter.grad();
                if (gradient.defined()) {
                    one.updates++;
                    parameters.push_back(one.parameter);
                    gradients.push_back(gradient);
                    means.push_back(one.mean);
                    squares.push_back(one.square);
                    updates.push_back(counts.computeIfAbsent(
                            one.updates,
                            count -> Tensors.beside(one.parameter, Tensors.ofFloats(new float[] {count}, 1))));
                    one.parameter.unsafeGetTensorImpl().bump_version(); // this operator does not
                }
            }
            if (!parameters.empty()) {
                OPERATOR.call(
                        FusedOperator.list(parameters),
                        FusedOperator.list(gradients),
                        FusedOperator.list(means),
                        FusedOperator.list(squares),
                        FusedOperator.list(new TensorVector()), // no maxima: not AMSGrad
                        FusedOperator.list(updates),
                        new IValue(rate),
                        new IValue(settings.beta1()),
                        new IValue(settings.beta2()),
                        new IValue(settings.weightDecay()),
                        new IValue(EPSILON),
                        new IValue(false), // no AMSGrad
                        new IValue(false), // do not maximise
                        new IValue(), // no gradient scale
                        new IValue()); // no check for infinities
            }
        }
    }

    /**
     * {@code exp_avg.i} and {@code exp_avg_sq.i} are m and v of the i-th parameter, in its shape; {@code step} holds t
     * of every parameter, int64.
     */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = moments();
        state.put(
                UPDATES,
                Tensors.ofLongs(all.stream().mapToLong(one -> one.updates).toArray(), all.size()));
        return state;
    }

    private Map<String, Tensor> moments() {
        Map<String, Tensor> moments = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            moments.put(MEAN + i, all.get(i).mean);
            moments.put(SQUARE + i, all.get(i).square);
        }
        return moments;
    }

    /** Also accepts the archive of earlier versions. */
    @Override
    public void restore(Map<String, Tensor> state) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Map<String, Tensor> own = state();
            Map<String, Tensor> kept = AdamArchive.isOne(state) ? AdamArchive.read(state, own) : state;
            OptimizerState.requireSameKind(own, kept);
            moments().forEach((name, tensor) -> tensor.copy_(Objects.requireNonNull(kept.get(name))));
            long[] updates = Tensors.longs(Objects.requireNonNull(kept.get(UPDATES)));
            for (int i = 0; i < updates.length; i++) {
                all.get(i).updates = updates[i];
            }
        }
    }

    @Override
    public void close() {
        for (Trained one : all) {
            one.mean.releaseReference();
            one.square.releaseReference();
        }
        all.clear();
    }
}
