package io.github.dann4j.adapt.statistic;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.loss.Predictions;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Minimum class confusion (Jin et al. 2020, "Minimum class confusion for versatile domain adaptation"). Two classes are
 * confused on the target if the same images give probability to both. The features learn to confuse fewer of them.
 */
public final class Mcc {
    /** Share of the softened predictions' weight that lies on pairs of different classes; 0 without any confusion. */
    static final Term CONFUSION = new Term("confusionLoss", "class confusion", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code mcc}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "mcc",
                    "MCC",
                    "Jin et al. 2020, Minimum class confusion for versatile domain adaptation, ECCV",
                    new Settings(new LambdaSchedule(10, 1), 2.5, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, CONFUSION, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            BatchNeeds.BOTH,
                            setup.settings().weight(),
                            CONFUSION,
                            (source, target, labels) ->
                                    confusion(target.logits(), setup.settings().temperature())))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private Mcc() {}

    /**
     * Settings of MCC.
     *
     * @param weight weight of the confusion, which rises along the phase
     * @param temperature divides the logits before softmax, positive; the paper uses 2.5 (between 2 and 3)
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule weight, double temperature, double warmUp) {
        public Settings {
            if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("temperature must be positive and finite, got " + temperature);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /**
     * Returns the mean confusion of a class with all others (eqs. 3 to 7), a scalar in [0, 1).
     *
     * @param logits of the target batch, float32 {@code [n, classes]}
     */
    static Tensor confusion(Tensor logits, double temperature) {
        Tensor softened = logits.div(new Scalar(temperature));
        Tensor probabilities = softened.softmax(1); // Y
        // W: certain images weigh more; their mean weight is 1.
        Tensor weights = Predictions.entropies(softened.detach()).neg().exp().add(new Scalar(1.0));
        weights = weights.div(weights.mean()).unsqueeze(1); // [n, 1]
        Tensor correlation = probabilities.mul(weights).t().mm(probabilities); // C, [classes, classes]
        Tensor confusion = correlation.div(correlation.sum(1).unsqueeze(1));
        double classes = logits.size(1);
        return confusion.sum().sub(confusion.trace()).div(new Scalar(classes));
    }
}
