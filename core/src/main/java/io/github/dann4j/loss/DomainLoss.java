package io.github.dann4j.loss;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.ones_like;
import static org.bytedeco.pytorch.global.torch.softplus;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.Tensor;

/** The loss of a domain classifier, L_d (Ganin et al. 2016, eq. 9): the sum of the means over both domains. */
public final class DomainLoss {
    private DomainLoss() {}

    /**
     * Returns the sum of the mean binary cross entropies; 2 ln 2 for a guess.
     *
     * @param source logits of "comes from the target" of source images, float32 {@code [n]}
     * @param target the same of target images, float32 {@code [m]}
     */
    public static Tensor of(Tensor source, Tensor target) {
        if (source.is_cpu()) {
            return binary_cross_entropy_with_logits(source, zeros_like(source))
                    .add(binary_cross_entropy_with_logits(target, ones_like(target)));
        }
        return inFewOperations(source, target);
    }

    /**
     * Returns the same value, for −ln(1 − σ(s)) = ln(1 + eˢ) and −ln σ(t) = ln(1 + e⁻ᵗ), in a third of the operations: on
     * a GPU, starting one takes longer than its work.
     */
    static Tensor inFewOperations(Tensor source, Tensor target) {
        return softplus(source).mean().add(softplus(target.neg()).mean());
    }
}
