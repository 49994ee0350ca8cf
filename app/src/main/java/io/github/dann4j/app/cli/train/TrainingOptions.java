package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RecipeDefaults;
import io.github.dann4j.recipe.RecipeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select a pair of domains and the recipe. */
public final class TrainingOptions {
    /** The embedded default pair: generated, so it needs no download. */
    static final String DEFAULT_SOURCE = "printed";

    static final String DEFAULT_TARGET = "textured";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description =
                    "Labelled source domain: a dataset from 'data list', a part of one such as mnist[20000:], folder:PATH with one subfolder of images per class, or a feature file such as csv:FILE with a column 'label' (default: the embedded '"
                            + DEFAULT_SOURCE + "').")
    private @Nullable String source;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description =
                    "Unlabelled target domain, given like --source; a folder:PATH may hold images without subfolders, a csv:FILE rows without labels (default: the embedded '"
                            + DEFAULT_TARGET + "').")
    private @Nullable String target;

    @Option(
            names = "--preset",
            paramLabel = PresetNames.ALL,
            converter = PresetNames.class,
            description =
                    "A recipe that ships with dann4j. demo: the embedded pair in three minutes; quick: a training of minutes; paper: as published in 2016; dann: the recipe with which plain DANN has its best results here; best: the recipe with the best results here, a larger network and pseudo-labels after DANN; self-training: for domains that look very different, by mean-teacher; photographs: for the features of a --backbone (default: demo for the embedded pair, photographs with --backbone, else best).")
    private @Nullable Preset preset;

    @Mixin
    private BackboneOptions backbone = new BackboneOptions();

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description =
                    "Use this recipe file instead of a preset: JSON as printed by 'recipe show', or a results.json.")
    private @Nullable Path recipeFile;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of training steps (default: as in the preset or recipe).")
    private @Nullable Integer steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples of each domain in one step (default: as in the recipe; 64 in all presets).")
    private @Nullable Integer batch;

    @Option(
            names = "--scale-learning-rate",
            paramLabel = "WARMUP",
            description =
                    "Multiply the learning rate by the same factor as --batch changes the batch; it rises linearly over this share of the run, such as 0.1, or at once with 0.")
    private @Nullable Double scaleLearningRate;

    @Option(
            names = "--target-labels",
            paramLabel = "N",
            description =
                    "Semi-supervised adaptation: N training examples of each class of the target keep their labels, and the label predictor learns from them too (default: 0, as in the preset).")
    private @Nullable Integer targetLabels;

    @Option(names = "--lambda", paramLabel = "X", description = "The value up to which DANN's λ rises (default: 1).")
    private @Nullable Double lambda;

    @Option(
            names = "--set",
            split = ",",
            paramLabel = "KEY=VALUE",
            description =
                    "Change a value of the recipe; may be repeated. Keys are those below \"recipe\" in a results.json, joined by dots; the keys of a method begin with its name: --set dann.lambda.max=0.3,learningRate.peak=1e-3.")
    private List<String> changes = List.of();

    @Option(names = "--no-tensorboard", description = "Do not write files for TensorBoard.")
    private boolean noTensorBoard;

    boolean withTensorBoard() {
        return !noTensorBoard;
    }

    /** Returns these options with the values that they have in a comparison. */
    Map<String, String> options(Comparison settings) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("source", settings.source());
        options.put("target", settings.target());
        backbone.addTo(options);
        if (recipeFile == null) {
            options.put("preset", settings.preset());
        } else {
            options.put("recipe", recipeFile.toAbsolutePath().toString());
        }
        options.put("steps", Integer.toString(settings.recipe().steps()));
        options.put("batch", Integer.toString(settings.recipe().batchSize()));
        if (scaleLearningRate != null) {
            options.put("scale-learning-rate", Double.toString(scaleLearningRate));
        }
        if (targetLabels != null) {
            options.put("target-labels", Integer.toString(settings.recipe().targetLabels()));
        }
        options.put("lambda", Double.toString(settings.recipe().lambda()));
        if (!changes.isEmpty()) {
            options.put("set", String.join(",", changes));
        }
        return options;
    }

    /**
     * What the options select.
     *
     * @param preset name of the preset, or of the recipe file
     * @param oneSeed whether the default is one seed
     * @param methods the methods that are compared by default
     * @param backbone the frozen network; null if there is none
     */
    public record Choice(
            String source,
            String target,
            String preset,
            RecipeDefaults defaults,
            Recipe recipe,
            @Nullable BackboneRecord backbone) {
        /** Returns the recipe with the settings of its methods written out. */
        public Recipe complete() {
            return new Comparison(source, target, preset, recipe, defaults.compared(), List.of(0L)).recipe();
        }
    }

    /** @throws ParameterException if a dataset is unknown or a number is not allowed */
    public Choice choice() {
        if ((source == null) != (target == null)) {
            throw usage("give both --source and --target, or neither of them for the embedded pair");
        }
        String sourceName = source == null ? DEFAULT_SOURCE : source;
        String targetName = target == null ? DEFAULT_TARGET : target;
        if (preset != null && recipeFile != null) {
            throw usage("--preset and --recipe cannot be used together");
        }
        Preset chosen = preset != null ? preset : backbone.presetElse(source == null ? Preset.DEMO : Preset.BEST);
        try {
            BackboneRecord frozen = backbone.record();
            DatasetInfo sourceEntry = BackboneOptions.entry(sourceName, frozen);
            DatasetInfo targetEntry = BackboneOptions.entry(targetName, frozen);
            requireClasses(sourceEntry);
            Recipe recipe = recipeFile == null
                    ? chosen.recipe(sourceEntry, targetEntry)
                    : own(recipeFile, sourceEntry, targetEntry);
            recipe = steps == null ? recipe : recipe.withSteps(steps);
            if (scaleLearningRate != null && batch == null) {
                throw usage("--scale-learning-rate needs --batch, because it scales the learning rate with the batch");
            }
            recipe = batch == null
                    ? recipe
                    : scaleLearningRate == null
                            ? recipe.withBatchSize(batch)
                            : recipe.withBatchSizeAndRate(batch, scaleLearningRate);
            recipe = targetLabels == null ? recipe : recipe.withTargetLabels(targetLabels);
            recipe = lambda == null ? recipe : recipe.withLambda(lambda);
            recipe = BackboneOptions.tuned(changed(recipe), frozen);
            String name = recipeFile == null
                    ? chosen.label()
                    : recipeFile.getFileName().toString();
            RecipeDefaults all = recipeFile == null
                    ? chosen.defaults(sourceEntry, targetEntry)
                    : RecipeFile.defaults(recipeFile, sourceEntry, targetEntry);
            List<MethodType<?>> compared = all.compared().stream()
                    .filter(method -> targetEntry.classes() > 0 || !method.needsTargetLabels())
                    .toList();
            RecipeDefaults defaults = new RecipeDefaults(compared, all.trained(), all.seeds());
            return new Choice(sourceName, targetName, name, defaults, recipe, frozen);
        } catch (DataException | BackboneException | IllegalArgumentException e) {
            throw usage(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    private static Recipe own(Path file, DatasetInfo source, DatasetInfo target) {
        Recipe recipe = RecipeFile.read(file, source, target);
        int classes = recipe.network().classes();
        if (classes != source.classes()) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "recipe %s: its network has %d classes, but %s has %d; the last linear layer of the head labels needs as many features",
                    file,
                    classes,
                    source.name(),
                    source.classes()));
        }
        return recipe;
    }

    private Recipe changed(Recipe recipe) {
        Recipe changed = recipe;
        for (String change : changes) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw usage("--set %s: expected KEY=VALUE, such as steps=500".formatted(change));
            }
            changed = RecipeFile.with(
                    changed,
                    change.substring(0, equals).strip(),
                    change.substring(equals + 1).strip());
        }
        return changed;
    }

    public static void requireClasses(DatasetInfo source) {
        if (source.classes() < 2) {
            throw new DataException("%s has %s: a source needs at least 2 classes; %s"
                    .formatted(
                            source.name(),
                            source.classes() == 0
                                    ? "no labels"
                                    : "the only class '%s'"
                                            .formatted(source.classNames().get(0)),
                            source.isFeatures()
                                    ? "a CSV file has labels in a column 'label', or in the column that ?labels=NAME names"
                                    : "a folder of images has one subfolder per class, with the name of the class"));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
