package io.github.dann4j.model;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The weight of a large fully connected layer. An optimizer may keep a bfloat16 copy of it, with which the layer
 * computes; the weight is then what Micikevicius et al. (2018, §3.1) call the master copy. Without a kept copy, every
 * step creates the copy again and converts its gradient to float32: the values are the same, but there is more to read
 * and write, and the memory bandwidth of a processor limits such layers.
 *
 * <p>The copy is used as long as the weight has not changed since. If any other in-place operation of libtorch changes
 * the weight, layers compute with the weight itself again.
 */
public final class MasterWeight {
    /** Minimum number of weights for which keeping a copy pays off. */
    private static final long LARGE = 2 << 20;

    /** Weights updated at a time: few enough to stay in the caches, with their gradients, until the copy is made. */
    private static final long PIECE = 1 << 20;

    /** The rows of a piece are a multiple of this. */
    private static final long ROUND = 64;

    private final Tensor weight;
    private final MaxNorm maxNorm;
    private @Nullable Tensor copy;
    private long updated = -1; // version of the weight after the last update, which made the copy

    /** Updates some rows of a weight. */
    @FunctionalInterface
    public interface RowsUpdate {
        /**
         * Updates the rows; called without autograd.
         *
         * @param from the first row
         * @param weights float32 {@code [rows, inputs]}: these rows of the weight, to be changed in place
         * @param gradient float32 {@code [rows, inputs]}; valid only during the call
         */
        void update(long from, Tensor weights, Tensor gradient);
    }

    MasterWeight(Tensor weight, MaxNorm maxNorm) {
        this.weight = weight;
        this.maxNorm = maxNorm;
    }

    /** Returns whether a weight is large enough. */
    static boolean suits(Tensor weight) {
        return weight.numel() >= LARGE;
    }

    /** Returns the tensor with which a layer computes at the current precision: the copy or the weight. */
    synchronized Tensor current() {
        return copy != null && Autocast.isBf16() && isAsUpdated() ? copy : weight;
    }

    private boolean isAsUpdated() {
        return weight._version() == updated;
    }

    /** Returns whether the last backward pass has left a gradient at the weight or at its copy. */
    public synchronized boolean hasGradient() {
        return weight.grad().defined() || (copy != null && copy.grad().defined());
    }

    /**
     * Moves the gradient from the copy to the weight, where other code expects it. Does nothing if the copy has none.
     */
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

    /** Discards the gradients of the weight and of its copy. */
    public synchronized void forgetGradient() {
        weight.mutable_grad().reset();
        if (copy != null) {
            copy.mutable_grad().reset();
        }
    }

    /**
     * Updates the weight by its gradient, restricts its norms, and keeps a copy of the result. The weight must
     * {@link #hasGradient have} a gradient.
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

    /** Returns a round number of rows: the remainder of a thread's share is computed, and rounded, in another way. */
    private long rowsOfPiece() {
        return Math.max(ROUND, PIECE / weight.size(1) / ROUND * ROUND);
    }

    private Tensor emptyCopy() {
        return Tensors.empty(ScalarType.BFloat16, weight.size(0), weight.size(1))
                .requires_grad_(true);
    }

    /** Restricts the norms of the units, unless the last update has done so. */
    synchronized void boundNorms() {
        if (!isAsUpdated()) {
            // In the same pieces as updates: the last digit of libtorch's sums depends on the number of rows.
            forEachPiece((from, count) -> maxNorm.apply(weight.narrow(0, from, count)));
        }
    }

    /** Releases the copy. Layers then compute with the weight itself. */
    public synchronized void dropCopy() {
        if (copy != null) {
            settle();
            copy.releaseReference();
            copy = null;
        }
    }
}
