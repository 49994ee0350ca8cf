package io.github.dann4j.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Compares gradients with differences of the loss, in float64. */
public final class FiniteDifferences {
    private static final double STEP = 1e-6;

    private FiniteDifferences() {}

    /**
     * Asserts that the gradient of a loss is what small changes of its input do to it.
     *
     * @param loss from an input to a scalar
     */
    public static void check(double[] values, long[] shape, UnaryOperator<Tensor> loss) {
        double[] gradient = gradient(values, shape, loss);
        for (int i = 0; i < values.length; i++) {
            double slope = (changed(values, i, STEP, shape, loss) - changed(values, i, -STEP, shape, loss)) / 2 / STEP;
            assertThat(gradient[i]).as("input %d", i).isCloseTo(slope, within(1e-5));
        }
    }

    /** Returns the gradient of the loss at the input. */
    public static double[] gradient(double[] values, long[] shape, UnaryOperator<Tensor> loss) {
        try (PointerScope scope = new PointerScope()) {
            Tensor input = Tensors.ofDoubles(values, shape);
            input.requires_grad_(true);
            loss.apply(input).backward();
            return Tensors.doubles(input.grad());
        }
    }

    private static double changed(double[] values, int i, double by, long[] shape, UnaryOperator<Tensor> loss) {
        double[] other = values.clone();
        other[i] += by;
        return value(other, shape, loss);
    }

    /** Returns the loss of an input. */
    public static double value(double[] values, long[] shape, UnaryOperator<Tensor> loss) {
        try (PointerScope scope = new PointerScope()) {
            return loss.apply(Tensors.ofDoubles(values, shape)).item_double();
        }
    }
}
