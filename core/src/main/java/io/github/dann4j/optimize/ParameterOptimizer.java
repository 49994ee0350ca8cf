package io.github.dann4j.optimize;

import io.github.dann4j.model.MasterWeight;
import java.util.Collection;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** An optimizer over a fixed set of parameters. Owns the optimizer's state, not the parameters. */
public sealed interface ParameterOptimizer extends AutoCloseable permits Adam, FusedSgd {
    /**
     * The optimizer that the settings say.
     *
     * @param parameters leaf tensors that require gradients; they must outlive the optimizer
     */
    static ParameterOptimizer of(OptimizerSettings settings, Collection<Tensor> parameters) {
        if (settings instanceof OptimizerSettings.Sgd sgd) {
            return new FusedSgd(sgd, parameters);
        } else if (settings instanceof OptimizerSettings.Adam adam) {
            return new Adam(adam, parameters);
        }
        throw new IllegalArgumentException("unknown optimizer " + settings);
    }

    /**
     * An optimizer that keeps copies of large weights for layers to compute with in bfloat16, and finds the gradients of those at the
     * copies ({@link io.github.dann4j.model.Network#backwardToCopies}). The updates are the same, but for the rounding of single values.
     *
     * @param parameters by name; they must outlive the optimizer
     * @param masters those of them to keep copies of, by the same names
     */
    static ParameterOptimizer withCopies(
            OptimizerSettings.Sgd settings, Map<String, Tensor> parameters, Map<String, MasterWeight> masters) {
        return new FusedSgd(settings, parameters, masters);
    }

    /** Sets μ for the next updates. */
    void learningRate(double rate);

    /** Forgets the gradients of the last step. */
    void zeroGradients();

    /** Updates every parameter that has a gradient. */
    void step();

    /**
     * What it has gathered over the updates so far, by name. The tensors may be its own: to be read at once, in a scope of the
     * caller's, and not to be changed.
     */
    Map<String, Tensor> state();

    /**
     * Goes on from what an optimizer of the same settings and parameters had gathered.
     *
     * @throws IllegalArgumentException if the state is that of another optimizer or of other parameters
     */
    void restore(Map<String, Tensor> state);

    @Override
    void close();
}
