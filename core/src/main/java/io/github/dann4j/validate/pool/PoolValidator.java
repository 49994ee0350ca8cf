package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import java.util.List;

/**
 * A validator that needs several models of a pair at once: its value for one of them depends on the others. Larger values
 * stand for better models.
 */
public sealed interface PoolValidator permits Ensemble, AgreementLine {
    /** Returns all validators of several models, in the order of their columns in a table. */
    static List<PoolValidator> all() {
        return List.of(new Ensemble(), new AgreementLine());
    }

    /** Returns the name by which programs know it: lower case, with hyphens. */
    String name();

    /** Returns what people call it. */
    String title();

    /** Returns who described it, where and when. */
    String citation();

    /**
     * Returns the value of each model, from 0 to 1.
     *
     * @param models at least {@value Choice#FEWEST}, of the same examples in the same order
     * @throws IllegalArgumentException if there are fewer, or if they are of different numbers of examples
     */
    double[] values(List<Outputs> models);
}
