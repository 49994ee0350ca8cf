package io.github.dann4j.paper.image;

import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.Domain;
import io.github.dann4j.paper.image.ImageTraining.Aligned;
import io.github.dann4j.paper.image.ImageTraining.Svm;
import io.github.dann4j.shallow.LinearSvm;
import io.github.dann4j.shallow.ProxyDistance;
import io.github.dann4j.shallow.SparseInput;
import io.github.dann4j.shallow.SubspaceAlignment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Replaces the last layer of a trained network by a linear SVM, as the paper does for its table 2: the SVM learns from
 * the last hidden layer of source images and their labels.
 *
 * <p>It learns from at most {@value #MOST_ROWS} images. C and the dimensions of subspace alignment are those with the
 * least error on every fifth of these images, which are held out; the SVM then learns from all of them. So source
 * labels decide. The paper chose the dimensions by labels of the target's test set.
 */
final class LastLayer {
    /** Maximum number of images of each domain from which it learns. */
    static final int MOST_ROWS = 5000;

    /** The values of C that are tried. */
    private static final List<Double> TRIED_C = List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0);

    /** The values of C that are tried on aligned rows, whose columns have variances of the order of 1. */
    private static final List<Double> ALIGNED_C = List.of(1e-3, 1e-2, 1e-1);

    /** The dimensions that are tried; the paper tried 2 to 60. */
    private static final List<Integer> TRIED_DIMENSIONS = List.of(2, 5, 10, 20, 30, 40, 50, 60);

    private static final int HELD = 5;

    private final double[][] source;
    private final int[] labels;
    private final double[][] target;
    private final double[][] test;
    private final int[] testLabels;

    /** @param pair whose target has test labels */
    LastLayer(TrainedRun trained, DomainPair pair, Precision precision) {
        Evaluator evaluator = new Evaluator(trained.network(), precision);
        LabeledExamples from = pair.sourceTrain();
        LabeledExamples tested = Objects.requireNonNull(pair.labeledTargetTest());
        this.source = rows(evaluator, from.unlabeled(), Domain.SOURCE, MOST_ROWS);
        long[] classes = from.classes();
        this.labels = Arrays.stream(Evaluator.sample(from.size(), MOST_ROWS))
                .map(row -> (int) classes[row])
                .toArray();
        this.target = rows(evaluator, pair.targetTrain(), trained.targetStatistics(), MOST_ROWS);
        this.test = rows(evaluator, tested.unlabeled(), trained.targetStatistics(), tested.size());
        this.testLabels =
                Arrays.stream(tested.classes()).mapToInt(label -> (int) label).toArray();
    }

    private static double[][] rows(Evaluator evaluator, UnlabeledExamples images, Domain statistics, int count) {
        float[][] hidden = evaluator.lastHidden(images, statistics, count);
        double[][] rows = new double[hidden.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[hidden[i].length];
            for (int column = 0; column < rows[i].length; column++) {
                rows[i][column] = hidden[i][column];
            }
        }
        return rows;
    }

    /** An SVM of the rows as they are. */
    Svm svm() {
        Choice best = chosen(source, TRIED_C);
        return new Svm(accuracy(source, best.c(), test), best.c());
    }

    /** An SVM of aligned rows. */
    Aligned aligned() {
        Choice best = null;
        SubspaceAlignment alignment = null;
        for (int dimensions : TRIED_DIMENSIONS) {
            if (dimensions <= source[0].length) {
                SubspaceAlignment one = SubspaceAlignment.of(source, target, dimensions);
                Choice choice = chosen(one.source(), ALIGNED_C);
                if (best == null || choice.error() < best.error()) {
                    best = choice;
                    alignment = one;
                }
            }
        }
        Choice choice = Objects.requireNonNull(best);
        SubspaceAlignment of = Objects.requireNonNull(alignment);
        return new Aligned(accuracy(of.source(), choice.c(), of.projected(test)), choice.c(), of.source()[0].length);
    }

    /**
     * How well a linear SVM distinguishes the domains.
     *
     * @param seed of the halves that it learns from and is tested on
     */
    ProxyDistance distance(long seed) {
        return ProxyDistance.between(SparseInput.of(source), SparseInput.of(target), seed);
    }

    private record Choice(double c, double error) {}

    private Choice chosen(double[][] rows, List<Double> tried) {
        SparseInput all = SparseInput.of(rows);
        int[] fitted = IntStream.range(0, rows.length)
                .filter(row -> row % HELD != HELD - 1)
                .toArray();
        int[] held = IntStream.range(0, rows.length)
                .filter(row -> row % HELD == HELD - 1)
                .toArray();
        Choice best = new Choice(tried.get(0), Double.POSITIVE_INFINITY);
        for (double c : tried) {
            Cancellation.check("the SVM of the last layer");
            double error = LinearSvm.fit(all.rows(fitted), at(fitted), c).error(all.rows(held), at(held));
            if (error < best.error()) {
                best = new Choice(c, error);
            }
        }
        return best;
    }

    private int[] at(int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }

    private double accuracy(double[][] rows, double c, double[][] tested) {
        return 1 - LinearSvm.fit(SparseInput.of(rows), labels, c).error(SparseInput.of(tested), testLabels);
    }
}
