package io.github.dann4j.choose;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Which examples of a split are trained on, and which are kept out of the training to choose by.
 *
 * @param trained numbers of the examples to train on, ascending
 * @param kept numbers of the others, ascending
 */
record HeldOut(int[] trained, int[] kept) {
    /** Share of the examples that is held out; METHODS of the field recommend a tenth to a fifth. */
    static final double SHARE = 0.15;

    /** More held-out examples than this make no figure more exact than a percentage point. */
    static final int MOST = 2000;

    /**
     * Draws the held-out examples.
     *
     * @param classes class of each example, of which every class keeps at least one example to train on; null for
     *     unlabelled ones
     */
    static HeldOut of(int size, long @Nullable [] classes, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        int wanted = Math.max(1, Math.min(MOST, (int) (SHARE * size)));
        int[] left = counts(classes);
        boolean[] out = new boolean[size];
        int kept = 0;
        for (int i : order) {
            if (kept == Math.min(wanted, size - 1)) {
                break;
            }
            if (classes == null || left[(int) classes[i]] > 1) {
                out[i] = true;
                kept++;
                if (classes != null) {
                    left[(int) classes[i]]--;
                }
            }
        }
        return new HeldOut(numbers(out, false), numbers(out, true));
    }

    /** Draws the held-out examples of a source. */
    static HeldOut ofSource(ExampleSet source, long seed) {
        return of(source.size(), Tensors.longs(source.labels()), Seeds.derive(seed, "held-out source"));
    }

    /** Draws the held-out examples of a target, without its labels. */
    static HeldOut ofTarget(ExampleSet target, long seed) {
        return of(target.size(), null, Seeds.derive(seed, "held-out target"));
    }

    /** Returns the numbers to train on, repeated until there are as many as a batch needs. */
    int[] trainedAtLeast(int batch) {
        if (trained.length >= batch) {
            return trained.clone();
        }
        int[] repeated = new int[batch];
        Arrays.setAll(repeated, i -> trained[i % trained.length]);
        return repeated;
    }

    private static int[] counts(long @Nullable [] classes) {
        int[] counts =
                new int[classes == null ? 0 : (int) Arrays.stream(classes).max().orElse(0) + 1];
        if (classes != null) {
            for (long label : classes) {
                counts[(int) label]++;
            }
        }
        return counts;
    }

    private static int[] numbers(boolean[] out, boolean wanted) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            if (out[i] == wanted) {
                numbers.add(i);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
