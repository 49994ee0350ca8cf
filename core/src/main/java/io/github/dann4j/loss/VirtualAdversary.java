package io.github.dann4j.loss;

import static org.bytedeco.pytorch.global.torch.grad;
import static org.bytedeco.pytorch.global.torch.randn_like;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Virtual adversarial training (Miyato et al. 2018): the small change of an input that changes its prediction most, and
 * the loss that makes the prediction independent of it.
 */
public final class VirtualAdversary {
    private VirtualAdversary() {}

    /**
     * Returns the mean divergence KL(p ‖ p′) of the predictions of the unchanged inputs from those of the changed ones,
     * a scalar in nats. The gradient reaches the parameters through p′ alone.
     *
     * @param inputs float32 {@code [n, ...]}
     * @param probe see {@link #change}
     * @param radius see {@link #change}
     * @param logits see {@link #change}; gives the same for the same inputs
     */
    public static Tensor divergence(Tensor inputs, double probe, double radius, UnaryOperator<Tensor> logits) {
        Tensor unchanged;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            unchanged = logits.apply(inputs);
        }
        Tensor change = change(inputs, unchanged.softmax(1), probe, radius, logits);
        return Predictions.crossEntropy(logits.apply(inputs.add(change)), unchanged.softmax(1))
                .sub(Predictions.entropy(unchanged));
    }

    /**
     * Returns the change of each input that raises the divergence of its prediction most, approximately: one step of
     * the power method from a random direction (eqs. 11 and 12). No gradient reaches it. The random direction is drawn
     * from the engine's generator.
     *
     * @param inputs float32 {@code [n, ...]}
     * @param predictions probabilities of the unchanged inputs, float32 {@code [n, classes]}
     * @param probe length ξ of the change with which the direction is measured, positive
     * @param radius ε, length of each change, positive, in the units of the inputs
     * @param logits the network in float32, which must not change any statistics: {@code [n, ...] -> [n, classes]}
     */
    public static Tensor change(
            Tensor inputs, Tensor predictions, double probe, double radius, UnaryOperator<Tensor> logits) {
        Tensor direction = scaled(randn_like(inputs), probe).requires_grad_(true);
        Tensor divergence = Predictions.crossEntropy(logits.apply(inputs.add(direction)), predictions);
        Tensor slope =
                grad(new TensorVector(divergence), new TensorVector(direction)).get(0);
        return scaled(slope.detach(), radius);
    }

    /** Returns the tensor with each example scaled to the same length over all its values; 0 stays 0. */
    static Tensor scaled(Tensor inputs, double length) {
        Tensor rows = inputs.flatten(1, -1);
        // The largest value first, so that the squares of tiny slopes do not vanish.
        Tensor relative = rows.div(rows.abs().amax(new long[] {1}, true).clamp_min(new Scalar(1e-30)));
        Tensor norms =
                relative.square().sum(1).sqrt().clamp_min(new Scalar(1e-12)).unsqueeze(1);
        return relative.div(norms).mul(new Scalar(length)).reshape(inputs.sizes());
    }
}
