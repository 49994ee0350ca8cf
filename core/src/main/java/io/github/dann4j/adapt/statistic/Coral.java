package io.github.dann4j.adapt.statistic;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.loss.Covariance;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Correlation alignment (Sun and Saenko 2016, "Deep CORAL: correlation alignment for deep domain adaptation"). The
 * covariance of the features, and that of the logits, becomes the same in both domains.
 */
public final class Coral {
    /** Weighted distance of both domains' covariances. */
    static final Term DISTANCE = new Term("covarianceLoss", "covariance distance", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code coral}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "coral",
                    "CORAL",
                    "Sun and Saenko 2016, Deep CORAL: correlation alignment for deep domain adaptation, ECCV workshop",
                    new Settings(new LambdaSchedule(10, 1), 300, 1, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISTANCE, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            BatchNeeds.BOTH,
                            setup.settings().weight(),
                            DISTANCE,
                            (source, target, labels) -> distance(source, target, setup.settings())))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()));

    private Coral() {}

    /**
     * Settings of CORAL. The distances have the factor 1 / (4 d²) of the paper for d columns, so the weight of the
     * features has to be much larger than that of the few logits.
     *
     * @param weight weight of both distances, which rises along the phase
     * @param features weight of the distance of the features' covariances relative to that, at least 0
     * @param logits weight of the distance of the logits' covariances, at least 0; the paper uses the logits alone
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule weight, double features, double logits, double warmUp, boolean resample) {
        public Settings {
            if (!(features >= 0
                    && features < Double.POSITIVE_INFINITY
                    && logits >= 0
                    && logits < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "features and logits must be at least 0 and finite, got " + features + " and " + logits);
            }
            new Stages(warmUp, resample); // checks both values
        }
    }

    private static Tensor distance(Alignment.Output source, Alignment.Output target, Settings settings) {
        return Covariance.distance(source.features(), target.features())
                .mul(new Scalar(settings.features()))
                .add(Covariance.distance(source.logits(), target.logits()), new Scalar(settings.logits()));
    }
}
