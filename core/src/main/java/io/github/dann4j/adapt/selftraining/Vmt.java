package io.github.dann4j.adapt.selftraining;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.train.Term;
import java.util.List;

/**
 * Virtual mixup training (Mao et al. 2019). {@link Vada} with one more loss in each domain: between two images the
 * logits should lie in between too, so predictions change slowly also where there are no images.
 */
public final class Vmt {
    /** The registered method {@code vmt}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "vmt",
                    "VMT",
                    "Mao et al. 2019, Virtual mixup training for unsupervised domain adaptation",
                    new Settings(0.01, 0.5, 0.5, 0.01, 0.01, 0.063, 0.998, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Smoothness.ENTROPY, Smoothness.SMOOTHNESS),
                    (network, setup) ->
                            new Vada(network, setup.training(), setup.settings().weights()))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private Vmt() {}

    /**
     * Settings of VMT. The authors use 1 for the source and 0.06 for the target if each image is normalised by itself.
     *
     * @param adversary see {@link Vada.Settings#adversary()}
     * @param source see {@link Vada.Settings#source()}; 0 saves two passes over the source
     * @param sourceMixup weight of the mixup loss on the source, at least 0
     * @param target see {@link Vada.Settings#target()}
     * @param targetMixup weight of the mixup loss on the target, at least 0
     * @param radius see {@link Vada.Settings#radius()}
     * @param decay see {@link Vada.Settings#decay()}
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(
            double adversary,
            double source,
            double sourceMixup,
            double target,
            double targetMixup,
            double radius,
            double decay,
            double warmUp) {
        public Settings {
            new Stages(warmUp, false); // checks the value
            new Vada.Weights(
                    adversary, source, target, target, sourceMixup, targetMixup, radius, decay); // checks all others
        }

        Vada.Weights weights() {
            return new Vada.Weights(adversary, source, target, target, sourceMixup, targetMixup, radius, decay);
        }
    }
}
