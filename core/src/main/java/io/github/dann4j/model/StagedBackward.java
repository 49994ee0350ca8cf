package io.github.dann4j.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * A backward pass in stages. Where a gradient depends on the computation of other workers, the graph is cut: the part
 * after the cut is one stage, the part before it the next, and between the two the gradient can be exchanged. (The
 * JavaCPP presets offer neither tensor hooks nor functions with a custom backward pass, which would do the same within
 * one stage.)
 *
 * <p>Stages run in the reverse order of the cuts, so a cut's gradient is complete when its stage runs. A cut has to be
 * the only way back from its uses: two stages cannot both pass through one part of the graph. This is why a tensor with
 * several uses is cut too.
 */
final class StagedBackward {
    private final Deque<Runnable> stages = new ArrayDeque<>();

    /** Cuts the graph. Returns the same values; the gradient stops there until the stage after the cut has ended. */
    Tensor cut(Tensor x) {
        return cut(x, gradient -> gradient);
    }

    /** @param change maps the gradient at the cut to the gradient that continues from there */
    Tensor cut(Tensor x, UnaryOperator<Tensor> change) {
        if (!x.requires_grad()) {
            return x;
        }
        Tensor leaf = x.detach().requires_grad_(true);
        stages.push(() -> {
            if (leaf.isNull()) {
                return; // of a pass whose step ended without a backward pass
            }
            Tensor gradient = leaf.grad();
            if (gradient.defined()) {
                x.backward(change.apply(gradient), new BoolOptional(false), false, new TensorArrayRefOptional());
            }
        });
        return leaf;
    }

    /** Runs the whole backward pass. */
    void run(Tensor loss) {
        try {
            loss.backward();
            while (!stages.isEmpty()) {
                stages.pop().run();
            }
        } finally {
            stages.clear();
        }
    }
}
