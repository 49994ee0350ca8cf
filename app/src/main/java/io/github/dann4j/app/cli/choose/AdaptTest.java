package io.github.dann4j.app.cli.choose;

import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.Tested;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tests the candidates of an adaptation that has ended, on labelled test examples: what its choice was worth. */
final class AdaptTest {
    private AdaptTest() {}

    /**
     * Returns the accuracy of each candidate that has a model on the target's test split, and writes them to
     * {@code tested.json}.
     *
     * @throws DataException if the test split has no labels
     */
    static Map<String, Double> of(Verdict verdict, AdaptFolder folder, DataLocation where, Precision precision) {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        for (Candidate candidate : verdict.candidates()) {
            if (candidate.figures().isEmpty()) {
                continue;
            }
            try (SavedModel saved = SavedModel.of(folder.candidate(candidate.method()))) {
                ModelCard card = saved.card();
                try (ExampleSet set = card.open(card.target(), Split.TEST, card.located(where), Domain.TARGET)) {
                    if (!set.isLabeled()) {
                        throw new DataException(
                                "--test-afterwards needs labels, and %s has none".formatted(card.target()));
                    }
                    accuracies.put(
                            candidate.method(),
                            saved.evaluate(set, card.statisticsFor(Domain.TARGET), precision)
                                    .accuracy());
                }
            }
        }
        folder.write(new Tested(accuracies));
        return accuracies;
    }
}
