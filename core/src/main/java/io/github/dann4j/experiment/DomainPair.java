package io.github.dann4j.experiment;

import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataLocation;
import io.github.dann4j.data.GeneratedSize;
import io.github.dann4j.data.ImageKeys;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.LabeledExamples;
import io.github.dann4j.data.Normalisation;
import io.github.dann4j.data.PictureSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.UnlabeledExamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Both domains of an experiment, ready for the network: opened, resized, normalised alike. Owns their memory. */
public final class DomainPair implements AutoCloseable {
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<DataRecord> records = new ArrayList<>();
    private final Normalisation normalisation;
    private final LabeledExamples sourceTrain;
    private final LabeledExamples sourceTest;
    private final List<String> remarks = new ArrayList<>();
    private final UnlabeledExamples targetTrain;
    private final UnlabeledExamples targetTest;
    private final @Nullable LabeledExamples labeledTargetTrain;
    private final @Nullable LabeledExamples labeledTargetTest;
    private final ImageKeys trainingImages;
    private final @Nullable Path directory;

    /**
     * Opens train and test of both sets and prepares them by the recipe. Classes are matched by name: a label of the target
     * becomes that of the source's class of the same name.
     *
     * @throws DataException if a set is missing, damaged, too small for the batch, the source has no labels or a class of the
     *     target is not among its classes
     */
    public DomainPair(String source, String target, Recipe recipe, DataLocation where, GeneratedSize size) {
        this(source, target, recipe, where, size, null);
    }

    /**
     * As the other constructor, for a training that begins from a saved model.
     *
     * @param from whose normalisation is kept; null to fit one to the training images
     */
    public DomainPair(
            String source,
            String target,
            Recipe recipe,
            DataLocation where,
            GeneratedSize size,
            @Nullable InitialModel from) {
        this(
                split -> DataCatalog.open(source, split, where, size),
                split -> DataCatalog.open(target, split, where, size),
                recipe,
                from,
                DataCatalog.isRelative(source) || DataCatalog.isRelative(target)
                        ? where.from().toAbsolutePath().normalize()
                        : null);
    }

    /**
     * Prepares sets of one's own by the recipe. They stay the caller's, who may close them afterwards.
     *
     * @param sourceTrain labelled, with every class
     * @param targetTrain may be unlabelled; its labels are seen by train-on-target alone
     * @throws DataException as the other constructor
     */
    public DomainPair(
            ImageSet sourceTrain, ImageSet sourceTest, ImageSet targetTrain, ImageSet targetTest, Recipe recipe) {
        this(
                split -> (split == Split.TRAIN ? sourceTrain : sourceTest).shared(),
                split -> (split == Split.TRAIN ? targetTrain : targetTest).shared(),
                recipe,
                null,
                null);
    }

    /** Gives a split, to be closed by whoever asked. */
    private interface Opening {
        ImageSet open(Split split);
    }

    private DomainPair(
            Opening source, Opening target, Recipe recipe, @Nullable InitialModel from, @Nullable Path directory) {
        this.directory = directory;
        List<ImageKeys> keys = new ArrayList<>();
        try {
            ImageSet sourceImages = open("source", source, Split.TRAIN, recipe, keys);
            sourceImages.requireEveryClass();
            ImageSet sourceTestImages = matched(sourceImages, open("source", source, Split.TEST, recipe, keys));
            ImageSet targetImages = matched(sourceImages, open("target", target, Split.TRAIN, recipe, keys));
            ImageSet targetTestImages = matched(sourceImages, open("target", target, Split.TEST, recipe, keys));
            remarkMissingClasses(targetImages);
            this.trainingImages = keys.stream().reduce(ImageKeys::and).orElseThrow();
            this.normalisation = from == null
                    ? Normalisation.fit(recipe.scaling(), recipe.network().inputChannels(), sourceImages, targetImages)
                    : from.normalisation();
            this.sourceTrain = owned(new LabeledExamples(sourceImages, normalisation));
            this.sourceTest = owned(new LabeledExamples(sourceTestImages, normalisation));
            boolean labeled = targetImages.isLabeled() && targetTestImages.isLabeled();
            this.labeledTargetTrain = labeled ? owned(new LabeledExamples(targetImages, normalisation)) : null;
            this.labeledTargetTest = labeled ? owned(new LabeledExamples(targetTestImages, normalisation)) : null;
            this.targetTrain = labeledTargetTrain != null
                    ? labeledTargetTrain.unlabeled()
                    : owned(new UnlabeledExamples(targetImages, normalisation));
            this.targetTest = labeledTargetTest != null
                    ? labeledTargetTest.unlabeled()
                    : owned(new UnlabeledExamples(targetTestImages, normalisation));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private ImageSet open(String role, Opening opening, Split split, Recipe recipe, List<ImageKeys> trained) {
        try (ImageSet stored = opening.open(split)) {
            String name = stored.name();
            if (split == Split.TRAIN && stored.size() < recipe.batchSize()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: %d images are fewer than the batch of %d; give a batch of at most %d",
                        name,
                        split.label(),
                        stored.size(),
                        recipe.batchSize(),
                        stored.size()));
            }
            DataRecord record = DataRecord.of(role, stored);
            records.add(record);
            record.notes().forEach(note -> remarks.add("%s %s: %s".formatted(name, split.label(), note)));
            if (split == Split.TRAIN) {
                trained.add(ImageKeys.of(stored));
            }
            return owned(recipe.preprocessing().resized(stored));
        }
    }

