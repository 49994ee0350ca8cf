package io.github.dann4j.experiment;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleKeys;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Preprocessing;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.InitialModel;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.DataRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Both domains of an experiment, ready for the network: opened, resized, normalised alike. Owns their memory. */
@PublicApi
public final class DomainPair implements AutoCloseable {
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<DataRecord> records = new ArrayList<>();
    private final Preprocessing preprocessing;
    private final Normalisation normalisation;
    private final LabeledExamples sourceTrain;
    private final LabeledExamples sourceTest;
    private final List<String> remarks = new ArrayList<>();
    private final UnlabeledExamples targetTrain;
    private final UnlabeledExamples targetTest;
    private final @Nullable LabeledExamples labeledTargetTrain;
    private final @Nullable LabeledExamples labeledTargetTest;
    private final @Nullable LabeledExamples fewLabeledTarget;
    private final ExampleKeys trainingExamples;
    private final @Nullable Path directory;
    private final @Nullable BackboneRecord backbone;

    /**
     * Opens the train and test splits of both datasets and prepares them by the recipe. Classes are matched by name: a
     * label of the target becomes that of the source's class of the same name.
     *
     * @throws DataException if a dataset is missing, damaged or too small for the batch, the source has no labels,
     *     or a class of the target is not among its classes
     */
    public DomainPair(String source, String target, Recipe recipe, DataLocation where, GeneratedSize size) {
        this(source, target, recipe, where, size, null);
    }

    /**
     * Like the other constructor, for a training that starts from a saved model.
     *
     * @param from the model whose normalisation is kept; null to fit the normalisation to the training images
     */
    public DomainPair(
            String source,
            String target,
            Recipe recipe,
            DataLocation where,
            GeneratedSize size,
            @Nullable InitialModel from) {
        this(source, target, recipe, where, size, from, null);
    }

    /**
     * Like the other constructors, for a network that takes the features that a frozen backbone computes from images, or
     * that begins with all layers of a backbone.
     *
     * @param features computes them; null for the examples as they are
     */
    public DomainPair(
            String source,
            String target,
            Recipe recipe,
            DataLocation where,
            GeneratedSize size,
            @Nullable InitialModel from,
            @Nullable ImageFeatures features) {
        this(
                split -> DataCatalog.examples(source, split, where, size, features),
                split -> DataCatalog.examples(target, split, where, size, features),
                recipe,
                from,
                DataCatalog.isRelative(source) || DataCatalog.isRelative(target)
                        ? where.from().toAbsolutePath().normalize()
                        : null,
                features == null ? null : features.backbone().record());
    }

    /**
     * Prepares the caller's datasets by the recipe. The caller still owns them, and may close them afterwards.
     *
     * @param sourceTrain labelled, with every class
     * @param targetTrain may be unlabelled; only train-on-target sees its labels, and the others those that the recipe
     *     asks for by {@link Recipe#targetLabels}
     * @throws DataException as the other constructor
     * @throws TargetLabelsException if the target does not have the labels that the recipe asks for
     */
    public DomainPair(
            ExampleSet sourceTrain,
            ExampleSet sourceTest,
            ExampleSet targetTrain,
            ExampleSet targetTest,
            Recipe recipe) {
        this(sourceTrain, sourceTest, targetTrain, targetTest, recipe, null, null);
    }

    /**
     * As the constructor without a folder.
     *
     * @param directory the folder that relative folders in the names of the datasets refer to; null if there are none
     * @param backbone the network that computed the examples from images, or for whose input it prepared them; null if
     *     there is none
     */
    public DomainPair(
            ExampleSet sourceTrain,
            ExampleSet sourceTest,
            ExampleSet targetTrain,
            ExampleSet targetTest,
            Recipe recipe,
            @Nullable Path directory,
            @Nullable BackboneRecord backbone) {
        this(
                split -> (split == Split.TRAIN ? sourceTrain : sourceTest).shared(),
                split -> (split == Split.TRAIN ? targetTrain : targetTest).shared(),
                recipe,
                null,
                directory,
                backbone);
    }

