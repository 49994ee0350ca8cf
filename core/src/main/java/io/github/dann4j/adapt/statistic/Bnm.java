package io.github.dann4j.adapt.statistic;

import static org.bytedeco.pytorch.global.torch.linalg_svdvals;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Batch nuclear-norm maximisation (Cui et al. 2020, "Towards discriminability and diversity"). The sum of the singular
 * values of a target batch's predictions is large if each prediction is confident and the batch has all classes.
 */
public final class Bnm {
    /** Negative nuclear norm of the target's predictions, divided by the batch size; in [−1, 0). */
    static final Term NUCLEAR_LOSS = new Term("nuclearLoss", "nuclear norm loss", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code bnm}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "bnm",
                    "BNM",
                    "Cui et al. 2020, Towards discriminability and diversity: batch nuclear-norm maximization, CVPR",
                    new Settings(new LambdaSchedule(10, 0.5), 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, NUCLEAR_LOSS, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            BatchNeeds.BOTH,
                            setup.settings().weight(),
                            NUCLEAR_LOSS,
                            (source, target, labels) -> loss(target.logits())))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private Bnm() {}

    /**
     * Settings of BNM.
     *
     * @param weight weight of the loss, which rises along the phase
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule weight, double warmUp) {
        public Settings {
            new Stages(warmUp, false); // checks the value
        }
    }

    /**
     * Returns −‖P‖_* / n (eq. 10), a scalar.
     *
     * @param logits of the target batch, float32 {@code [n, classes]}; n should be three times the classes or more
     */
    static Tensor loss(Tensor logits) {
        double n = logits.size(0);
        // Values that are not finite would be an error here; the label loss reports them.
        return linalg_svdvals(logits.softmax(1).nan_to_num()).sum().div(new Scalar(-n));
    }
}
