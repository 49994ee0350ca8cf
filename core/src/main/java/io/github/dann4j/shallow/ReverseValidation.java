package io.github.dann4j.shallow;

import io.github.dann4j.shallow.ShallowDann.Trained;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reverse validation, by which the paper chooses settings without a label of the target: section 5.1.2 of Ganin et al.,
 * JMLR 2016.
 *
 * @param trained the network of the source, trained on nine tenths of each domain
 * @param reverseError the share of held-out source rows that the reverse network gets wrong: smaller is better
 */
public record ReverseValidation(Trained trained, double reverseError) {
    private static final int PARTS = 10;

    /**
     * Trains a network on the source, labels the target with it, trains a reverse network from the labelled target back
     * to the source, beginning with the weights of the first, and tests it on held-out source rows.
     *
     * @param rows the rows of both domains
     * @param labels the class of each row; −1 for every row of the target
     * @param source the rows of the source; the last tenth is held out
     * @param target the rows of the target; the last tenth is held out
     * @throws ShallowException if a domain has fewer than 10 rows, or as {@link ShallowDann#train}
     */
    public static ReverseValidation of(
            InputRows rows, int classes, int[] labels, int[] source, int[] target, ShallowSettings settings) {
        int[] trainedSource = trained(source);
        int[] heldSource = held(source);
        int[] trainedTarget = trained(target);
        int[] heldTarget = held(target);
        Trained trained = ShallowDann.train(
                new ShallowTask(rows, classes, labels, trainedSource, trainedTarget, heldSource), settings);

        int[] predicted = trained.network().predict(rows);
        int[] reversed = new int[labels.length];
        Arrays.fill(reversed, -1);
        for (int row : target) {
            reversed[row] = predicted[row];
        }
        Trained back = ShallowDann.trainFrom(
                trained.network(),
                new ShallowTask(rows, classes, reversed, trainedTarget, trainedSource, heldTarget),
                settings);

        int[] answers = back.network().predict(rows);
        int wrong = 0;
        for (int row : heldSource) {
            if (answers[row] != labels[row]) {
                wrong++;
            }
        }
        return new ReverseValidation(trained, (double) wrong / heldSource.length);
    }

    /**
     * Reverse validation of a linear SVM: the share of held-out source rows that an SVM gets wrong which was trained on
     * the target as the first SVM labelled it. See {@link #of} for the rows.
     *
     * @param c the factor C of both
     */
    public static double errorOfSvm(SparseInput rows, int[] labels, int[] source, int[] target, double c) {
        int[] trainedSource = trained(source);
        int[] heldSource = held(source);
        SparseInput targetRows = rows.rows(trained(target));
        LinearSvm svm = LinearSvm.fit(rows.rows(trainedSource), at(labels, trainedSource), c);
        LinearSvm back = LinearSvm.fit(targetRows, svm.predict(targetRows), c);
        return back.error(rows.rows(heldSource), at(labels, heldSource));
    }

    /** Returns the first nine tenths of the rows. */
    private static int[] trained(int[] rows) {
        if (rows.length < PARTS) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "reverse validation needs at least %d rows of each domain, got %d",
                    PARTS,
                    rows.length));
        }
        return Arrays.copyOf(rows, rows.length - rows.length / PARTS);
    }

    private static int[] held(int[] rows) {
        return Arrays.copyOfRange(rows, rows.length - rows.length / PARTS, rows.length);
    }

    private static int[] at(int[] labels, int[] rows) {
        return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }
}
