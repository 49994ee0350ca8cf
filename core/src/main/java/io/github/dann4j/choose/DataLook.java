package io.github.dann4j.choose;

import io.github.dann4j.data.ExampleKeys;
import io.github.dann4j.data.ExampleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the training examples of both domains show before anything is trained. Of the target it uses the examples and the
 * names of its classes, if it has any, but no label.
 *
 * @param things what an example is called, in the plural
 * @param sourceExamples number of labelled training examples
 * @param targetExamples number of unlabelled training examples
 * @param classes number of classes of the source
 * @param smallestClass number of examples of the source's rarest class
 * @param largestClass the same for its most frequent class
 * @param sourceShape height, width and channels of the source's images as stored, or the number of columns
 * @param targetShape the same for the target
 * @param shared number of target examples that are also among the source's, value for value
 * @param repeated number of target examples that are copies of other target examples
 * @param compared number of target images that were compared with others by their appearance; 0 for rows of features
 * @param alikeInSource how many of them look like an image of the source, copies included
 * @param alikeInTarget how many of them look like another image of the target, copies included
 * @param foreign names of classes of the target that the source lacks
 */
public record DataLook(
        String things,
        int sourceExamples,
        int targetExamples,
        int classes,
        int smallestClass,
        int largestClass,
        List<Integer> sourceShape,
        List<Integer> targetShape,
        int shared,
        int repeated,
        int compared,
        int alikeInSource,
        int alikeInTarget,
        List<String> foreign) {
    /** With fewer target examples, no method is trained and no choice is made: a held-out tenth would be a handful. */
    static final int FEWEST_TARGET = 50;

    /** From this share of target examples that are also the source's, there is nothing to adapt to. */
    static final double SAME = 0.5;

    /** Source examples of a class below which its label predictor is a guess. */
    private static final int FEW_OF_CLASS = 5;

    /** Share of compared images that look like others from which it is worth a remark, beside copies. */
    private static final double WORTH = 0.01;

    /** Image sides that differ by more than this factor are worth a remark. */
    private static final double OTHER_SIZE = 3;

    public DataLook {
        sourceShape = List.copyOf(sourceShape);
        targetShape = List.copyOf(targetShape);
        foreign = List.copyOf(foreign);
    }

    /**
     * Looks at the training splits.
     *
     * @param things what an example is called, in the plural
     */
    static DataLook at(ExampleSet source, ExampleSet target, String things) {
        int smallest = Integer.MAX_VALUE;
        int largest = 0;
        for (int count : source.classCounts()) {
            smallest = Math.min(smallest, count);
            largest = Math.max(largest, count);
        }
        List<String> foreign = new ArrayList<>(target.classNames());
        foreign.removeAll(source.classNames());
        LookAlikes alike = LookAlikes.of(source, target);
        return new DataLook(
                things,
                source.size(),
                target.size(),
                source.classNames().size(),
                smallest,
                largest,
                source.shape(),
                target.shape(),
                ExampleKeys.of(source).countIn(target),
                target.size() - ExampleKeys.distinctIn(target),
                alike.compared(),
                alike.inSource(),
                alike.inTarget(),
                foreign);
    }

    /** Whether there are too few target examples to train a method on them. */
    public boolean hasFewTargets() {
        return targetExamples < FEWEST_TARGET;
    }

    /** Returns the reasons not to adapt that the data give, one sentence each; empty if there are none. */
    public List<String> against() {
        List<String> reasons = new ArrayList<>();
        if (!foreign.isEmpty()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the target has %d %s that the source lacks (%s): every example of them would be given a wrong class; remove them from the target, or label examples of them",
                    foreign.size(),
                    foreign.size() == 1 ? "class" : "classes",
                    String.join(", ", foreign.subList(0, Math.min(5, foreign.size())))
                            + (foreign.size() > 5 ? ", ..." : "")));
        }
        if (hasFewTargets()) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "the target has only %d training %s, fewer than %d: no method can be trained or chosen on so few; collect more",
                    targetExamples,
                    things,
                    FEWEST_TARGET));
        }
        if (shared >= SAME * targetExamples) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%d of the %d %s of the target are also in the source: there is nothing to adapt to",
                    shared,
                    targetExamples,
                    things));
        }
        return reasons;
    }

    /** Returns further notes for users about the data, one sentence each. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (shared > 0 && shared < SAME * targetExamples) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d of the %d %s of the target are also in the source; accuracies on them say nothing about new ones",
                    shared,
                    targetExamples,
                    things));
        }
        if (repeated > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d %s of the target are copies of others; what is held out may be among those that are trained on",
                    repeated,
                    things));
        }
        if (alikeInSource > (WORTH + (double) shared / targetExamples) * compared) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d of %d images of the target that were compared look like images of the source, as the same photograph in another size or brightness would: the domains may share photographs",
                    alikeInSource,
                    compared));
        }
        if (alikeInTarget > (WORTH + 2.0 * repeated / targetExamples) * compared) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%d of %d images of the target that were compared look like others of the target: what is held out is much like what is trained on, so accuracies on it are higher than on new images",
                    alikeInTarget,
                    compared));
        }
        if (smallestClass < FEW_OF_CLASS) {
            remarks.add(String.format(Locale.ROOT, "the source's rarest class has only %d %s", smallestClass, things));
        }
        if (largestClass > 10 * smallestClass) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "the source's classes are of very different size: from %d to %d %s",
                    smallestClass,
                    largestClass,
                    things));
        }
        if (sourceShape.size() > 1) {
            double ratio = (double) sourceShape.get(0) / targetShape.get(0);
            if (Math.max(ratio, 1 / ratio) > OTHER_SIZE) {
                remarks.add(String.format(
                        Locale.ROOT,
                        "images of the source are %d x %d pixels, those of the target %d x %d: all are brought to one size, which loses detail of the larger ones",
                        sourceShape.get(1),
                        sourceShape.get(0),
                        targetShape.get(1),
                        targetShape.get(0)));
            }
        }
        return remarks;
    }
}
