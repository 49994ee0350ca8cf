package io.github.dann4j.paper;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.shallow.SparseInput;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The reviews, each domain read once. */
final class ReviewSets {
    /** The catalogue's sizes for datasets that it draws; they have no effect here. */
    private static final GeneratedSize NONE = GeneratedSize.defaults();

    private final DataLocation where;
    private final Map<ReviewDomain, Reviews> read = new EnumMap<>(ReviewDomain.class);

    /**
     * One domain.
     *
     * @param trainLabels 0 negative, 1 positive
     * @param testLabels likewise
     */
    record Reviews(SparseInput train, int[] trainLabels, SparseInput test, int[] testLabels) {}

    ReviewSets(DataLocation where) {
        this.where = where;
    }

    /** @throws DataException if the files are missing or cannot be read; the message says how to get them */
    Reviews of(ReviewDomain domain) {
        Reviews known = read.get(domain);
        if (known != null) {
            return known;
        }
        try (FeatureSet train = open(domain, Split.TRAIN);
                FeatureSet test = open(domain, Split.TEST)) {
            Reviews reviews = new Reviews(SparseInput.of(train), labels(train), SparseInput.of(test), labels(test));
            read.put(domain, reviews);
            return reviews;
        }
    }

    FeatureSet open(ReviewDomain domain, Split split) {
        ExampleSet rows = DataCatalog.examples(domain.dataset(), split, where, NONE);
        if (rows instanceof FeatureSet features) {
            return features;
        }
        rows.close();
        throw new DataException(domain.dataset() + " has images; word counts are needed");
    }

    private static int[] labels(FeatureSet rows) {
        return Arrays.stream(Tensors.longs(rows.labels()))
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
