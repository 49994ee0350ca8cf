package io.github.dann4j.predict;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.export.ExportedBackbone;
import io.github.dann4j.export.ExportedNetwork;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.pretrained.TorchBackbone;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Applies a saved model: takes images or vectors of features, returns classes and probabilities. Images may be of any
 * size and kind; they are prepared exactly as in the training ({@link ImageInput}).
 *
 * <p>All methods are thread-safe: a prediction changes nothing, and its results belong to its thread. {@link #close}
 * waits for running predictions. Many images at once are several times faster than one by one. The probabilities of an
 * image may differ in the last digits (about 1e-6) with the number of images predicted together, because libtorch then
 * adds in another order.
 */
@PublicApi
public final class Predictor implements AutoCloseable {
    private final SavedModel model;
    private final Domain statistics;
    private final Precision precision;
    private final @Nullable ImageInput input;
    private final @Nullable Backbone backbone;
    private final Evaluator evaluator;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param model owned by this predictor from now on
     * @param domain the domain of the images to predict: its batch statistics are used, and its image size is the
     *     expected one
     * @param precision of convolutions and matrix products; the softmax is always float32
     */
    public Predictor(SavedModel model, Domain domain, Precision precision) {
        this.model = model;
        this.statistics = model.card().statisticsFor(domain);
        this.precision = precision;
        this.input = model.card().takesImages() ? model.card().imageInput(domain) : null;
        BackboneRecord first = model.card().backbone();
        this.backbone = first == null || first.takesPixels() ? null : Backbones.open(first);
        this.evaluator = new Evaluator(model.network(), precision);
    }

    /**
     * Opens a model for images of its target domain, in float32.
     *
     * @param runOrFile a folder that a training wrote, or its file {@code model.safetensors}
     * @throws ModelException if it cannot be read
     */
    public static Predictor open(Path runOrFile) {
        return new Predictor(SavedModel.of(runOrFile), Domain.TARGET, Precision.FP32);
    }

    /** The description of the model. */
    public ModelCard card() {
        return model.card();
    }

    /** The domain whose batch statistics are used. */
    public Domain statistics() {
        return statistics;
    }

    /** Predicts one image. */
    public Prediction predict(BufferedImage image) {
        return predict(DecodedImage.of(image));
    }

    /** Predicts one image. */
    public Prediction predict(DecodedImage image) {
        return predictPrepared(List.of(prepare(image))).get(0);
    }

    /** Predicts images, each of any size; returns the predictions in the same order. */
    public List<Prediction> predict(List<DecodedImage> images) {
        return images.isEmpty()
                ? List.of()
                : predictPrepared(images.stream().map(this::prepare).toList());
    }

    /**
     * Predicts the examples of a dataset, in its order; labels are ignored.
     *
     * @throws DataException if the model cannot take them
     */
    public List<Prediction> predict(ExampleSet set) {
        return predict(set, 0, set.size());
    }

    /** Predicts the examples {@code from .. to - 1} of a dataset. */
    public List<Prediction> predict(ExampleSet set, int from, int to) {
        return ofSet(set, from, to, this::predictions);
    }

    /**
     * Predicts vectors of features, for a model that takes them, with the columns in the order of its training.
     *
     * @param rows one row per example
     * @throws DataException if a row has another number of columns, or a feature is not finite
     */
    public List<Prediction> predict(float[][] rows) {
        if (rows.length == 0) {
            return List.of();
        }
        try (FeatureSet set = FeatureSet.unlabeled("rows", Split.TEST, rows)) {
            return predict(set);
        }
    }

    /**
     * Brings an image to the input size: the first half of a prediction. Use it to decode many large images, each of
     * which can be released after this call.
     *
     * @return uint8 {@code [size, size, channels]}
     * @throws DataException if the image cannot be brought to that size
     * @throws ModelException if the model takes features
     */
    public byte[] prepare(DecodedImage image) {
        if (backbone != null) {
            return backbone.record().transform().pixels(image);
        }
        return imageInput().pixels(image);
    }

    /**
     * Prepares the images {@code from .. to - 1} of {@code count} images that are spread evenly over a dataset.
     *
     * @return one prepared image each
     */
    public List<byte[]> prepare(ImageSet set, int from, int to, int count) {
        Objects.checkFromToIndex(from, to, count);
        List<byte[]> images = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int image = (int) ((long) i * set.size() / count);
            if (model.card().backbone() != null) {
                images.add(prepare(ImageFeatures.image(set, image)));
                continue;
            }
            try (PointerScope scope = new PointerScope();
                    ImageSet one = set.part(image, image + 1);
                    ImageSet resized = imageInput().preprocessing().resized(one)) {
                images.add(repeated(Tensors.bytes(resized.images()), set.channels()));
            }
        }
        return images;
    }

    /** Repeats the channel of a grey image for a network that takes colour. */
    private byte[] repeated(byte[] samples, int channels) {
        int times = imageInput().preprocessing().channels() / channels;
        byte[] all = new byte[samples.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = samples[i / times];
        }
        return all;
    }

    /**
     * Returns the network in the form for export, with the batch statistics of this predictor, which must outlive it.
     */
    public ExportedNetwork exported() {
        ModelCard card = model.card();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", card.method());
        facts.put("source", card.source());
        facts.put("target", card.target());
        facts.put("seed", Long.toString(card.seed()));
        BackboneRecord first = card.backbone();
        if (first != null) {
            facts.put(
                    "resize",
                    String.format(
                            Locale.ROOT,
                            "not part of the model: images must be brought to %1$d x %1$d first, as 'transform' says (dann4j, data.image.ImageTransform)",
                            first.transform().size()));
        } else if (input != null) {
            facts.put("resize", resize(input));
        } else if (card.preprocessing() instanceof FeaturePreprocessing columns
                && !columns.names().isEmpty()) {
            facts.put("columns", String.join(",", columns.names()));
        }
        return new ExportedNetwork(
                model.network(), card.normalisation(), statistics, card.classNames(), facts, exportedBackbone());
    }

    private @Nullable ExportedBackbone exportedBackbone() {
        if (backbone == null) {
            BackboneRecord first = model.card().backbone();
            return first == null ? null : new ExportedBackbone.Inside(first);
        }
        if (backbone instanceof TorchBackbone layers) {
            return new ExportedBackbone.Layers(layers.record(), layers.placed(), layers.weights());
        }
        Path file = Path.of(backbone.record().file());
        try {
            return new ExportedBackbone.Onnx(backbone.record(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }

    private static String resize(ImageInput input) {
        return String.format(
                Locale.ROOT,
                "not part of the model: images of another size must be resized to %1$d x %1$d first; the training used %2$s (dann4j, data.ImagePreprocessing)%3$s",
                input.preprocessing().size(),
                input.preprocessing().resize(),
                input.trained().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; its images were %d x %d",
                                input.trained().get(0).width(),
                                input.trained().get(0).height()));
    }

    private ImageInput imageInput() {
        return input == null ? model.card().imageInput(statistics) : input;
    }

    /** Predicts images that {@link #prepare} made, at least one: the second half of a prediction. */
    public List<Prediction> predictPrepared(List<byte[]> images) {
        return ofPrepared(images, this::predictions);
    }

    /**
     * Returns the features of images that {@link #prepare} made, one row per image.
     *
     * @throws ModelException if a feature is not finite
     */
    public float[][] features(List<byte[]> images) {
        return ofPrepared(images, this::features);
    }

    /**
     * Returns the features of the examples {@code from .. to - 1} of a dataset, one row per example.
     *
     * @throws ModelException if a feature is not finite
     */
    public float[][] features(ExampleSet set, int from, int to) {
        return ofSet(set, from, to, this::features);
    }

    private List<Prediction> predictions(UnlabeledExamples images) {
        List<String> names = model.card().classNames();
        List<Prediction> predictions = new ArrayList<>();
        for (float[] row : evaluator.probabilities(images, statistics)) {
            predictions.add(new Prediction(row, names));
        }
        return predictions;
    }

    private float[][] features(UnlabeledExamples images) {
        float[][] features = evaluator.features(images, statistics, images.size());
        for (float[] row : features) {
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new ModelException(
                            "the model's features are not finite: its values become too large; train it again");
                }
            }
        }
        return features;
    }

    private <T> T ofPrepared(List<byte[]> prepared, Function<UnlabeledExamples, T> work) {
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("expected at least one image, got none");
        }
        Backbone frozen = backbone;
        if (frozen != null) {
            return used(() -> {
                float[][] rows = prepared.parallelStream().map(frozen::features).toArray(float[][]::new);
                try (FeatureSet set = FeatureSet.unlabeled("images", Split.TEST, rows)) {
                    return applied(set, work);
                }
            });
        }
        return used(() -> {
            try (ImageSet set = imageInput().set(prepared);
                    UnlabeledExamples images =
                            new UnlabeledExamples(set, model.card().normalisation())) {
                return work.apply(images);
            }
        });
    }

    private <T> T ofSet(ExampleSet set, int from, int to, Function<UnlabeledExamples, T> work) {
        return used(() -> {
            try (ExampleSet part = set.part(from, to)) {
                return applied(part, work);
            }
        });
    }

    private <T> T applied(ExampleSet set, Function<UnlabeledExamples, T> work) {
        try (ExampleSet fitting = model.card().fitting(set);
                UnlabeledExamples examples =
                        new UnlabeledExamples(fitting, model.card().normalisation())) {
            return work.apply(examples);
        }
    }

    private <T> T used(Supplier<T> work) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this predictor is closed");
            }
            return work.get();
        } finally {
            use.readLock().unlock();
        }
    }

    SavedModel model() {
        return model;
    }

    Precision precision() {
        return precision;
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
                if (backbone != null) {
                    backbone.close();
                }
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
