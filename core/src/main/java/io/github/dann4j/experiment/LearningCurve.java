package io.github.dann4j.experiment;

import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.RunRecord.CurvePoint;
import io.github.dann4j.model.Domain;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows one training: mean losses between points, and accuracies on a sample of each test set at each point. */
final class LearningCurve {
    private static final int POINTS = 20;
    private static final int SAMPLE = 500;

    private final DomainPair pair;
    private final Recipe recipe;
    private final Evaluator evaluator;
    private final List<CurvePoint> points = new ArrayList<>();
    private double labelLosses;
    private double domainLosses;
    private double labelGradients;
    private double domainGradients;
    private int updates;
    private long nanos;

    LearningCurve(DomainPair pair, Recipe recipe, Evaluator evaluator) {
        this.pair = pair;
        this.recipe = recipe;
        this.evaluator = evaluator;
    }

    /**
     * Takes an update in.
     *
     * @param targetStatistics whose batch statistics the network uses on target images at this point of the run
     */
    void updated(StepContext context, StepLosses losses, Domain targetStatistics) {
        labelLosses += losses.labelLoss();
        domainLosses += losses.domainLoss();
        labelGradients += losses.labelGradient();
        domainGradients += losses.domainGradient();
        updates++;
        int done = context.step() + 1;
        if ((long) done * POINTS / context.steps() > (long) context.step() * POINTS / context.steps()) {
            long start = System.nanoTime();
            points.add(point(context, losses, targetStatistics));
            labelLosses = 0;
            domainLosses = 0;
            labelGradients = 0;
            domainGradients = 0;
            updates = 0;
            nanos += System.nanoTime() - start;
        }
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
