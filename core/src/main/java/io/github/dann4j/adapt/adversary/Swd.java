package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.randn_like;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Sliced Wasserstein discrepancy (Lee et al. 2019). {@link Mcd} with another measure of disagreement: the distance of
 * two clouds of predictions, projected onto random directions. It compares the predictions of the whole batch, not
 * those of each image.
 */
public final class Swd {
    /** Sliced Wasserstein distance of the two predictors' probabilities on the target, after the features' update. */
    static final Term DISTANCE = new Term("slicedDistance", "sliced distance", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code swd}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "swd",
                    "SWD",
                    "Lee et al. 2019, Sliced Wasserstein discrepancy for unsupervised domain adaptation, CVPR",
                    new Settings(4, 1, 128),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISTANCE),
                    (network, setup) -> new Mcd(
                            network,
                            setup.training(),
                            new Mcd.Settings(
                                    setup.settings().featureUpdates(),
                                    setup.settings().weight()),
                            DISTANCE,
                            (first, second) ->
                                    distance(first, second, setup.settings().directions())))
            .withNetwork(Mcd::withSecondPredictor)
            .withoutLabeledTarget(Mcd.TWO_PREDICTORS);

    private Swd() {}

    /**
     * Settings of SWD.
     *
     * @param featureUpdates see {@link Mcd.Settings#featureUpdates()}
     * @param weight weight of the distance, positive
     * @param directions number of random directions per update, at least 1; the paper uses 128
     */
    public record Settings(int featureUpdates, double weight, int directions) {
        public Settings {
            new Mcd.Settings(featureUpdates, weight); // checks both values
            if (directions < 1) {
                throw new IllegalArgumentException("directions must be at least 1, got %s".formatted(directions));
            }
        }
    }

    /**
     * Returns the mean over directions of the mean squared difference of the sorted projections (eq. 6), a scalar. The
     * directions are drawn from the engine's generator, which the pass before it has seeded.
     *
     * @param first probabilities, float32 {@code [n, classes]}
     * @param second of the same shape
     */
    static Tensor distance(Tensor first, Tensor second, int directions) {
        Tensor drawn = randn_like(first.detach().new_empty(first.size(1), directions)); // [classes, directions]
        return distance(first, second, drawn);
    }

    /** @param directions {@code [classes, directions]}, of any length but 0 */
    static Tensor distance(Tensor first, Tensor second, Tensor directions) {
        Tensor unit = directions.div(directions.square().sum(0).sqrt().clamp_min(new Scalar(1e-12)));
        return sorted(first.mm(unit)).sub(sorted(second.mm(unit))).square().mean();
    }

    /** Sorts each projection along the batch. */
    private static Tensor sorted(Tensor projections) {
        return projections.sort(0, false).get0();
    }
}
