package io.github.dann4j.predict;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Explains predictions by examples: finds the training images of both domains whose features are nearest to those of an
 * image, by Euclidean distance.
 *
 * <p>Holds the features of the training images in memory, at most 256 MB per domain; of a larger domain, images spread
 * evenly over it.
 */
@PublicApi
public final class TrainingNeighbors {
    private static final int MOST_VALUES = 64 << 20;

    private final List<Domained> domains;

    /**
     * A training image near the image in question.
     *
     * @param set name of the dataset
     * @param index of the image in that split, from 0
     * @param label its class; null if the dataset has no labels
     * @param name of that class
     * @param distance between the features
     */
    public record Neighbor(
            String set,
            Split split,
            int index,
            @Nullable Integer label,
            @Nullable String name,
            double distance) {}

    /** The training images of one domain: row r of the points is the image {@code r · size / rows}. */
    private record Domained(String set, int size, Points features, int @Nullable [] labels, List<String> classNames) {
        int image(int row) {
            return (int) ((long) row * size / features.count());
        }
    }

    private TrainingNeighbors(List<Domained> domains) {
        this.domains = domains;
    }

    /**
     * Reads the training images of a model and computes their features, each domain with its own batch statistics.
     *
     * @param predictor of the model; not used after this call
     * @param listener receives the progress of computing features with the model's backbone, if it has one
     * @throws DataException if a dataset is missing or damaged
     */
    public static TrainingNeighbors of(Predictor predictor, DataLocation where, ExtractionListener listener) {
        List<Domained> domains = new ArrayList<>();
        for (Domain domain : Domain.values()) {
            ModelCard card = predictor.card();
            try (ExampleSet set = card.open(card.nameOf(domain), Split.TRAIN, card.located(where), domain, listener)) {
                domains.add(domained(predictor, set, card.statisticsFor(domain)));
            }
        }
        return new TrainingNeighbors(domains);
    }

    private static Domained domained(Predictor predictor, ExampleSet set, Domain statistics) {
        SavedModel model = predictor.model();
        int columns = model.features(set, statistics, 1, predictor.precision())[0].length;
        int rows = Math.min(set.size(), MOST_VALUES / columns);
        float[][] features = model.features(set, statistics, rows, predictor.precision());
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(features[row], 0, values, row * columns, columns);
        }
        int[] labels = null;
        if (set.isLabeled()) {
            try (PointerScope scope = new PointerScope()) {
                long[] wide = Tensors.longs(set.labels());
                labels = new int[wide.length];
                for (int i = 0; i < wide.length; i++) {
                    labels[i] = (int) wide[i];
                }
            }
        }
        return new Domained(set.name(), set.size(), Points.wrap(values, rows, columns), labels, set.classNames());
    }

    /** Which part of the training images is searched, in words; empty if all are searched. */
    public List<String> remarks() {
        return domains.stream()
                .filter(domain -> domain.features().count() < domain.size())
                .map(domain -> String.format(
                        Locale.ROOT,
                        "%s: searches %,d of %,d training images, spread evenly",
                        domain.set(),
                        domain.features().count(),
                        domain.size()))
                .toList();
    }

    /**
     * Returns the nearest training images of each image, of both domains together, the nearest first.
     *
     * @param features one row per image, of {@link Predictor#features}
     * @param count number of neighbours, at least 1
     */
    public List<List<Neighbor>> nearest(float[][] features, int count) {
        List<List<Neighbor>> all = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            all.add(new ArrayList<>());
        }
        for (Domained domain : domains) {
            add(all, features, Math.min(count, domain.features().count()), domain);
        }
        return all.stream()
                .map(neighbors -> neighbors.stream()
                        .sorted(Comparator.comparingDouble(Neighbor::distance))
                        .limit(count)
                        .toList())
                .toList();
    }

    private static void add(List<List<Neighbor>> all, float[][] features, int count, Domained domain) {
        int columns = domain.features().dimensions();
        float[] values = new float[features.length * columns];
        for (int i = 0; i < features.length; i++) {
            System.arraycopy(features[i], 0, values, i * columns, columns);
        }
        Neighbors near = NeighborSearch.EXACT.of(
                Points.wrap(values, features.length, columns), domain.features(), count, Metric.EUCLIDEAN);
        for (int i = 0; i < features.length; i++) {
            for (int k = 0; k < count; k++) {
                int image = domain.image(near.indices()[i * count + k]);
                Integer label = domain.labels() == null ? null : domain.labels()[image];
                all.get(i)
                        .add(new Neighbor(
                                domain.set(),
                                Split.TRAIN,
                                image,
                                label,
                                label == null ? null : domain.classNames().get(label),
                                near.distances()[i * count + k]));
            }
        }
    }
}
