package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;

/**
 * A named figure that a method reports for each of its steps: a loss, a current factor, the norm of a gradient, or a
 * share.
 *
 * @param name name in files, in camel case: {@code domainLoss}; unique within a method
 * @param title name for people: {@code domain loss}
 * @param kind how the values of several steps or workers are combined
 * @param unit for example {@code nats}; empty for a plain number
 * @param chance the value for a model that has learned nothing; NaN if unknown
 */
@PublicApi
public record Term(String name, String title, Kind kind, String unit, double chance) {
    /** How the values of several steps or workers are combined. */
    public enum Kind {
        /** A mean over the batch. If it is not finite, the training has diverged. */
        LOSS,
        /** A value of a schedule, the same for the whole batch; of several steps the last one counts. */
        FACTOR,
        /** A norm over the whole batch; workers sum the squares. */
        GRADIENT_NORM,
        /** A mean over the batch, in [0, 1]. */
        SHARE
    }

    /** L_y, mean cross-entropy over the source batch. */
    public static final Term LABEL_LOSS = loss("labelLoss", "label loss");

    /** L_d, mean binary cross-entropy over both domains: ln 2 ≈ 0.693 if they cannot be distinguished. */
    public static final Term DOMAIN_LOSS = new Term("domainLoss", "domain loss", Kind.LOSS, "nats", Math.log(2));

    /** The current λ. */
    public static final Term LAMBDA = new Term("lambda", "λ", Kind.FACTOR, "", Double.NaN);

    /** The current weight of the loss that a method adds to the label loss. */
    public static final Term WEIGHT = new Term("weight", "weight", Kind.FACTOR, "", Double.NaN);

    /** Norm of ∂L_y/∂f over the batch; f are the features of the images in the same pass as the source images. */
    public static final Term LABEL_GRADIENT =
            new Term("labelGradient", "label gradient", Kind.GRADIENT_NORM, "", Double.NaN);

    /** Norm of ∂L_d/∂f over the same features, before λ. */
    public static final Term DOMAIN_GRADIENT =
            new Term("domainGradient", "domain gradient", Kind.GRADIENT_NORM, "", Double.NaN);

    public Term {
        if (!name.matches("[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException("a term's name must be in camel case, such as domainLoss; got " + name);
        }
    }

    /** Returns a term for a loss in nats. */
    public static Term loss(String name, String title) {
        return new Term(name, title, Kind.LOSS, "nats", Double.NaN);
    }

    /** Returns a term for a share in [0, 1]. */
    public static Term share(String name, String title) {
        return new Term(name, title, Kind.SHARE, "", Double.NaN);
    }
}