    /** Opens a split; the caller closes it. */
    private interface Opening {
        ExampleSet open(Split split);
    }

    private DomainPair(
            Opening source,
            Opening target,
            Recipe recipe,
            @Nullable InitialModel from,
            @Nullable Path directory,
            @Nullable BackboneRecord backbone) {
        this.directory = directory;
        this.backbone = backbone;
        List<ExampleKeys> keys = new ArrayList<>();
        try {
            ModelCard card = from == null ? null : card(from);
            Preprocessing wanted = card == null ? recipe.preprocessing() : card.preprocessing();
            ExampleSet sourceSet = open("source", source, Split.TRAIN, recipe, wanted, keys);
            sourceSet.requireEveryClass();
            this.preprocessing = named(wanted, sourceSet);
            ExampleSet sourceTestSet =
                    matched(sourceSet, open("source", source, Split.TEST, recipe, preprocessing, keys));
            ExampleSet targetSet = matched(sourceSet, open("target", target, Split.TRAIN, recipe, preprocessing, keys));
            ExampleSet targetTestSet =
                    matched(sourceSet, open("target", target, Split.TEST, recipe, preprocessing, keys));
            remarkMissingClasses(targetSet, targetTestSet);
            this.trainingExamples = keys.stream().reduce(ExampleKeys::and).orElseThrow();
            int channels = Math.toIntExact(recipe.network().input().shape()[0]);
            this.normalisation = card != null
                    ? card.normalisation()
                    : backbone != null && backbone.takesPixels()
                            ? Normalisation.of(backbone.transform())
                            : Normalisation.fit(recipe.scaling(), channels, sourceSet, targetSet);
            this.sourceTrain = owned(new LabeledExamples(sourceSet, normalisation));
            this.sourceTest = owned(new LabeledExamples(sourceTestSet, normalisation));
            this.labeledTargetTrain =
                    targetSet.isLabeled() ? owned(new LabeledExamples(targetSet, normalisation)) : null;
            this.labeledTargetTest =
                    targetTestSet.isLabeled() ? owned(new LabeledExamples(targetTestSet, normalisation)) : null;
            this.targetTrain = labeledTargetTrain != null
                    ? labeledTargetTrain.unlabeled()
                    : owned(new UnlabeledExamples(targetSet, normalisation));
            this.fewLabeledTarget = recipe.targetLabels() > 0 ? few(targetSet, recipe.targetLabels()) : null;
            this.targetTest = labeledTargetTest != null
                    ? labeledTargetTest.unlabeled()
                    : owned(new UnlabeledExamples(targetTestSet, normalisation));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static ModelCard card(InitialModel from) {
        try (SavedModel model = SavedModel.read(from)) {
            return model.card();
        }
    }

    /** Takes the source's column names, by which the columns of the other datasets are matched. */
    private static Preprocessing named(Preprocessing preprocessing, ExampleSet source) {
        return preprocessing instanceof FeaturePreprocessing columns
                        && columns.names().isEmpty()
                        && source instanceof FeatureSet features
                ? columns.withNames(features.columnNames())
                : preprocessing;
    }

    private ExampleSet open(
            String role,
            Opening opening,
            Split split,
            Recipe recipe,
            Preprocessing preprocessing,
            List<ExampleKeys> trained) {
        try (ExampleSet stored = opening.open(split)) {
            String name = stored.name();
            if (split == Split.TRAIN && stored.size() < recipe.batchSize()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: has only %d %s, fewer than the batch of %d; use a batch of at most %d",
                        name,
                        split.label(),
                        stored.size(),
                        stored.things(),
                        recipe.batchSize(),
                        stored.size()));
            }
            DataRecord record = DataRecord.of(role, stored);
            records.add(record);
            record.notes().forEach(note -> remarks.add("%s %s: %s".formatted(name, split.label(), note)));
            if (split == Split.TRAIN) {
                trained.add(ExampleKeys.of(stored));
            }
            return owned(preprocessing.apply(stored));
        }
    }

