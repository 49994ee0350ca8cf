package io.github.dann4j.choose;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The training splits of both domains, each divided into examples to train on and examples that are held out for the
 * choice. The test splits stay closed, and the target has no labels here, so neither can reach a training or a choice.
 * Owns its memory.
 */
public final class ChoosingData implements AutoCloseable {
    private static final int MOST_NOTES = 20;

    private final List<ExampleSet> owned = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ExampleSet source;
    private final ExampleSet target;
    private final HeldOut sourceCut;
    private final HeldOut targetCut;
    private final DataLook look;
    private final @Nullable Path directory;
    private final @Nullable BackboneRecord backbone;

    /**
     * Opens the datasets.
     *
     * @param source name of a labelled dataset
     * @param target name of a dataset, whose labels are dropped
     * @param seed draws what is held out
     * @param features computes the examples from images, here for both training splits at once; null for the examples
     *     as they are
     * @throws io.github.dann4j.data.DataException if a dataset is missing, damaged or too small, or the source has no
     *     labels
     */
    public ChoosingData(String source, String target, DataLocation where, long seed, @Nullable ImageFeatures features) {
        this.backbone = features == null ? null : features.backbone().record();
        this.directory = DataCatalog.isRelative(source) || DataCatalog.isRelative(target)
                ? where.from().toAbsolutePath().normalize()
                : null;
        try {
            this.source = owned(DataCatalog.examples(source, Split.TRAIN, where, GeneratedSize.defaults(), features));
            this.source.requireEveryClass();
            ExampleSet stored =
                    owned(DataCatalog.examples(target, Split.TRAIN, where, GeneratedSize.defaults(), features));
            this.look = DataLook.at(this.source, stored, features == null ? stored.things() : "images");
            this.target = owned(stored.part(0, stored.size()));
            note(this.source);
            note(stored);
            this.sourceCut = HeldOut.ofSource(this.source, seed);
            this.targetCut = HeldOut.ofTarget(this.target, seed);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void note(ExampleSet set) {
        List<String> all = set.notes();
        all.subList(0, Math.min(MOST_NOTES, all.size()))
                .forEach(note ->
                        notes.add("%s %s: %s".formatted(set.name(), set.split().label(), note)));
        if (all.size() > MOST_NOTES) {
            notes.add(String.format(Locale.ROOT, "%s: and %d more", set.name(), all.size() - MOST_NOTES));
        }
    }

    /** Returns what users should know of the files: those that were skipped, or used only partly. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** What the data show. */
    public DataLook look() {
        return look;
    }

    /** Names of the classes in label order. */
    List<String> classNames() {
        return source.classNames();
    }

    /** Number of source examples that are trained on. */
    int trainedSource() {
        return sourceCut.trained().length;
    }

    /** Number of held-out examples of the source. */
    public int heldSource() {
        return sourceCut.kept().length;
    }

    /** Number of held-out examples of the target. */
    public int heldTarget() {
        return targetCut.kept().length;
    }

    /** Returns the held-out examples of the source, with labels; to be closed by the caller. */
    public ExampleSet keptSource() {
        return source.selected(source.name(), sourceCut.kept());
    }

    /** Returns the held-out examples of the target, without labels; to be closed by the caller. */
    public ExampleSet keptTarget() {
        return target.selected(target.name(), targetCut.kept());
    }

    /** Returns the pair on which methods are trained; its test sets are what is held out. The caller closes it. */
    public DomainPair pair(Recipe recipe) {
        try (ExampleSet sourceTrain = source.selected(source.name(), sourceCut.trained());
                ExampleSet sourceKept = keptSource();
                ExampleSet targetTrain = target.selected(target.name(), targetCut.trainedAtLeast(recipe.batchSize()));
                ExampleSet targetKept = keptTarget()) {
            return new DomainPair(sourceTrain, sourceKept, targetTrain, targetKept, recipe, directory, backbone);
        }
    }

    private ExampleSet owned(ExampleSet set) {
        owned.add(set);
        return set;
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
        owned.clear();
    }
}
