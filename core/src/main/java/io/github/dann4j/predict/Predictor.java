package io.github.dann4j.predict;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.image.Picture;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.PictureInput;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.export.ExportedNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import java.awt.image.BufferedImage;
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
 * A saved model at work: pictures or vectors of features in, classes and probabilities out. Pictures may be of any size and kind; they are prepared exactly
 * as in the training ({@link PictureInput}).
 *
 * <p>All methods may be called from several threads at once: nothing is changed by a prediction, and what it computes belongs to its
 * thread. {@link #close} waits for the predictions that are running. Many pictures at once are several times faster than one by
 * one. The same picture may get probabilities that differ in the last digits (about 1e-6) beside other numbers of pictures, because
 * libtorch adds up in another order.
 */
public final class Predictor implements AutoCloseable {
    private final SavedModel model;
    private final Domain statistics;
    private final Precision precision;
    private final @Nullable PictureInput input;
    private final Evaluator evaluator;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param model from now on owned by this
     * @param domain whose pictures are to be predicted: its batch statistics are used, and its pictures' size is the usual one
     * @param precision of convolutions and matrix products; the softmax is always float32
     */
    public Predictor(SavedModel model, Domain domain, Precision precision) {
        this.model = model;
        this.statistics = model.card().statisticsFor(domain);
        this.precision = precision;
        this.input = model.card().takesImages() ? model.card().pictureInput(domain) : null;
        this.evaluator = new Evaluator(model.network(), precision);
    }

    /**
     * Opens a model for pictures of its target domain, in float32.
     *
     * @param runOrFile a folder that a training wrote, or its file {@code model.safetensors}
     * @throws ModelException if it cannot be read
     */
    public static Predictor open(Path runOrFile) {
        return new Predictor(SavedModel.of(runOrFile), Domain.TARGET, Precision.FP32);
    }

    /** What is known of the model. */
    public ModelCard card() {
        return model.card();
    }

    /** Whose batch statistics normalise. */
    public Domain statistics() {
        return statistics;
    }

    /** Predicts one picture. */
    public Prediction predict(BufferedImage image) {
        return predict(Picture.of(image));
    }

    /** Predicts one picture. */
    public Prediction predict(Picture picture) {
        return predictPrepared(List.of(prepare(picture))).get(0);
    }

    /** Predicts pictures, each of any size, in their order. */
    public List<Prediction> predict(List<Picture> pictures) {
        return pictures.isEmpty()
                ? List.of()
                : predictPrepared(pictures.stream().map(this::prepare).toList());
    }

    /**
     * Predicts the examples of a set, in its order; labels that it may have are not looked at.
     *
     * @throws DataException if the model cannot take them
     */
    public List<Prediction> predict(ExampleSet set) {
        return predict(set, 0, set.size());
    }

    /** Predicts the examples {@code from .. to - 1} of a set. */
    public List<Prediction> predict(ExampleSet set, int from, int to) {
        return ofSet(set, from, to, this::predictions);
    }

    /**
     * Predicts vectors of features, for a model that takes them: the columns in the order of its training.
     *
     * @param rows a row an example
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
     * The first half of a prediction: brings a picture to the input size. To be used where many large pictures are decoded at once,
     * each of which can then be let go.
     *
     * @return uint8 {@code [size, size, channels]}
     * @throws DataException if it cannot be brought to that size
     * @throws ModelException if the model takes features
     */
    public byte[] prepare(Picture picture) {
        return pictureInput().pixels(picture);
    }

    /**
     * The same of the {@code from}-th to the last but {@code to}-th of {@code count} images that are spread evenly over a set.
     *
     * @return one picture an image
     */
    public List<byte[]> prepare(ImageSet set, int from, int to, int count) {
        Objects.checkFromToIndex(from, to, count);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int image = (int) ((long) i * set.size() / count);
            try (PointerScope scope = new PointerScope();
                    ImageSet one = set.part(image, image + 1);
                    ImageSet resized = pictureInput().preprocessing().resized(one)) {
                pictures.add(repeated(Tensors.bytes(resized.images()), set.channels()));
            }
        }
        return pictures;
    }

    /** A grey picture for a network that takes colours. */
    private byte[] repeated(byte[] samples, int channels) {
        int times = pictureInput().preprocessing().channels() / channels;
        byte[] all = new byte[samples.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = samples[i / times];
        }
        return all;
    }

    /** The network in the form in which it is exported, with the batch statistics of this predictor; this must outlive it. */
    public ExportedNetwork exported() {
        ModelCard card = model.card();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", card.method());
        facts.put("source", card.source());
        facts.put("target", card.target());
        facts.put("seed", Long.toString(card.seed()));
        if (input != null) {
            facts.put("resize", resize(input));
        } else if (card.preprocessing() instanceof FeaturePreprocessing columns
                && !columns.names().isEmpty()) {
            facts.put("columns", String.join(",", columns.names()));
        }
        return new ExportedNetwork(model.network(), card.normalisation(), statistics, card.classNames(), facts);
    }

    private static String resize(PictureInput input) {
        return String.format(
                Locale.ROOT,
                "not inside: pictures of another size have to be brought to %1$d x %1$d before, in the training by %2$s (dann4j, data.ImagePreprocessing)%3$s",
                input.preprocessing().size(),
                input.preprocessing().resize(),
                input.trained().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; its pictures were %d x %d",
                                input.trained().get(0).width(),
                                input.trained().get(0).height()));
    }

    private PictureInput pictureInput() {
        return input == null ? model.card().pictureInput(statistics) : input;
    }

    /** The second half: predicts pictures that {@link #prepare} made, at least one. */
    public List<Prediction> predictPrepared(List<byte[]> pictures) {
        return ofPrepared(pictures, this::predictions);
    }

    /**
     * What the feature extractor makes of pictures that {@link #prepare} made: one row a picture.
     *
     * @throws ModelException if a feature is not finite
     */
    public float[][] features(List<byte[]> pictures) {
        return ofPrepared(pictures, this::features);
    }

    /**
     * What the feature extractor makes of the examples {@code from .. to - 1} of a set: one row an example.
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
                            "the model's features are not finite: its values become too large; train it anew");
                }
            }
        }
        return features;
    }

    private <T> T ofPrepared(List<byte[]> pictures, Function<UnlabeledExamples, T> work) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("expected at least one picture, got none");
        }
        return used(() -> {
            try (ImageSet set = pictureInput().set(pictures);
                    UnlabeledExamples images =
                            new UnlabeledExamples(set, model.card().normalisation())) {
                return work.apply(images);
            }
        });
    }

    private <T> T ofSet(ExampleSet set, int from, int to, Function<UnlabeledExamples, T> work) {
        return used(() -> {
            try (ExampleSet part = set.part(from, to);
                    ExampleSet fitting = model.card().preprocessing().apply(part);
                    UnlabeledExamples examples =
                            new UnlabeledExamples(fitting, model.card().normalisation())) {
                return work.apply(examples);
            }
        });
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
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
