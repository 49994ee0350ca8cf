package io.github.dann4j.adapt.statistic;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.loss.Predictions;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Stepwise adaptive feature norm (Xu et al. 2019, "Larger norm more transferable"). Features of the target are shorter
 * than those of the source. The length of every feature vector, in both domains, is pushed up by a fixed step at each
 * update.
 */
public final class Afn {
    /** Norm loss of both domains, whose value is always 2 r², plus the weighted entropy of the target. */
    static final Term NORM_LOSS = new Term("normLoss", "norm loss", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code afn}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "afn",
                    "AFN",
                    "Xu et al. 2019, Larger norm more transferable, ICCV",
                    new Settings(new LambdaSchedule(10, 0.05), 0.3, 0.6, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, NORM_LOSS, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            BatchNeeds.BOTH,
                            setup.settings().weight(),
                            NORM_LOSS,
                            (source, target, labels) -> loss(source, target, setup.settings())))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private Afn() {}

    /**
     * Settings of AFN.
     *
     * @param weight weight of the loss, which rises along the phase; the authors use 0.05 for digits
     * @param step r, by how much each update should lengthen the features, positive
     * @param entropy weight of the target's mean entropy relative to the norm loss, at least 0
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule weight, double step, double entropy, double warmUp) {
        public Settings {
            if (!(step > 0 && step < Double.POSITIVE_INFINITY && entropy >= 0 && entropy < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "step must be positive and entropy at least 0, both finite, got " + step + " and " + entropy);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    private static Tensor loss(Alignment.Output source, Alignment.Output target, Settings settings) {
        return growth(source.features(), settings.step())
                .add(growth(target.features(), settings.step()))
                .add(Predictions.entropy(target.logits()), new Scalar(settings.entropy()));
    }

    /**
     * Returns the mean of (‖f‖ − (sg ‖f‖ + r))² (eq. 7 of the paper): its value is r², and its gradient −2 r f / ‖f‖.
     *
     * @param features float32 {@code [n, F]}
     */
    static Tensor growth(Tensor features, double step) {
        Tensor norms = features.norm(new ScalarOptional(new Scalar(2.0)), 1); // [n]
        return norms.sub(norms.detach().add(new Scalar(step))).square().mean();
    }
}
