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
 * The deep adaptation network (Long et al. 2015, "Learning transferable features with deep adaptation networks"). The
 * features learn to give both domains the same mean in the space of several Gaussian kernels (MK-MMD), and so do the
 * logits.
 */
public final class Dan {
    /** Squared maximum mean discrepancy of both domains, features and logits together; may be negative. */
    static final Term DISCREPANCY = new Term("mmd", "mean discrepancy", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code dan}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "dan",
                    "DAN",
                    "Long et al. 2015, Learning transferable features with deep adaptation networks, ICML",
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

    private Dan() {}

    /**
     * Settings of DAN.
     *
     * @param weight weight of the discrepancy, which rises along the phase
     * @param kernels number of Gaussian kernels, at least 1: their variances are the mean squared distance times 1/8,
     *     1/4, 1/2, ...
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule weight, int kernels, double warmUp, boolean resample) {
        public Settings {
            requireKernels(kernels);
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** At most 30 kernels: the widest is then far wider than any batch. */
    static void requireKernels(int kernels) {
        if (kernels < 1 || kernels > 30) {
            throw new IllegalArgumentException("kernels must be 1 to 30, got %s".formatted(kernels));
        }
    }

    static Tensor discrepancy(Alignment.Output source, Alignment.Output target, int kernels) {
        long n = source.logits().size(0);
        return MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(source.features(), target.features(), kernels), n)
                .add(MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(source.logits(), target.logits(), kernels), n));
    }
}
