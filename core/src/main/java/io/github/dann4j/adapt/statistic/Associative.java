package io.github.dann4j.adapt.statistic;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Associative domain adaptation (Haeusser et al. 2017). A walker goes from a source image to a target image and back,
 * each time to a similar one. The features learn to lead it back to its own class (walker loss), and to let it visit
 * all target images equally often (visit loss).
 */
public final class Associative {
    /** Keeps logarithms finite, as in the authors' code. */
    private static final double TINY = 1e-8;

    /** Walker loss plus weighted visit loss. */
    static final Term ASSOCIATION = Term.loss("associationLoss", "association loss");

    private static final BatchNeeds NEEDS = BatchNeeds.BOTH.withBalancedSource();

    /** The registered method {@code associative}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "associative",
                    "Associative",
                    "Haeusser et al. 2017, Associative domain adaptation, ICCV",
                    new Settings(new LambdaSchedule(10, 1), 0.2, 0.2),
                    NEEDS,
                    List.of(Term.LABEL_LOSS, ASSOCIATION, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            NEEDS,
                            setup.settings().weight(),
                            ASSOCIATION,
                            (source, target, labels) -> loss(
                                    source.features(),
                                    target.features(),
                                    labels,
                                    setup.settings().visit())))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private Associative() {}

    /**
     * Settings of associative domain adaptation.
     *
     * @param weight weight of the walker loss, which rises along the phase
     * @param visit weight of the visit loss relative to that, at least 0; small if the target's classes are not equally
     *     frequent
     * @param warmUp see {@link Stages#warmUp()}; a walker that starts too early learns wrong ways
     */
    public record Settings(LambdaSchedule weight, double visit, double warmUp) {
        public Settings {
            if (!(visit >= 0 && visit < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("visit must be at least 0 and finite, got " + visit);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /**
     * Returns the walker loss (eqs. 1 to 5) plus the weighted visit loss (eq. 6), a scalar. Similarities are products
     * of features, divided by √F so that they do not grow with the number of features.
     *
     * @param source features of the source, A, float32 {@code [n, F]}
     * @param target features of the target, B, float32 {@code [m, F]}
     * @param labels of the source, int64 {@code [n]}
     */
    static Tensor loss(Tensor source, Tensor target, Tensor labels, double visit) {
        Tensor similarity = source.mm(target.t()).div(new Scalar(Math.sqrt(source.size(1)))); // M, [n, m]
        Tensor there = similarity.softmax(1); // P_ab
        Tensor back = similarity.t().softmax(1); // P_ba
        Tensor round = there.mm(back); // P_aba, [n, n]
        Tensor same = labels.unsqueeze(1).eq(labels.unsqueeze(0)).to(source.scalar_type());
        Tensor ways = same.div(same.sum(1).unsqueeze(1)); // T: every image of the own class is as good
        Tensor walker = logarithm(round).mul(ways).sum(1).mean().neg();
        Tensor visits = logarithm(there.mean(new long[] {0})).mean().neg();
        return walker.add(visits, new Scalar(visit));
    }

    private static Tensor logarithm(Tensor probabilities) {
        return probabilities.add(new Scalar(TINY)).log();
    }
}
