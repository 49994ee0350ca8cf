package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.recipe.EarlierForm;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records the curve of one training: mean losses between points, and accuracies on a sample of each test set at each
 * point.
 */
final class LearningCurve implements GradientProbe {
    private static final int POINTS = 20;
    private static final int SAMPLE = 500;

    private final Experiment experiment;
    private final MethodType<?> method;
    private final long seed;
    private final Recipe recipe;
    private final List<CurvePoint> points = new ArrayList<>();
    private final Map<String, Mean> means = new LinkedHashMap<>();
    private @Nullable FeatureGradients gradients;
    private long imagesAtLast;
    private double secondsAtLast;
    private long nanos;

    /** A mean of values. */
    record Mean(double sum, int count) {
        Mean plus(double value) {
            return new Mean(sum + value, count + 1);
        }

        double value() {
            return sum / count;
        }
    }

    /**
     * The state of the curve between two steps.
     *
     * @param means of each term since the last point, by name
     * @param images that had gone through the network at the last point
     * @param seconds of training at the last point
     */
    @EarlierForm(EarlierCurveState.class)
    record Standing(List<CurvePoint> points, Map<String, Mean> means, long images, double seconds) {
        Standing {
            points = List.copyOf(points);
            means = Map.copyOf(means);
        }
    }

    /** Creates a curve that reports every new point to the experiment's listener. */
    LearningCurve(Experiment experiment, MethodType<?> method, long seed, Recipe recipe) {
        this.experiment = experiment;
        this.method = method;
        this.seed = seed;
        this.recipe = recipe;
    }

    /**
     * Adds a step.
     *
     * @param trained what made the step: the method, or the warm-up on the source
     * @param images that have gone through the network so far
     * @param seconds of training so far
     */
    void updated(StepContext context, Terms losses, AdaptationMethod trained, long images, double seconds) {
        losses.forEach((term, value) -> means.put(
                term.name(), means.getOrDefault(term.name(), new Mean(0, 0)).plus(value)));
        if (isPoint(context.step())) {
            long start = System.nanoTime();
            Evaluator evaluator = new Evaluator(trained.tested(), experiment.precision());
            CurvePoint point = point(context, losses, evaluator, trained.targetStatistics());
            points.add(point);
            double imagesPerSecond = (images - imagesAtLast) / (seconds - secondsAtLast);
            experiment
                    .listener()
                    .measured(
                            method,
                            seed,
                            point,
                            new NetworkView(
                                    experiment.pair(),
                                    evaluator,
                                    trained.targetStatistics(),
                                    imagesPerSecond,
                                    gradients));
            means.clear();
            gradients = null;
            imagesAtLast = images;
            secondsAtLast = seconds;
            nanos += System.nanoTime() - start;
        }
    }

    private boolean isPoint(int step) {
        return isPoint(step, recipe.steps());
    }

    /** Whether the curves have a point after this step, counted from 0. */
    static boolean isPoint(int step, int steps) {
        return (step + 1L) * POINTS / steps > (long) step * POINTS / steps;
    }

    Standing standing() {
        return new Standing(points, means, imagesAtLast, secondsAtLast);
    }

    /** Continues from the state of an earlier curve. */
    void restore(Standing standing) {
        points.addAll(standing.points());
        means.putAll(standing.means());
        imagesAtLast = standing.images();
        secondsAtLast = standing.seconds();
    }

    @Override
    public boolean wants(int step) {
        return experiment.listener().wantsGradients() && isPoint(step);
    }

    @Override
    public void gradients(FeatureGradients ofThisUpdate) {
        gradients = ofThisUpdate;
    }

    private CurvePoint point(StepContext context, Terms losses, Evaluator evaluator, Domain targetStatistics) {
        Map<String, Double> terms = new LinkedHashMap<>();
        losses.forEach((term, value) -> terms.put(
                term.name(),
                term.kind() == Term.Kind.FACTOR
                        ? value
                        : Objects.requireNonNull(means.get(term.name())).value()));
        return new CurvePoint(
                context.step() + 1,
                terms,
                recipe.learningRate().at(context.progress()),
                evaluator
                        .evaluateSample(experiment.pair().sourceTest(), Domain.SOURCE, SAMPLE)
                        .accuracy(),
                targetAccuracy(evaluator, targetStatistics));
    }

    private @Nullable Double targetAccuracy(Evaluator evaluator, Domain targetStatistics) {
        LabeledExamples test = experiment.pair().labeledTargetTest();
        return test == null
                ? null
                : evaluator.evaluateSample(test, targetStatistics, SAMPLE).accuracy();
    }

    List<CurvePoint> points() {
        return List.copyOf(points);
    }

    /** Time spent on the curve, which does not count as training time. */
    double seconds() {
        return nanos / 1e9;
    }
}
