package io.github.dann4j.model;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The weight of a large fully connected layer, of which an optimizer may keep the bfloat16 copy that the layer computes with; it is then
 * what Micikevicius et al. (2018, §3.1) call the master copy. Without that, every step makes the copy anew and turns the copy's gradient
 * into a float32 one: the same values, but more to read and write, which is what bounds such layers.
 *
 * <p>The copy serves as long as the weight is what it was copied from. Whatever else changes the weight, in place and by libtorch's
 * operations, makes layers compute with the weight itself again.
 */
public final class MasterWeight {
    /** Weights from which on it is worth its while. */
    private static final long LARGE = 2 << 20;

    /** Weights updated at a time: few enough to stay in the caches, with all that belongs to them, for the copy to be made. */
    private static final long PIECE = 1 << 20;

    /** Rows of a piece are a multiple of it. */
    private static final long ROUND = 64;

    private final Tensor weight;
    private final MaxNorm maxNorm;
    private @Nullable Tensor copy;
    private long updated = -1; // the weight's version behind the last update, which made the copy

    /** The update of some rows of a weight. */
    @FunctionalInterface
    public interface RowsUpdate {
        /**
         * Called without autograd.
         *
         * @param from the first row
         * @param weights float32 {@code [rows, inputs]}: those rows of the weight, to be changed in place
         * @param gradient float32 {@code [rows, inputs]}; it is only good during the call
         */
        void update(long from, Tensor weights, Tensor gradient);
    }

    MasterWeight(Tensor weight, MaxNorm maxNorm) {
        this.weight = weight;
        this.maxNorm = maxNorm;
    }

    /** Whether a weight is so large that it should be one of these. */
    static boolean suits(Tensor weight) {
        return weight.numel() >= LARGE;
    }

    /** What a layer is to compute with where it is called, in the precision that is in force there. */
    synchronized Tensor current() {
        return copy != null && Autocast.isBf16() && isAsUpdated() ? copy : weight;
    }

    private boolean isAsUpdated() {
        return weight._version() == updated;
    }

    /** Whether the last backward pass has left a gradient, at the weight or at its copy. */
    public synchronized boolean hasGradient() {
        return weight.grad().defined() || (copy != null && copy.grad().defined());
    }

    /** Brings the gradient, if it lies at the copy, to the weight, where everyone looks for it. */
    public synchronized void settle() {
        if (copy == null || !copy.grad().defined()) {
            return;
        }
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor gradient = copy.grad().to(ScalarType.Float);
            if (weight.grad().defined()) {
                weight.grad().add_(gradient);
            } else {
                weight.mutable_grad().put(gradient);
            }
            copy.mutable_grad().reset();
        }
    }

    /** Forgets the gradient, wherever it lies. */
    public synchronized void forgetGradient() {
        weight.mutable_grad().reset();
        if (copy != null) {
            copy.mutable_grad().reset();
        }
    }

    /**
     * Updates the weight by its gradient, which it must {@link #hasGradient have}, restricts its norms, and keeps a copy of what it
     * then is.
     */
    public synchronized void update(RowsUpdate update) {
        if (weight.grad().defined()) {
            settle();
        }
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor kept = copy == null ? emptyCopy() : copy;
            boolean atCopy = !weight.grad().defined();
            Tensor gradient = atCopy ? kept.grad() : weight.grad();
            Tensor widened = Tensors.empty(ScalarType.Float, atCopy ? rowsOfPiece() : 0, weight.size(1));
            forEachPiece((from, count) -> {
                Tensor weights = weight.narrow(0, from, count);
                Tensor part = gradient.narrow(0, from, count);
                update.update(
                        from, weights, atCopy ? widened.narrow(0, 0, count).copy_(part) : part);
                maxNorm.apply(weights);
                kept.narrow(0, from, count).copy_(weights);
            });
            if (copy == null) {
                copy = kept.retainReference();
            }
            updated = weight._version();
        }
    }

    private interface Piece {
        void visit(long from, long count);
    }

    private void forEachPiece(Piece piece) {
        long rows = rowsOfPiece();
        for (long from = 0; from < weight.size(0); from += rows) {
            try (PointerScope scope = new PointerScope()) {
                piece.visit(from, Math.min(rows, weight.size(0) - from));
            }
        }
    }

    /** A round number: what is left over at the end of a thread's share is computed, and rounded, in another way. */
    private long rowsOfPiece() {
        return Math.max(ROUND, PIECE / weight.size(1) / ROUND * ROUND);
    }

    private Tensor emptyCopy() {
        return Tensors.empty(ScalarType.BFloat16, weight.size(0), weight.size(1))
                .requires_grad_(true);
    }

    /** Restricts its norms, unless that was part of the last update. */
    synchronized void boundNorms() {
        if (!isAsUpdated()) {
            // In the same pieces: libtorch's sums depend on how many rows there are, in the last digit.
            forEachPiece((from, count) -> maxNorm.apply(weight.narrow(0, from, count)));
        }
    }

    /** Lets the copy go: layers compute with the weight itself. */
    public synchronized void dropCopy() {
        if (copy != null) {
            settle();
            copy.releaseReference();
            copy = null;
        }
    }
}
