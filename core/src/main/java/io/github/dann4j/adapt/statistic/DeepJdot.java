package io.github.dann4j.adapt.statistic;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.loss.Assignment;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Deep joint distribution optimal transport (Damodaran et al. 2018, "DeepJDOT"). Each source image of a batch is
 * matched with one target image, so that features are near and the target's prediction fits the source's label. The
 * network then learns to bring each pair together.
 */
public final class DeepJdot {
    /** Mean cost of the matched pairs. */
    static final Term TRANSPORT = new Term("transportLoss", "transport cost", Term.Kind.LOSS, "", Double.NaN);

    private static final BatchNeeds NEEDS = BatchNeeds.BOTH.withBalancedSource();

    /** The registered method {@code deepjdot}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "deepjdot",
                    "DeepJDOT",
                    "Damodaran et al. 2018, DeepJDOT: deep joint distribution optimal transport, ECCV",
                    new Settings(new LambdaSchedule(10, 1), 0.01, 1, 0.2),
                    NEEDS,
                    List.of(Term.LABEL_LOSS, TRANSPORT, Term.WEIGHT),
                    (network, setup) -> new Alignment(
                            network,
                            setup.training(),
                            NEEDS,
                            setup.settings().weight(),
                            TRANSPORT,
                            (source, target, labels) -> loss(source, target, labels, setup.settings())))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private DeepJdot() {}

    /**
     * Settings of DeepJDOT. Choose both parts of the cost of about the same size.
     *
     * @param weight weight of the cost, which rises along the phase
     * @param features α, weight of the squared distance of the features, at least 0
     * @param labels λ_t, weight of the cross-entropy of the target's prediction and the source's label, at least 0
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule weight, double features, double labels, double warmUp) {
        public Settings {
            if (!(features >= 0
                    && features < Double.POSITIVE_INFINITY
                    && labels >= 0
                    && labels < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "features and labels must be at least 0 and finite, got " + features + " and " + labels);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** Returns the mean cost of the best matching (eq. 8), a scalar; the matching is a constant for the gradient. */
    static Tensor loss(Alignment.Output source, Alignment.Output target, Tensor labels, Settings settings) {
        Tensor matched = matching(source, target, labels, settings); // [n]: the target image of each source image
        Tensor distances = source.features()
                .sub(target.features().index_select(0, matched))
                .square()
                .sum(1)
                .mean();
        Tensor labelCosts = cross_entropy_loss(target.logits().index_select(0, matched), labels);
        return distances.mul(new Scalar(settings.features())).add(labelCosts, new Scalar(settings.labels()));
    }

    private static Tensor matching(Alignment.Output source, Alignment.Output target, Tensor labels, Settings settings) {
        Tensor a = source.features().detach();
        Tensor b = target.features().detach();
        Tensor distances = a.square()
                .sum(1)
                .unsqueeze(1)
                .add(b.square().sum(1).unsqueeze(0))
                .sub(a.mm(b.t()), new Scalar(2.0)); // [n, n]
        Tensor labelCosts = target.logits()
                .detach()
                .log_softmax(1)
                .neg()
                .t()
                .index_select(0, labels); // [n, n]: −ln p_j of the class y_i
        Tensor cost = distances.mul(new Scalar(settings.features())).add(labelCosts, new Scalar(settings.labels()));
        long[] columns = Assignment.of(Tensors.rows(cost));
        return Tensors.ofLongs(columns, columns.length).to(labels); // on the device of the labels
    }
}
