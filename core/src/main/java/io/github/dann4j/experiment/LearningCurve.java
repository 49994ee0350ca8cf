package io.github.dann4j.experiment;

import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.RunRecord.CurvePoint;
import io.github.dann4j.model.Domain;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows one training: mean losses between points, and accuracies on a sample of each test set at each point. */
final class LearningCurve implements GradientProbe {
    private static final int POINTS = 20;
    private static final int SAMPLE = 500;

    private final MethodName method;
    private final long seed;
    private final DomainPair pair;
    private final Recipe recipe;
    private final Evaluator evaluator;
    private final ExperimentListener listener;
    private final List<CurvePoint> points = new ArrayList<>();
    private double labelLosses;
    private double domainLosses;
    private double labelGradients;
    private double domainGradients;
    private int updates;
    private @Nullable FeatureGradients gradients;
    private long imagesAtLast;
    private double secondsAtLast;
    private long nanos;

    /**
     * How far the curve has come, between two updates.
     *
     * @param labelLosses sum since the last point, as the three that follow; NaN where the method has no such figure
     * @param updates since the last point
     * @param images that had gone through the network at the last point
     * @param seconds of training at the last point
     */
    record Standing(
            List<CurvePoint> points,
            double labelLosses,
            double domainLosses,
            double labelGradients,
            double domainGradients,
            int updates,
            long images,
            double seconds) {
        Standing {
            points = List.copyOf(points);
        }
    }

    /** @param listener is told of every point, at once */
    LearningCurve(
            MethodName method,
            long seed,
            DomainPair pair,
            Recipe recipe,
            Evaluator evaluator,
            ExperimentListener listener) {
        this.method = method;
        this.seed = seed;
        this.pair = pair;
        this.recipe = recipe;
        this.evaluator = evaluator;
        this.listener = listener;
    }

    /**
     * Takes an update in.
     *
     * @param targetStatistics whose batch statistics the network uses on target images at this point of the run
     * @param images that have gone through the network so far
     * @param seconds of training so far
     */
    void updated(StepContext context, StepLosses losses, Domain targetStatistics, long images, double seconds) {
        labelLosses += losses.labelLoss();
        domainLosses += losses.domainLoss();
        labelGradients += losses.labelGradient();
        domainGradients += losses.domainGradient();
        updates++;
        if (isPoint(context.step())) {
            long start = System.nanoTime();
            CurvePoint point = point(context, losses, targetStatistics);
            points.add(point);
            double imagesPerSecond = (images - imagesAtLast) / (seconds - secondsAtLast);
            listener.measured(
                    method,
                    seed,
                    point,
                    new NetworkView(pair, evaluator, targetStatistics, imagesPerSecond, gradients));
            labelLosses = 0;
            domainLosses = 0;
            labelGradients = 0;
            domainGradients = 0;
            updates = 0;
            gradients = null;
            imagesAtLast = images;
            secondsAtLast = seconds;
            nanos += System.nanoTime() - start;
        }
    }

    private boolean isPoint(int step) {
        return isPoint(step, recipe.steps());
    }

    /** Whether the curves of a training have a point behind this update, counted from 0. */
    static boolean isPoint(int step, int steps) {
        return (step + 1L) * POINTS / steps > (long) step * POINTS / steps;
    }

    Standing standing() {
        return new Standing(
                points,
                labelLosses,
                domainLosses,
                labelGradients,
                domainGradients,
                updates,
                imagesAtLast,
                secondsAtLast);
    }

    /** Goes on from where a curve stood. */
    void restore(Standing standing) {
        points.addAll(standing.points());
        labelLosses = standing.labelLosses();
        domainLosses = standing.domainLosses();
        labelGradients = standing.labelGradients();
        domainGradients = standing.domainGradients();
        updates = standing.updates();
        imagesAtLast = standing.images();
        secondsAtLast = standing.seconds();
    }

    @Override
    public boolean wants(int step) {
        return listener.wantsGradients() && isPoint(step);
    }

    @Override
    public void gradients(FeatureGradients ofThisUpdate) {
        gradients = ofThisUpdate;
    }

    private CurvePoint point(StepContext context, StepLosses losses, Domain targetStatistics) {
        boolean adversarial = !Double.isNaN(losses.lambda());
        return new CurvePoint(
                context.step() + 1,
                labelLosses / updates,
                adversarial ? domainLosses / updates : null,
                adversarial ? losses.lambda() : null,
                adversarial ? labelGradients / updates : null,
                adversarial ? domainGradients / updates : null,
                recipe.learningRate().at(context.progress()),
                evaluator
                        .evaluateSample(pair.sourceTest(), Domain.SOURCE, SAMPLE)
                        .accuracy(),
                targetAccuracy(targetStatistics));
    }

    private @Nullable Double targetAccuracy(Domain targetStatistics) {
        LabeledImages test = pair.labeledTargetTest();
        return test == null
                ? null
                : evaluator.evaluateSample(test, targetStatistics, SAMPLE).accuracy();
    }

    List<CurvePoint> points() {
        return List.copyOf(points);
    }

    /** Time spent on the curve, which is none of the training's. */
    double seconds() {
        return nanos / 1e9;
    }
}
