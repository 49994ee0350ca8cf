package io.github.dann4j.app.cli.model;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/**
 * How well an exported model agrees with the saved one.
 *
 * @param examples number of examples that both predicted
 * @param things what the examples are called, in the plural
 * @param otherClasses number of examples with different classes
 * @param largestDifference largest difference of any probability; NaN if a probability is NaN
 */
record ExportAgreement(int examples, String things, int otherClasses, double largestDifference) {
    private static final double ALLOWED = 1e-4;
    private static final int BATCH = 100;

    /** Compares both on at most {@code most} examples, spread evenly over a dataset. */
    static ExportAgreement measure(Predictor predictor, ExportRunner runner, ExampleSet set, int most) {
        int count = Math.min(most, set.size());
        int others = 0;
        double largest = 0;
        for (int from = 0; from < count; from += BATCH) {
            Cancellation.check("the check");
            int to = Math.min(count, from + BATCH);
            List<Prediction> ours;
            float[][] theirs;
            if (set instanceof ImageSet images) {
                List<byte[]> prepared = predictor.prepare(images, from, to, count);
                ours = predictor.predictPrepared(prepared);
                theirs = runner.probabilities(joined(prepared), shape(predictor, prepared.size()));
            } else {
                int[] numbers = IntStream.range(from, to)
                        .map(i -> (int) ((long) i * set.size() / count))
                        .toArray();
                try (ExampleSet some = set.selected(set.name(), numbers);
                        ExampleSet rows = predictor.card().preprocessing().apply(some)) {
                    ours = predictor.predict(rows);
                    theirs = probabilities(runner, (FeatureSet) rows);
                }
            }
            for (int i = 0; i < ours.size(); i++) {
                Prediction their = new Prediction(theirs[i], ours.get(i).classNames());
                others += their.best().label() == ours.get(i).best().label() ? 0 : 1;
                for (int c = 0; c < theirs[i].length; c++) {
                    // Math.max keeps a NaN
                    largest = Math.max(
                            largest, Math.abs(theirs[i][c] - ours.get(i).probabilities()[c]));
                }
            }
        }
        return new ExportAgreement(count, set.things(), others, largest);
    }

    private static float[][] probabilities(ExportRunner runner, FeatureSet rows) {
        try (PointerScope scope = new PointerScope()) {
            return runner.probabilities(Tensors.floats(rows.features()), rows.size(), rows.columns());
        }
    }

    private static byte[] joined(List<byte[]> prepared) {
        int each = prepared.get(0).length;
        byte[] all = new byte[each * prepared.size()];
        for (int i = 0; i < prepared.size(); i++) {
            System.arraycopy(prepared.get(i), 0, all, i * each, each);
        }
        return all;
    }

    private static long[] shape(Predictor predictor, int count) {
        BackboneRecord backbone = predictor.card().backbone();
        if (backbone != null) {
            int side = backbone.transform().size();
            return new long[] {count, side, side, 3};
        }
        int size = predictor.card().network().images().size();
        return new long[] {
            count, size, size, predictor.card().network().images().channels()
        };
    }

    boolean holds() {
        return otherClasses == 0 && largestDifference <= ALLOWED;
    }

    String described() {
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d with different classes, largest difference of a probability %.1e (allowed: %.0e)",
                examples,
                things,
                otherClasses,
                largestDifference,
                ALLOWED);
    }
}