    private ImageSet matched(ImageSet source, ImageSet other) {
        if (other.isLabeled() && Collections.disjoint(source.classNames(), other.classNames())) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s has %d classes (%s, ...) and %s has %d (%s, ...): both domains need the same classes",
                    source.name(),
                    source.classNames().size(),
                    source.classNames().get(0),
                    other.name(),
                    other.classNames().size(),
                    other.classNames().get(0)));
        }
        return owned(other.withClasses(source.classNames()));
    }

    /** A class that the target lacks is no error: what adapts may not know it. But whoever has a say should. */
    private void remarkMissingClasses(ImageSet target) {
        if (target.isLabeled()) {
            int[] counts = target.classCounts();
            for (int label = 0; label < counts.length; label++) {
                if (counts[label] == 0) {
                    remarks.add("%s %s: class '%s' of the source has no image"
                            .formatted(
                                    target.name(),
                                    target.split().label(),
                                    target.classNames().get(label)));
                }
            }
        } else {
            remarks.add("%s: has no labels, so there is no accuracy on the target, and no train-on-target"
                    .formatted(target.name()));
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

    public LabeledExamples sourceTrain() {
        return sourceTrain;
    }

    public LabeledExamples sourceTest() {
        return sourceTest;
    }

    /** The target as adaptation methods are given it. */
    public UnlabeledExamples targetTrain() {
        return targetTrain;
    }

    public UnlabeledExamples targetTest() {
        return targetTest;
    }

    /**
     * The target with its labels: for train-on-target alone, whose source it is.
     *
     * @throws DataException if it has none
     */
    LabeledExamples labeledTargetTrain() {
        if (labeledTargetTrain == null) {
            throw new DataException("train-on-target needs labels, which %s has not; leave it out of --methods"
                    .formatted(records.get(records.size() - 1).name()));
        }
        return labeledTargetTrain;
    }

    /** The target's test images with their labels, by which every accuracy on the target is measured; null if it has none. */
    public @Nullable LabeledExamples labeledTargetTest() {
        return labeledTargetTest;
    }

    /** What is worth telling about the sets before anything is trained: skipped files, missing classes, missing labels. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** By what a model knows the training images of both domains again. */
    public ImageKeys trainingImages() {
        return trainingImages;
    }

    /** Where the relative folders of the names count from; null if there are none. */
    @Nullable
    Path directory() {
        return directory;
    }

    /** Sizes of the training pictures of source and target as they lay before they were resized. */
    List<PictureSize> pictureSizes() {
        return List.of(sizeOf("source"), sizeOf("target"));
    }

    private PictureSize sizeOf(String role) {
        List<Integer> shape = trainOf(role).shape();
        return new PictureSize(shape.get(0), shape.get(1));
    }

    /** Name of the training set of {@code source} or {@code target}. */
    String nameOf(String role) {
        return trainOf(role).name();
    }

    private DataRecord trainOf(String role) {
        return records.stream()
                .filter(record -> record.role().equals(role))
                .findFirst()
                .orElseThrow();
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
