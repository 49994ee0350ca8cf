package io.github.dann4j.adapt.adversary;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.train.LambdaSchedule;

/**
 * Implicit class-conditioned domain alignment (Jiang et al. 2020): {@link Dann} on batches that have the same classes in
 * both domains, each equally often. A target example has the class that the network predicts for it. So the domain
 * classifier cannot tell the domains apart by their class shares, and aligning the domains aligns their classes, although
 * no loss contains a pseudo-label. The paper draws some of the classes for each batch; here a batch has all of them, if
 * it is large enough.
 */
public final class ImplicitAlignment {
    /** The registered method {@code dann-ia}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "dann-ia",
                    "DANN + implicit alignment",
                    "Jiang et al. 2020, Implicit class-conditioned domain alignment for unsupervised domain adaptation, ICML",
                    new Settings(LambdaSchedule.paper(), 0.2),
                    Dann.TYPE.needs(),
                    Dann.TYPE.terms(),
                    (network, setup) -> new Dann(
                            network,
                            setup.training(),
                            new DannSettings(setup.settings().lambda(), Passes.SEPARATE)))
            .withStages(settings -> new Stages(settings.warmUp(), false, true));

    /**
     * Settings of DANN with implicit alignment.
     *
     * @param lambda the adaptation factor λ_p of DANN
     * @param warmUp see {@link Stages#warmUp()}; the first classes of the target are those of a network that was trained
     *     for so long
     */
    public record Settings(LambdaSchedule lambda, double warmUp) {
        public Settings {
            new Stages(warmUp, false); // checks the value
        }
    }

    private ImplicitAlignment() {}
}
