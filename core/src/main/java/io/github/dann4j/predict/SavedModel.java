package io.github.dann4j.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleKeys;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Preprocessing;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.ClassPlacement;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.evaluate.Evaluator.FeaturesAndLogits;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.recipe.InitialModel;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.train.Term;
import io.github.dann4j.validate.Mixtures;
import io.github.dann4j.validate.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A trained network with everything its use needs, stored in one safetensors file.
 *
 * @param network the network with its weights; owned
 * @param card what describes the network and its input
 * @param trainingExamples of both domains; null in a model that was saved without them
 */
@PublicApi
public record SavedModel(
        Network network, ModelCard card, @Nullable ExampleKeys trainingExamples) implements AutoCloseable {
    /** Name of a model's file in the folder of its training. */
    public static final String FILE = "model.safetensors";

    private static final String CARD = "dann4j";
    private static final String IMAGES = "dann4j.images";

    /** The values of a card that may be null. */
    private static final List<String> OPTIONAL = List.of("directory", "backbone");

    /** The largest side, in pixels, of training images that a file may declare. */
    private static final int MOST_SIDE = 8192;

    /** Creates a model that does not know the images of its training. */
    public SavedModel(Network network, ModelCard card) {
        this(network, card, null);
    }

    /** Writes a model atomically, without the keys of its training images. */
    public static void write(Path file, Network network, ModelCard card) {
        write(file, network, card, Map.of(CARD, RunJson.write(card)));
    }

    /**
     * Writes a model atomically.
     *
     * @param trainingExamples see {@link ExampleKeys}
     */
    public static void write(Path file, Network network, ModelCard card, ExampleKeys trainingExamples) {
        write(file, network, card, Map.of(CARD, RunJson.write(card), IMAGES, trainingExamples.text()));
    }

    private static void write(Path file, Network network, ModelCard card, Map<String, String> texts) {
        BackboneRecord backbone = card.backbone();
        if (backbone != null) {
            BackbonePlace.write(file, backbone);
        }
        AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), texts));
    }

    /** Copies the file of a model, and where its backbone is. */
    public static void copy(Path from, Path to) {
        BackbonePlace.copy(from, to);
        AtomicFile.write(to, out -> Files.copy(from, out));
    }

    /**
     * Reads a model; the caller closes it.
     *
     * @throws ModelException if the file is missing, damaged or not a model of this library, or if a value is not
     *     finite
     */
    public static SavedModel read(Path file) {
        SafeTensors tensors = SafeTensors.read(file);
        ModelCard card;
        try {
            card = card(file, tensors.text(CARD));
        } catch (JsonProcessingException e) {
            throw new ModelException("%s: its description cannot be read: %s".formatted(file, reason(e)), e);
        }
        tensors.requireFinite();
        return of(file, tensors, card, trainingExamples(file, tensors));
    }

    private static @Nullable ExampleKeys trainingExamples(Path file, SafeTensors tensors) {
        if (!tensors.hasText(IMAGES)) {
            return null;
        }
        try {
            return ExampleKeys.of(tensors.text(IMAGES));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    "%s: the images of its training cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Reads the model of a folder that a training wrote, or of its file {@code model.safetensors}; see {@link #read}.
     */
    public static SavedModel of(Path runOrFile) {
        return read(file(runOrFile));
    }

    /** The file of a model: of the folder that a training wrote, or the file itself. */
    public static Path file(Path runOrFile) {
        return Files.isDirectory(runOrFile) ? runOrFile.resolve(FILE) : runOrFile;
    }

    /**
     * Reads the model that a training begins from; to be closed by the caller.
     *
     * @throws ModelException if its file has changed since
     */
    public static SavedModel read(InitialModel initial) {
        return read(initial.unchanged());
    }

    private static ModelCard card(Path file, String text) throws JsonProcessingException {
        JsonNode tree = RunJson.tree(text);
        if (!(tree instanceof ObjectNode card)) {
            throw new ModelException("%s: its description is not a JSON object".formatted(file));
        }
        if (!card.has("data")) {
            card.putArray("data");
        }
        for (String optional : OPTIONAL) {
            if (!card.has(optional)) {
                card.putNull(optional);
            }
        }
        for (Map.Entry<String, JsonNode> field : card.properties()) {
            if (field.getValue().isNull() && !OPTIONAL.contains(field.getKey())) {
                throw new ModelException("%s: '%s' of its description is null".formatted(file, field.getKey()));
            }
        }
        for (JsonNode name : card.path("classNames")) {
            if (!name.isTextual()) {
                throw new ModelException("%s: a class name must be a text, got %s".formatted(file, name));
            }
        }
        ModelCard read = RunJson.read(tree.toString(), ModelCard.class);
        BackboneRecord backbone = read.backbone();
        return backbone == null ? read : read.withBackbone(BackbonePlace.located(file, backbone));
    }

    /**
     * The reason why a description cannot be read; for a null inside it, Jackson's message would only be the
     * exception's name.
     */
    private static String reason(JsonProcessingException failure) {
        return failure.getCause() instanceof NullPointerException && failure instanceof JsonMappingException mapping
                ? "null where a value belongs, at "
                        + mapping.getPathReference().replaceAll("[\\w.$]+\\.(?=\\w+\\[)", "")
                : failure.getOriginalMessage();
    }

    private static SavedModel of(
            Path file, SafeTensors tensors, ModelCard card, @Nullable ExampleKeys trainingExamples) {
        Network network;
        try {
            network = new Network(card.network(), 0);
        } catch (RuntimeException e) {
            throw new ModelException("%s: its network cannot be built: %s".formatted(file, e.getMessage()), e);
        }
        try {
            requireConsistent(file, network, card);
            tensors.copyInto(network.state());
            return new SavedModel(network, card, trainingExamples);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Checks that the parts of a description fit each other: a file that this library did not write may hold anything.
     */
    private static void requireConsistent(Path file, Network network, ModelCard card) {
        requireEqual(file, "class names", card.classNames().size(), network.classes());
        requireEqual(
                file,
                card.takesImages() ? "channels of the normalisation" : "columns of the normalisation",
                card.normalisation().mean().size(),
                Math.toIntExact(network.spec().input().shape()[0]));
        requireFits(file, card.preprocessing(), network.spec().input());
        BackboneRecord backbone = card.backbone();
        if (backbone != null && backbone.takesPixels()) {
            requireEqual(
                    file,
                    "pixels a side of the backbone's input",
                    backbone.transform().size(),
                    network.spec().input() instanceof NetworkInput.Images images ? images.size() : 0);
        } else if (backbone != null) {
            requireEqual(
                    file,
                    "features of the backbone",
                    backbone.columns(),
                    Math.toIntExact(network.spec().input().shape()[0]));
        }
        for (ImageSize size : card.imageSizes()) {
            if (Math.max(size.width(), size.height()) > MOST_SIDE) {
                throw new ModelException(String.format(
                        Locale.ROOT,
                        "%s: it declares training images of %d x %d pixels, the limit is %d per side",
                        file,
                        size.width(),
                        size.height(),
                        MOST_SIDE));
            }
        }
    }

    private static void requireFits(Path file, Preprocessing preprocessing, NetworkInput input) {
        if (preprocessing instanceof ImagePreprocessing of && input instanceof NetworkInput.Images images) {
            requireEqual(file, "channels of the preprocessing", of.channels(), images.channels());
            requireEqual(file, "pixels a side of the preprocessing", of.size(), images.size());
        } else if (preprocessing instanceof FeaturePreprocessing of
                && input instanceof NetworkInput.Features features) {
            requireEqual(file, "columns of the preprocessing", of.columns(), features.columns());
        } else {
            throw new ModelException("%s: its description has the preprocessing %s, but its network takes %s"
                    .formatted(file, preprocessing, input));
        }
    }

    private static void requireEqual(Path file, String what, int got, int needed) {
        if (got != needed) {
            throw new ModelException(String.format(
                    Locale.ROOT, "%s: its description has %d %s, its network needs %d", file, got, what, needed));
        }
    }

    /**
     * Tests the model on a labelled dataset with images of any size.
     *
     * @throws DataException if the dataset's classes are not the model's
     */
    public Evaluation evaluate(ExampleSet set, Domain statistics, Precision precision) {
        return prepared(set, examples -> new Evaluator(network, precision).evaluate(examples, statistics));
    }

    /**
     * Shows where the model places each class of a labelled dataset, with images of any size, relative to the source's
     * images.
     *
     * @param source the dataset the model was trained on, or its test images
     * @param set a dataset of the target's kind
     * @param statistics the domain whose batch statistics normalise {@code set}
     * @throws DataException if the classes of either are not the model's
     */
    public ClassPlacement placement(ExampleSet source, ExampleSet set, Domain statistics, Precision precision) {
        boolean domainClassifier = Methods.find(card.method())
                .map(method -> method.tells(Term.DOMAIN_LOSS))
                .orElse(false);
        Evaluator evaluator = new Evaluator(network, precision);
        return prepared(
                source,
                ofSource -> prepared(
                        set, images -> ClassPlacement.of(evaluator, ofSource, images, statistics, domainClassifier)));
    }

    /** Applies {@code use} to a labelled dataset that is brought to the model's classes and input size. */
    private <T> T prepared(ExampleSet set, Function<LabeledExamples, T> use) {
        if (Collections.disjoint(set.classNames(), card.classNames())) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s has %d classes, the model was trained on the %d of %s: they must be the same",
                    set.name(),
                    set.classNames().size(),
                    card.classNames().size(),
                    card.source()));
        }
        try (ExampleSet matched = set.withClasses(card.classNames());
                ExampleSet fitting = card.fitting(matched);
                LabeledExamples examples = new LabeledExamples(fitting, card.normalisation())) {
            return use.apply(examples);
        }
    }

    /**
     * Returns the features of {@code count} examples, images of any size, spread evenly over the dataset.
     *
     * @return one row per example
     */
    public float[][] features(ExampleSet set, Domain statistics, int count, Precision precision) {
        try (ExampleSet fitting = card.fitting(set);
                UnlabeledExamples examples = new UnlabeledExamples(fitting, card.normalisation())) {
            return new Evaluator(network, precision).features(examples, statistics, count);
        }
    }

    /**
     * Returns what the model computes from examples of both domains, for validators. The target is used without labels,
     * even if it has some.
     *
     * @param source labelled examples of the source's kind, images of any size
     * @param target examples of the target's kind
     * @param count at most so many of each, spread evenly over the dataset
     * @throws DataException if the classes of {@code source} are not the model's, or if it has no labels
     * @throws ModelException if a feature or a logit is not finite
     */
    public Outputs outputs(ExampleSet source, ExampleSet target, int count, Precision precision) {
        Evaluator evaluator = new Evaluator(network, precision);
        try (ExampleSet fitting = card.fitting(target);
                UnlabeledExamples examples = new UnlabeledExamples(fitting, card.normalisation())) {
            Domain statistics = card.statisticsFor(Domain.TARGET);
            FeaturesAndLogits ofTarget = evaluator.featuresAndLogits(examples, statistics, count);
            Mixtures mixtures = mixtures(evaluator, examples, ofTarget, statistics);
            return prepared(source, labelled -> with(mixtures, ModelOutputs.of(evaluator, labelled, ofTarget, count)));
        }
    }

    /** Mixes examples of a sample of the target, for {@code MixVal}. */
    private static Mixtures mixtures(
            Evaluator evaluator, UnlabeledExamples examples, FeaturesAndLogits sample, Domain statistics) {
        int[] numbers = Evaluator.sample(examples.size(), sample.logits().length);
        int[][] pairs = Mixtures.pairs(Outputs.doubles(sample.logits()));
        float[][] logits = evaluator.mixedLogits(
                examples, numbers(numbers, pairs[0]), numbers(numbers, pairs[1]), Mixtures.SHARE, statistics);
        return new Mixtures(pairs[0], pairs[1], Outputs.doubles(logits));
    }

    private static long[] numbers(int[] all, int[] rows) {
        return Arrays.stream(rows).mapToLong(row -> all[row]).toArray();
    }

    /** Returns the weights of the label predictor's last layer, {@code [K][h]}; no rows if it is not a linear layer. */
    private double[][] classWeights() {
        double[][] weights = new double[0][];
        try (PointerScope scope = new PointerScope()) {
            for (Tensor parameter : network.headParameters(NetworkSpec.LABELS).values()) {
                if (parameter.dim() == 2) {
                    weights = Outputs.doubles(Tensors.rows(parameter.detach()));
                }
            }
        }
        return weights.length == network.classes() ? weights : new double[0][];
    }

    /**
     * Returns the share of each of the model's classes among the labels of a dataset, {@code [K]}.
     *
     * @throws DataException if the classes are not the model's, or if there are no labels
     */
    public double[] classShares(ExampleSet set) {
        return prepared(set, LabeledExamples::classShares);
    }

    private Outputs with(Mixtures mixtures, Outputs outputs) {
        try {
            return outputs.with(mixtures, classWeights());
        } catch (IllegalArgumentException e) {
            throw new ModelException("the model's outputs cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