    private ExampleSet matched(ExampleSet source, ExampleSet other) {
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

    /**
     * A class missing from the target is not an error, because methods must not depend on target labels; the user
     * should know, though.
     */
    private void remarkMissingClasses(ExampleSet target, ExampleSet test) {
        if (target.isLabeled()) {
            int[] counts = target.classCounts();
            for (int label = 0; label < counts.length; label++) {
                if (counts[label] == 0) {
                    remarks.add("%s %s: class '%s' of the source has no %s"
                            .formatted(
                                    target.name(),
                                    target.split().label(),
                                    target.classNames().get(label),
                                    target.things().substring(0, target.things().length() - 1)));
                }
            }
        } else {
            remarks.add(
                    test.isLabeled()
                            ? "%s: has no training labels, so train-on-target is not possible".formatted(target.name())
                            : "%s: has no labels, so there is no target accuracy, and train-on-target is not possible"
                                    .formatted(target.name()));
        }
    }

    /** Copies the examples of the target that keep their labels, so that no other label can be reached from them. */
    private LabeledExamples few(ExampleSet target, int each) {
        int[] numbers = LabelBudget.choose(target, each);
        String remark = LabelBudget.remark(target, each);
        if (remark != null) {
            remarks.add(remark);
        }
        return owned(new LabeledExamples(owned(target.selected(target.name(), numbers)), normalisation));
    }

    private <T extends AutoCloseable> T owned(T resource) {
        owned.add(resource);
        return resource;
    }

    /** How the examples of both domains become the network's input. */
    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** How the values of both domains become inputs. */
    public Normalisation normalisation() {
        return normalisation;
    }

    public LabeledExamples sourceTrain() {
        return sourceTrain;
    }

    public LabeledExamples sourceTest() {
        return sourceTest;
    }

    /** The target's training examples as adaptation methods see them, without labels. */
    public UnlabeledExamples targetTrain() {
        return targetTrain;
    }

    public UnlabeledExamples targetTest() {
        return targetTest;
    }

    /**
     * The target's training examples with labels: only for train-on-target, as its source.
     *
     * @throws DataException if the target has no labels
     */
    LabeledExamples labeledTargetTrain() {
        if (labeledTargetTrain == null) {
            throw new DataException("train-on-target needs labels, and %s has none; remove it from --methods"
                    .formatted(records.get(records.size() - 1).name()));
        }
        return labeledTargetTrain;
    }

    /** The target's training examples that keep their labels by the recipe; null if none do. */
    @Nullable
    LabeledExamples fewLabeledTarget() {
        return fewLabeledTarget;
    }

    /** The target's test examples with labels, which give every target accuracy; null if it has none. */
    public @Nullable LabeledExamples labeledTargetTest() {
        return labeledTargetTest;
    }

    /** What users should know about the datasets before training: skipped files, missing classes, missing labels. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Keys by which a model recognises the training examples of both domains. */
    public ExampleKeys trainingExamples() {
        return trainingExamples;
    }

    /** The folder that relative folders in the names refer to; null if there are none. */
    @Nullable
    Path directory() {
        return directory;
    }

    /** The backbone whose features or whose input the examples are; null if there is none. */
    @Nullable
    BackboneRecord backbone() {
        return backbone;
    }

    /** Sizes of the source's and the target's training images before they were resized; empty for features. */
    List<ImageSize> imageSizes() {
        return preprocessing instanceof ImagePreprocessing ? List.of(sizeOf("source"), sizeOf("target")) : List.of();
    }

    private ImageSize sizeOf(String role) {
        List<Integer> shape = trainOf(role).shape();
        return new ImageSize(shape.get(0), shape.get(1));
    }

    /** Name of the dataset of {@code source} or {@code target}. */
    String nameOf(String role) {
        return trainOf(role).name();
    }

    private DataRecord trainOf(String role) {
        return records.stream()
                .filter(record -> record.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    /** Records of the opened splits. */
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
