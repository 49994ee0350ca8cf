package io.github.dann4j.loss;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Losses of predictions, from logits in float32, {@code [n, classes]}. Gradients flow unless a text says otherwise. */
public final class Predictions {
    /** Keeps the logarithm of a class's mean probability finite. */
    private static final double TINY = 1e-8;

    private Predictions() {}

    /** Returns the entropy H(p) of each prediction in nats: {@code [n]}, between 0 and ln(classes). */
    public static Tensor entropies(Tensor logits) {
        Tensor logProbabilities = logits.log_softmax(1);
        return logProbabilities.exp().mul(logProbabilities).sum(1).neg();
    }

    /** Returns the mean entropy of the predictions, a scalar in nats: 0 if all are certain. */
    public static Tensor entropy(Tensor logits) {
        return entropies(logits).mean();
    }

    /** Returns the entropy of the mean prediction, a scalar in nats: ln(classes) if all classes are equally frequent. */
    public static Tensor diversity(Tensor logits) {
        Tensor mean = logits.softmax(1).mean(new long[] {0});
        return mean.mul(mean.add(new Scalar(TINY)).log()).sum().neg();
    }

    /**
     * Returns the mean cross-entropy −Σ q ln p of predictions against given probabilities, a scalar in nats.
     *
     * @param probabilities q, {@code [n, classes]}; rows sum to 1; no gradient reaches them
     */
    public static Tensor crossEntropy(Tensor logits, Tensor probabilities) {
        return logits.log_softmax(1).mul(probabilities.detach()).sum(1).mean().neg();
    }

    /**
     * Returns ln(1 − p) for the probability p of one class of each row, {@code [n]}. Finite also where p rounds to 1.
     *
     * @param classes the class of each row, int64 {@code [n]}
     */
    public static Tensor logOfOthers(Tensor logits, Tensor classes) {
        Tensor chosen = zeros_like(logits.detach()).scatter(1, classes.unsqueeze(1), new Scalar(1.0));
        Tensor others = logits.masked_fill(chosen.gt(new Scalar(0.5)), new Scalar(Double.NEGATIVE_INFINITY));
        return others.logsumexp(1).sub(logits.logsumexp(1));
    }
}
