package io.github.dann4j.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

/**
 * A backward pass in stages. Where a gradient depends on what other workers have computed, the graph is cut: what lies behind is
 * one stage, what lies in front the next one, and between the two the gradient can be exchanged. (The presets have neither hooks of
 * tensors nor functions with a backward of one's own, which would do the same within one stage.)
 *
 * <p>Stages run in the reverse order of the cuts, so a cut's gradient is complete when its turn comes. It has to be the only way
 * back from what uses it: two stages cannot both go through one part of the graph, which is why a tensor that several use is cut
 * too.
 */
final class StagedBackward {
    private final Deque<Runnable> stages = new ArrayDeque<>();

    /** Cuts the graph: the same values, from which no gradient goes on until the stage behind has ended. */
    Tensor cut(Tensor x) {
        return cut(x, gradient -> gradient);
    }

    /** @param change is given the gradient at the cut, and gives what goes on from there */
    Tensor cut(Tensor x, UnaryOperator<Tensor> change) {
        if (!x.requires_grad()) {
            return x;
        }
        Tensor leaf = x.detach().requires_grad_(true);
        stages.push(() -> {
            Tensor gradient = leaf.grad();
            if (gradient.defined()) {
                x.backward(change.apply(gradient), new BoolOptional(false), false, new TensorArrayRefOptional());
            }
        });
        return leaf;
    }

    /** The whole backward pass. */
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
