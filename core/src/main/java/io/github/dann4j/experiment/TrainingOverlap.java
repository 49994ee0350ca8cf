package io.github.dann4j.experiment;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.result.DataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How test images overlap with a model's training images.
 *
 * @param trainedOn number of the images that the model was trained on, with or without their labels; null if the
 *     model does not know
 * @param isOfTraining whether they are exactly a split that the training used, images and labels; null if the model
 *     does not know
 * @param remarks what a reader of the accuracy should know, in words; empty in the usual case
 */
public record TrainingOverlap(
        @Nullable Integer trainedOn, @Nullable Boolean isOfTraining, List<String> remarks) {
    public TrainingOverlap {
        remarks = List.copyOf(remarks);
    }

    /**
     * Compares images with those of the training.
     *
     * @param entry the dataset's entry
     * @param set a split of it, as it was opened
     */
    public static TrainingOverlap of(SavedModel model, DatasetInfo entry, ExampleSet set) {
        String name = set.name() + " " + set.split().label();
        if (model.trainingExamples() == null || model.card().data().isEmpty()) {
            return new TrainingOverlap(
                    null,
                    null,
                    BaseName.of(entry.name()).isFolder()
                            ? List.of(
                                    name
                                            + ": it is unknown whether the model was trained on some of these images: the model does not record its training images, and earlier versions split folders by another rule; train a new model to be sure")
                            : List.of());
        }
        List<String> remarks = new ArrayList<>();
        int trainedOn = model.trainingExamples().countIn(set);
        if (trainedOn > 0) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%s: the model was trained on %,d of these %,d images; its accuracy on them says nothing about new images",
                    name,
                    trainedOn,
                    set.size()));
        }
        String sum = set.sha256();
        boolean same =
                model.card().data().stream().anyMatch(split -> split.sha256().equals(sum));
        if (!same) {
            used(model.card(), entry, set)
                    .ifPresent(split -> remarks.add(String.format(
                            Locale.ROOT,
                            "%s: these %,d images are not the %,d of the %s %s split of the training: the dataset has changed since, or this is another part of it",
                            name,
                            set.size(),
                            split.images(),
                            split.role(),
                            split.split())));
        }
        return new TrainingOverlap(trainedOn, same, remarks);
    }

    /** Returns the split of this dataset and kind that the training used. */
    private static Optional<DataRecord> used(ModelCard card, DatasetInfo entry, ExampleSet set) {
        return card.data().stream()
                .filter(split -> split.split().equals(set.split().label())
                        && card.isOf(entry, split.role().equals("source") ? Domain.SOURCE : Domain.TARGET))
                .findFirst();
    }
}
