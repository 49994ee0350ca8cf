package io.github.dann4j.paper;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.paper.ReviewSets.Reviews;
import io.github.dann4j.shallow.DenseInput;
import io.github.dann4j.shallow.GramCoordinates;
import io.github.dann4j.shallow.InputRows;
import io.github.dann4j.shallow.LinearSvm;
import io.github.dann4j.shallow.Msda;
import io.github.dann4j.shallow.SparseInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The rows of two review domains, for both directions: the training rows of the domain that comes first, then those of
 * the other. mSDA features do not depend on the direction, so they are learned once for two pairs.
 */
final class PairInputs implements AutoCloseable {
    private final ReviewDomain first;
    private final ReviewDomain second;
    private final Reviews firstReviews;
    private final Reviews secondReviews;
    private final InputRows rows;
    private final InputRows firstTest;
    private final InputRows secondTest;

    private PairInputs(ReviewPair pair, ReviewSets sets, ReviewInput input) {
        this.first = pair.first();
        this.second = pair.second();
        this.firstReviews = sets.of(first);
        this.secondReviews = sets.of(second);
        if (input == ReviewInput.COUNTS) {
            this.rows = firstReviews.train().with(secondReviews.train());
            this.firstTest = firstReviews.test();
            this.secondTest = secondReviews.test();
            return;
        }
        try (PointerScope scope = new PointerScope();
                FeatureSet one = sets.open(first, Split.TRAIN);
                FeatureSet other = sets.open(second, Split.TRAIN);
                FeatureSet oneTest = sets.open(first, Split.TEST);
                FeatureSet otherTest = sets.open(second, Split.TEST)) {
            Tensor both = torch.cat(new TensorVector(one.features(), other.features()), 0);
            Msda.Learned learned = Msda.learn(both, Msda.Settings.paper());
            try (Msda msda = learned.msda()) {
                this.rows = new DenseInput(learned.features());
                this.firstTest = new DenseInput(msda.transform(oneTest.features()));
                this.secondTest = new DenseInput(msda.transform(otherTest.features()));
            }
        }
    }

    static PairInputs of(ReviewPair pair, ReviewSets sets, ReviewInput input) {
        return new PairInputs(pair, sets, input);
    }

    boolean isOf(ReviewPair pair) {
        return first == pair.first() && second == pair.second();
    }

    InputRows rows() {
        return rows;
    }

    /** The numbers of the training rows of a domain. */
    int[] rows(ReviewDomain domain) {
        int border = firstReviews.train().size();
        return domain == first
                ? IntStream.range(0, border).toArray()
                : IntStream.range(border, rows.size()).toArray();
    }

    /** The labels of all training rows for a direction: −1 for the target. */
    int[] labels(ReviewPair pair) {
        int[] labels = new int[rows.size()];
        Arrays.fill(labels, -1);
        int[] known = (pair.source() == first ? firstReviews : secondReviews).trainLabels();
        System.arraycopy(known, 0, labels, rows(pair.source())[0], known.length);
        return labels;
    }

    InputRows test(ReviewDomain domain) {
        return domain == first ? firstTest : secondTest;
    }

    int[] testLabels(ReviewDomain domain) {
        return (domain == first ? firstReviews : secondReviews).testLabels();
    }

    /**
     * The rows as an SVM takes them.
     *
     * @param basis numbers of the rows that it will be trained on; of others, dense rows have no coordinates
     */
    ForSvm forSvm(int[] basis) {
        if (rows instanceof SparseInput sparse) {
            return new ForSvm(sparse, null, null);
        }
        DenseInput chosen = ((DenseInput) rows).rows(basis);
        GramCoordinates space = GramCoordinates.of(chosen);
        double[][] known = space.coordinates();
        double[][] all = new double[rows.size()][known[0].length];
        for (int i = 0; i < basis.length; i++) {
            all[basis[i]] = known[i];
        }
        return new ForSvm(SparseInput.of(all), chosen, space);
    }

    /**
     * Rows for an SVM.
     *
     * @param rows all training rows
     * @param basis the rows that span the space of the coordinates; null for word counts
     * @param space the coordinates of dense rows; null for word counts
     */
    record ForSvm(
            SparseInput rows,
            @Nullable DenseInput basis,
            @Nullable GramCoordinates space) implements AutoCloseable {
        int[] predict(LinearSvm svm, InputRows others) {
            return space == null ? svm.predict((SparseInput) others) : svm.predict((DenseInput) others, space);
        }

        @Override
        public void close() {
            if (basis != null) {
                basis.close();
            }
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s and %s", first.label(), second.label());
    }

    @Override
    public void close() {
        for (InputRows one : new InputRows[] {rows, firstTest, secondTest}) {
            if (one instanceof DenseInput dense) {
                dense.close();
            }
        }
    }
}
