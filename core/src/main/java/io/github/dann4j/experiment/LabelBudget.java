package io.github.dann4j.experiment;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.batch.IndexSampler;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The few target training examples of each class that keep their labels. They are the first of each class in one fixed
 * random order, the same for every method and seed, and those of a smaller number are among those of a larger one. Not
 * the first in the dataset's own order: there the images of one object often follow each other.
 */
final class LabelBudget {
    private static final long SEED = 0;

    private LabelBudget() {}

    /**
     * Returns the numbers of the chosen examples, in ascending order.
     *
     * @param target with the classes of the source
     * @param each number of examples of each class, at least 1
     * @throws TargetLabelsException if the target has no labels, or no class has so many examples
     */
    static int[] choose(ExampleSet target, int each) {
        String wanted = String.format(Locale.ROOT, "--target-labels %d", each);
        if (!target.isLabeled()) {
            throw new TargetLabelsException(
                    "%s needs labels, and %s %s has none; remove it, or name a target with labels"
                            .formatted(wanted, target.name(), target.split().label()));
        }
        int most = Arrays.stream(target.classCounts()).max().orElse(0);
        if (each > most) {
            throw new TargetLabelsException(String.format(
                    Locale.ROOT,
                    "%s is more than %s %s has: the largest class has %d %s",
                    wanted,
                    target.name(),
                    target.split().label(),
                    most,
                    target.things()));
        }
        return chosen(Tensors.longs(target.labels()), target.classNames().size(), each);
    }

    private static int[] chosen(long[] labels, int classes, int each) {
        long[] order = new IndexSampler(labels.length, labels.length, Seeds.derive(SEED, "labelled target")).next();
        int[] left = new int[classes];
        Arrays.fill(left, each);
        return Arrays.stream(order)
                .mapToInt(Math::toIntExact)
                .filter(number -> left[(int) labels[number]]-- > 0)
                .sorted()
                .toArray();
    }

    /** Returns a remark on the classes that have fewer examples than wanted; null if all have enough. */
    static @Nullable String remark(ExampleSet target, int each) {
        int[] counts = target.classCounts();
        List<String> few = new ArrayList<>();
        IntStream.range(0, counts.length)
                .filter(label -> counts[label] < each)
                .forEach(label -> few.add(
                        String.format(Locale.ROOT, "%s %d", target.classNames().get(label), counts[label])));
        return few.isEmpty()
                ? null
                : String.format(
                        Locale.ROOT,
                        "%s %s: fewer than %d %s of some classes, so all of them keep their labels: %s",
                        target.name(),
                        target.split().label(),
                        each,
                        target.things(),
                        String.join(", ", few));
    }
}
