package io.github.dann4j.run;

import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.TrainingView;
import io.github.dann4j.model.Domain;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A fixed sample of both test sets whose features are recorded: the source's images first, then the target's.
 *
 * @param perDomain number of images of each; all of a smaller test set
 */
record SampleOfTests(DomainPair pair, int perDomain) {
    private static final int MOST_IMAGES = 300;

    /** Limit that keeps the features of a film's frames and the projector's table small even if features are long. */
    private static final int MOST_VALUES = 400_000;

    /** Returns the sample for the network of a view. */
    static SampleOfTests of(DomainPair pair, TrainingView view) {
        int columns = view.features(Domain.SOURCE, 1)[0].length;
        return new SampleOfTests(pair, Math.max(1, Math.min(MOST_IMAGES, MOST_VALUES / (2 * columns))));
    }

    /** The features of the sample, {@code [n][F]}. */
    float[][] features(TrainingView view) {
        float[][] source = view.features(Domain.SOURCE, perDomain);
        float[][] target = view.features(Domain.TARGET, perDomain);
        float[][] both = Arrays.copyOf(source, source.length + target.length);
        System.arraycopy(target, 0, both, source.length, target.length);
        return both;
    }

    int[] sourceImages() {
        return Evaluator.sample(pair.sourceTest().size(), perDomain);
    }

    int[] targetImages() {
        return Evaluator.sample(pair.targetTest().size(), perDomain);
    }

    /** For each image, whether it is of the target. */
    boolean[] areTarget() {
        boolean[] target = new boolean[sourceImages().length + targetImages().length];
        Arrays.fill(target, sourceImages().length, target.length, true);
        return target;
    }

    /** The class of each image, as its label; −1 if the target has no labels. */
    int[] classes() {
        int[] source = classes(pair.sourceTest(), sourceImages());
        int[] target = classes(pair.labeledTargetTest(), targetImages());
        int[] both = Arrays.copyOf(source, source.length + target.length);
        System.arraycopy(target, 0, both, source.length, target.length);
        return both;
    }

    private static int[] classes(@Nullable LabeledExamples set, int[] images) {
        if (set == null) {
            return Arrays.stream(images).map(image -> -1).toArray();
        }
        long[] classes = set.classes();
        return Arrays.stream(images).map(image -> (int) classes[image]).toArray();
    }
}
