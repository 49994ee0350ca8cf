package io.github.dann4j.adapt.statistic;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.loss.MeanDiscrepancy;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The joint adaptation network (Long et al. 2017, "Deep transfer learning with joint adaptation networks"). As
 * {@link Dan}, but of the joint distribution of features and predictions: the kernel of two images is the product of
 * the kernels of their features and of their predictions.
 */
public final class Jan {
    /** 2 σ² of the kernel of the predictions. */
    private static final double PREDICTION_WIDTH = 1.68;

    /** Squared joint maximum mean discrepancy of both domains; may be negative. */
    static final Term DISCREPANCY = new Term("jointMmd", "joint mean discrepancy", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code jan}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "jan",
                    "JAN",
                    "Long et al. 2017, Deep transfer learning with joint adaptation networks, ICML",
                    new Settings(new LambdaSchedule(10, 1), 5, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISCREPANCY, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            BatchNeeds.BOTH,
                            setup.settings().weight(),
                            DISCREPANCY,
                            (source, target, labels) ->
                                    discrepancy(source, target, setup.settings().kernels())))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()));

    private Jan() {}

    /**
     * Settings of JAN.
     *
     * @param weight weight of the discrepancy, which rises along the phase
     * @param kernels number of Gaussian kernels of the features, see {@link Dan.Settings#kernels()}
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule weight, int kernels, double warmUp, boolean resample) {
        public Settings {
            Dan.requireKernels(kernels);
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** Returns the squared discrepancy under the product of both kernels (eqs. 7 and 9). */
    static Tensor discrepancy(Alignment.Output source, Alignment.Output target, int kernels) {
        Tensor ofFeatures = MeanDiscrepancy.gaussians(source.features(), target.features(), kernels);
        Tensor ofPredictions = MeanDiscrepancy.gaussian(
                source.logits().softmax(1), target.logits().softmax(1), PREDICTION_WIDTH);
        return MeanDiscrepancy.squared(
                ofFeatures.mul(ofPredictions), source.logits().size(0));
    }
}
