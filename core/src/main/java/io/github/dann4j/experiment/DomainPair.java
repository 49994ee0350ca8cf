package io.github.dann4j.experiment;

import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataLocation;
import io.github.dann4j.data.GeneratedSize;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.Normalisation;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.UnlabeledImages;
import java.util.ArrayList;
import java.util.List;

/** Both domains of an experiment, ready for the network: opened, resized, normalised alike. Owns their memory. */
public final class DomainPair implements AutoCloseable {
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<DataRecord> records = new ArrayList<>();
    private final Normalisation normalisation;
    private final LabeledImages sourceTrain;
    private final LabeledImages sourceTest;
    private final LabeledImages targetTrain;
    private final LabeledImages targetTest;

    /**
     * Opens train and test of both sets and prepares them by the recipe.
     *
     * @throws DataException if a set is missing, damaged, too small for the batch, or their classes differ
     */
    public DomainPair(String source, String target, Recipe recipe, DataLocation where, GeneratedSize size) {
        try {
            ImageSet sourceImages = open("source", source, Split.TRAIN, recipe, where, size);
            ImageSet sourceTestImages = open("source", source, Split.TEST, recipe, where, size);
            ImageSet targetImages = open("target", target, Split.TRAIN, recipe, where, size);
            ImageSet targetTestImages = open("target", target, Split.TEST, recipe, where, size);
            sourceImages.requireEveryClass();
            requireSameClasses(sourceImages, targetImages);
            this.normalisation =
                    Normalisation.fit(recipe.scaling(), recipe.network().inputChannels(), sourceImages, targetImages);
            this.sourceTrain = owned(new LabeledImages(sourceImages, normalisation));
            this.sourceTest = owned(new LabeledImages(sourceTestImages, normalisation));
            this.targetTrain = owned(new LabeledImages(targetImages, normalisation));
            this.targetTest = owned(new LabeledImages(targetTestImages, normalisation));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private ImageSet open(
            String role, String name, Split split, Recipe recipe, DataLocation where, GeneratedSize size) {
        try (ImageSet stored = DataCatalog.open(name, split, where, size)) {
            if (split == Split.TRAIN && stored.size() < recipe.batchSize()) {
                throw new DataException("%s %s: %d images are fewer than the batch of %d; give a batch of at most %d"
                        .formatted(name, split.label(), stored.size(), recipe.batchSize(), stored.size()));
            }
            records.add(DataRecord.of(role, stored));
            return owned(recipe.preprocessing().resized(stored));
        }
    }

    private static void requireSameClasses(ImageSet source, ImageSet target) {
        if (!source.classNames().equals(target.classNames())) {
            throw new DataException(
                    "%s has %d classes (%s, ...) and %s has %d (%s, ...): both domains need the same classes"
                            .formatted(
                                    source.name(),
                                    source.classNames().size(),
                                    source.classNames().get(0),
                                    target.name(),
                                    target.classNames().size(),
                                    target.classNames().get(0)));
        }
    }

    private <T extends AutoCloseable> T owned(T resource) {
        owned.add(resource);
        return resource;
    }

    /** How pixel values of either domain become inputs. */
    public Normalisation normalisation() {
        return normalisation;
    }

    public LabeledImages sourceTrain() {
        return sourceTrain;
    }

    public LabeledImages sourceTest() {
        return sourceTest;
    }

    /** The target as adaptation methods are given it. */
    public UnlabeledImages targetTrain() {
        return targetTrain.unlabeled();
    }

    /** The target with its labels: for train-on-target alone, whose source it is. */
    LabeledImages labeledTargetTrain() {
        return targetTrain;
    }

    public LabeledImages targetTest() {
        return targetTest;
    }

    /** What was opened. */
    public List<DataRecord> records() {
        return List.copyOf(records);
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            try {
                owned.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("releasing native memory never fails", e);
            }
        }
        owned.clear();
    }
}
