package io.github.dann4j.train;

/**
 * A figure that a method tells of each of its updates: a loss, a factor in force, the norm of a gradient, a share.
 *
 * @param name as files have it, in camel case: {@code domainLoss}; unique within a method
 * @param title as people read it: {@code domain loss}
 * @param kind how figures of several updates or workers are brought together
 * @param unit such as {@code nats}; empty for a plain number
 * @param chance what the figure is for a model that has learned nothing; NaN where nothing can be said
 */
public record Term(String name, String title, Kind kind, String unit, double chance) {
    /** How figures of several updates or workers are brought together. */
    public enum Kind {
        /** A mean over the batch. No finite number: the training has diverged. */
        LOSS,
        /** Given by a schedule: the same for the whole batch; of several updates the last one counts. */
        FACTOR,
        /** A norm over the whole batch: workers add up squares. */
        GRADIENT_NORM,
        /** A mean over the batch, in [0, 1]. */
        SHARE
    }

    /** L_y, mean cross-entropy over the source batch. */
    public static final Term LABEL_LOSS = loss("labelLoss", "label loss");

    /** L_d, mean binary cross-entropy over both domains: ln 2 ≈ 0.693 where they cannot be told apart. */
    public static final Term DOMAIN_LOSS = new Term("domainLoss", "domain loss", Kind.LOSS, "nats", Math.log(2));

    /** λ in force. */
    public static final Term LAMBDA = new Term("lambda", "λ", Kind.FACTOR, "", Double.NaN);

    /** Norm of ∂L_y/∂f over the batch, f the features of those images that went through with the source's. */
    public static final Term LABEL_GRADIENT =
            new Term("labelGradient", "label gradient", Kind.GRADIENT_NORM, "", Double.NaN);

    /** Norm of ∂L_d/∂f over the same features, before λ. */
    public static final Term DOMAIN_GRADIENT =
            new Term("domainGradient", "domain gradient", Kind.GRADIENT_NORM, "", Double.NaN);

    public Term {
        if (!name.matches("[a-z][A-Za-z0-9]*")) {
            throw new IllegalArgumentException("the name of a term is in camel case, such as domainLoss; got " + name);
        }
    }

    /** A loss in nats. */
    public static Term loss(String name, String title) {
        return new Term(name, title, Kind.LOSS, "nats", Double.NaN);
    }

    /** A share in [0, 1]. */
    public static Term share(String name, String title) {
        return new Term(name, title, Kind.SHARE, "", Double.NaN);
    }
}
