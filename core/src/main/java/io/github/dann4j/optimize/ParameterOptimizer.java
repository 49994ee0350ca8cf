package io.github.dann4j.optimize;

import io.github.dann4j.model.MasterWeight;
import java.util.Collection;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** An optimizer of a fixed set of parameters. Owns its state, not the parameters. */
public sealed interface ParameterOptimizer extends AutoCloseable permits Adam, FusedSgd {
    /**
     * Creates the optimizer that the settings describe.
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
     * Creates an optimizer that keeps bfloat16 copies of large weights for layers to compute with, and reads their
     * gradients from the copies ({@link io.github.dann4j.model.Network#backwardToCopies}). The updates are the same
     * except for the rounding of single values.
     *
     * @param parameters parameters by name; they must outlive the optimizer
     * @param masters parameters of which to keep copies, by the same names
     */
    static ParameterOptimizer withCopies(
            OptimizerSettings.Sgd settings, Map<String, Tensor> parameters, Map<String, MasterWeight> masters) {
        return new FusedSgd(settings, parameters, masters);
    }

    /** Sets μ for the following updates. */
    void learningRate(double rate);

    /** Discards the gradients of the last step. */
    void zeroGradients();

    /** Updates every parameter that has a gradient. */
    void step();

    /**
     * Returns the state accumulated by the updates so far, by name. The tensors may be the optimizer's own: read them
     * immediately, within a scope of the caller, and do not change them.
     */
    Map<String, Tensor> state();

    /**
     * Restores the state of an optimizer with the same settings and parameters.
     *
     * @throws IllegalArgumentException if the state belongs to another optimizer or to other parameters
     */
    void restore(Map<String, Tensor> state);

    @Override
    void close();
}
