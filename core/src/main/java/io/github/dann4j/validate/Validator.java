package io.github.dann4j.validate;

/**
 * A figure of a trained model that needs no label of the target, and that should be better for a model that is better on
 * the target. A value is finite for all {@link Outputs}; each class says what it is where the usual formula has none.
 * A value does not depend on the order of the examples, except where a class says that it takes a sample of them.
 *
 * <p>In the formulas n is the number of target examples, K the number of classes, p(i) the softmax of the logits of
 * target example i, and P the matrix {@code [n, K]} of these rows. Logarithms are natural.
 */
public sealed interface Validator
        permits SourceAccuracy,
                Entropy,
                Diversity,
                InformationMaximisation,
                NuclearNorm,
                ClassCorrelation,
                NeighbourhoodDensity,
                MeanDiscrepancy,
                VMeasure,
                ClassAmi,
                NearestSource,
                RankMe,
                MatrixNorm,
                ThresholdedConfidence,
                ConfidenceDifference,
                Iwv,
                Dev,
                Devn,
                MixVal,
                TransferScore {
    /** Returns the name by which programs know it: lower case, with hyphens. */
    String name();

    /** Returns what people call it. */
    String title();

    /** Returns who described it, where and when. */
    String citation();

    /** Returns whether a larger value stands for a better model. */
    boolean largerIsBetter();

    /** Returns the value for a model; finite. */
    double value(Outputs outputs);
}
