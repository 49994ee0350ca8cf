package io.github.dann4j.evaluate;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Pass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Evaluates a network with its running statistics and without dropout. Does not change the network. An interrupt of the
 * thread stops an evaluation with a {@link java.util.concurrent.CancellationException}.
 *
 * <p>If several workers have copies of the network, accuracies, signals and estimates are collective operations: each
 * worker computes some of the batches, and the counts are summed. Probabilities and features of single images are
 * computed by the calling worker alone.
 */
@PublicApi
public final class Evaluator {
    /**
     * Most images per pass. Small enough that no tensor in a usual network reaches 32 MB. From that size on, the C
     * library requests each tensor's memory from the system, page by page; with 500 images that took as long as the
     * computation.
     */
    private static final int MOST_IMAGES = 100;

    private static final int SIGNAL_IMAGES = 5000;

    private final Network network;
    private final Precision precision;
    private final Collective workers;
    private final int batch;

    public Evaluator(Network network, Precision precision) {
        this.network = network;
        this.precision = precision;
        this.workers = network.replicas().workers();
        this.batch = network.examplesPerPass(MOST_IMAGES);
    }

    /**
     * Predicts every image of a dataset once.
     *
     * @param statistics domain whose batch statistics are used
     * @throws IllegalArgumentException if the images have another number of classes than the network
     */
    public Evaluation evaluate(LabeledExamples images, Domain statistics) {
        return evaluate(images, statistics, images.size());
    }

    /**
     * Like {@link #evaluate}, on a {@linkplain #sample sample} of at most {@code count} images, the same ones each
     * time.
     */
    public Evaluation evaluateSample(LabeledExamples images, Domain statistics, int count) {
        return evaluate(images, statistics, Math.min(count, images.size()));
    }

    /** Returns the indices of {@code count} images spread evenly over {@code size}, or all if there are fewer. */
    public static int[] sample(int size, int count) {
        int fewer = Math.min(count, size);
        return IntStream.range(0, fewer)
                .map(i -> (int) ((long) i * size / fewer))
                .toArray();
    }

    /**
     * The outputs of a network for each image of a dataset, in its order.
     *
     * @param features the flattened outputs of G_f, one row per image
     * @param probabilities one row per image, one column per class; a softmax in float32, each row sums to 1
     */
    public record Predictions(float[][] features, float[][] probabilities) {}

    /**
     * The outputs of a network before any softmax, for a sample of a dataset, in its order.
     *
     * @param features the flattened outputs of G_f, one row per image, float32
     * @param logits one row per image, one column per class, float32
     */
    public record FeaturesAndLogits(float[][] features, float[][] logits) {}

    /** Computes an output of the network. */
    private interface Forward {
        Tensor of(Tensor images, Pass pass);
    }

    /** Receives the output for the images {@code from .. to - 1}. */
    private interface Reader {
        void read(int from, int to, Tensor output);
    }

    /** Some images of a dataset, in its order. */
    private interface Images {
        Tensor range(int from, int to);
    }

    /** Returns {@code count} images spread evenly over a dataset, possibly all. */
    private static Images spread(UnlabeledExamples images, int count) {
        return count == images.size()
                ? (from, to) -> images.range(from, to).inputs()
                : (from, to) ->
                        images.batch(spread(from, to, count, images.size())).inputs();
    }

    /**
     * Returns the indices of the samples {@code from .. to - 1} of {@code count} samples spread evenly over
     * {@code size} images.
     */
    private static long[] spread(int from, int to, int count, int size) {
        return LongStream.range(from, to).map(i -> i * size / count).toArray();
    }

    /**
     * Passes images through the network, batch by batch, without gradients.
     *
     * @param purpose name of the work in the message of a cancellation
     * @param share share of the batches that this worker computes
     */
    private void forEachBatch(
            String purpose, Images images, int count, Shard share, Pass pass, Forward forward, Reader reader) {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < count; from += batch) {
                if (!share.isDealt(from / batch)) {
                    continue;
                }
                Cancellation.check(purpose);
                int to = Math.min(count, from + batch);
                try (PointerScope scope = new PointerScope()) {
                    reader.read(from, to, inPrecision(forward, images.range(from, to), pass));
                }
            }
        }
    }

    private Tensor inPrecision(Forward forward, Tensor images, Pass pass) {
        try (Autocast autocast = Autocast.of(precision)) {
            return forward.of(images, pass);
        }
    }

    /** Returns the logits of the classes: {@code [n, c, size, size] -> [n, classes]}. */
    private Tensor logits(Tensor images, Pass pass) {
        return network.labels(network.features(images, pass), pass);
    }

    private Evaluation evaluate(LabeledExamples images, Domain statistics, int count) {
        int classes = images.classNames().size();
        if (classes != network.classes()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the network has %d classes, the images have %d; they must have the same classes",
                    network.classes(),
                    classes));
        }
        long[] truth = images.classes();
        double[] counts = new double[classes * classes];
        forEachBatch(
                "the test",
                spread(images.unlabeled(), count),
                count,
                workers.share(),
                Pass.evaluate(statistics),
                this::logits,
                (from, to, logits) -> {
                    long[] predicted = classes(logits);
                    for (int i = 0; i < predicted.length; i++) {
                        long index = (from + i) * (long) images.size() / count;
                        counts[(int) truth[(int) index] * classes + (int) predicted[i]]++;
                    }
                });
        double[] sums = workers.sum(counts, "the test");
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < sums.length; i++) {
            confusion[i / classes][i % classes] = (int) sums[i];
        }
        return new Evaluation(confusion);
    }

    private static long[] classes(Tensor logits) {
        return Tensors.longs(logits.argmax(new LongOptional(1), false));
    }

    /**
     * Returns the probability of each class for every image of a dataset, in its order.
     *
     * @param statistics domain whose batch statistics are used
     * @return one row per image, one column per class; the softmax is computed in float32, each row sums to 1
     */
    public float[][] probabilities(UnlabeledExamples images, Domain statistics) {
        return probabilities(images, statistics, images.size());
    }

    /**
     * Like {@link #probabilities(UnlabeledExamples, Domain)}, for a {@linkplain #sample sample} of at most
     * {@code count} images.
     */
    public float[][] probabilities(UnlabeledExamples images, Domain statistics, int count) {
        int sample = Math.min(count, images.size());
        float[][] probabilities = new float[sample][];
        forEachBatch(
                "the prediction",
                spread(images, sample),
                sample,
                Shard.ALL,
                Pass.evaluate(statistics),
                this::logits,
                (from, to, logits) -> put(softmax(logits), probabilities, from));
        return probabilities;
    }

    private static Tensor softmax(Tensor logits) {
        return logits.to(ScalarType.Float).softmax(1);
    }

    private static void put(Tensor rows, float[][] all, int from) {
        float[][] some = Tensors.rows(rows);
        System.arraycopy(some, 0, all, from, some.length);
    }

    /**
     * Returns the class with the largest probability for every image of a dataset, in its order.
     *
     * @param statistics domain whose batch statistics are used
     */
    public long[] predictedClasses(UnlabeledExamples images, Domain statistics) {
        long[] predicted = new long[images.size()];
        forEachBatch(
                "the prediction",
                spread(images, predicted.length),
                predicted.length,
                Shard.ALL,
                Pass.evaluate(statistics),
                this::logits,
                (from, to, logits) -> System.arraycopy(classes(logits), 0, predicted, from, to - from));
        return predicted;
    }

    /**
     * Returns the features and probabilities of every image of a dataset, computed in one pass.
     *
     * @param statistics domain whose batch statistics are used
     */
    public Predictions predictions(UnlabeledExamples images, Domain statistics) {
        int count = images.size();
        float[][] features = new float[count][];
        float[][] probabilities = new float[count][];
        Pass pass = Pass.evaluate(statistics);
        forEachBatch(
                "the prediction",
                spread(images, count),
                count,
                Shard.ALL,
                pass,
                network::features,
                (from, to, output) -> {
                    put(output.flatten(1, -1), features, from);
                    put(softmax(inPrecision(network::labels, output, pass)), probabilities, from);
                });
        return new Predictions(features, probabilities);
    }

    /**
     * Returns the features and logits for a {@linkplain #sample sample} of at most {@code count} images, computed in one
     * pass.
     *
     * @param statistics domain whose batch statistics are used
     */
    public FeaturesAndLogits featuresAndLogits(UnlabeledExamples images, Domain statistics, int count) {
        int sample = Math.min(count, images.size());
        float[][] features = new float[sample][];
        float[][] logits = new float[sample][];
        Pass pass = Pass.evaluate(statistics);
        forEachBatch(
                "the computation of features and logits",
                spread(images, sample),
                sample,
                Shard.ALL,
                pass,
                network::features,
                (from, to, output) -> {
                    put(output.flatten(1, -1), features, from);
                    put(inPrecision(network::labels, output, pass).to(ScalarType.Float), logits, from);
                });
        return new FeaturesAndLogits(features, logits);
    }

    /**
     * Returns the logits of mixed examples: {@code share} times the input of one and {@code 1 - share} times that of
     * another, as the network receives them.
     *
     * @param first numbers of examples
     * @param second as many numbers, of the examples mixed into them
     * @param statistics domain whose batch statistics are used
     * @return one row per pair, one column per class, float32
     */
    public float[][] mixedLogits(
            UnlabeledExamples images, long[] first, long[] second, double share, Domain statistics) {
        float[][] logits = new float[first.length][];
        Images mixed = (from, to) -> images.batch(Arrays.copyOfRange(first, from, to))
                .inputs()
                .mul(new Scalar(share))
                .add(images.batch(Arrays.copyOfRange(second, from, to)).inputs().mul(new Scalar(1 - share)));
        forEachBatch(
                "the computation of the logits of mixed examples",
                mixed,
                first.length,
                Shard.ALL,
                Pass.evaluate(statistics),
                this::logits,
                (from, to, output) -> put(output.to(ScalarType.Float), logits, from));
        return logits;
    }

    /**
     * Returns the label-free signals of a target, measured on at most 5,000 images spread evenly over it.
     *
     * @param statistics domain whose batch statistics are used
     * @param sourceShares share of each class in the source's training images; the sum is 1
     */
    public TargetSignals signals(UnlabeledExamples target, Domain statistics, double[] sourceShares) {
        int count = Math.min(SIGNAL_IMAGES, target.size());
        int classes = network.classes();
        double[] own = new double
                [(count + batch - 1) / batch * (classes + 1)]; // for each batch: a sum for each class, and the entropy
        forEachBatch(
                "the measurement of label-free signals",
                spread(target, count),
                count,
                workers.share(),
                Pass.evaluate(statistics),
                this::logits,
                (from, to, logits) -> {
                    Tensor logProbabilities = logits.to(ScalarType.Double).log_softmax(1);
                    Tensor probabilities = logProbabilities.exp();
                    int at = from / batch * (classes + 1);
                    System.arraycopy(Tensors.doubles(probabilities.sum(0)), 0, own, at, classes);
                    own[at + classes] =
                            Tensors.doubles(probabilities.mul(logProbabilities).sum())[0];
                });
        double[] sums = workers.sum(own, "the measurement of label-free signals");
        double entropy = 0;
        double[] mean = new double[classes];
        for (int at = 0; at < sums.length; at += classes + 1) {
            for (int c = 0; c < classes; c++) {
                mean[c] += sums[at + c] / count;
            }
            entropy -= sums[at + classes];
        }
        double imbalance = 0;
        for (int c = 0; c < mean.length; c++) {
            imbalance += mean[c] > 0 ? mean[c] * Math.log(mean[c] / sourceShares[c]) : 0;
        }
        return new TargetSignals(entropy / count, imbalance);
    }

    /**
     * Estimates the target's class shares from at most 5,000 images spread evenly over it. Needs a network that was
     * trained on the source alone and has the batch statistics of both domains.
     *
     * @param sourceShares share of each class in the source's training images; the sum is 1
     */
    public ClassShareEstimate estimateShares(UnlabeledExamples target, double[] sourceShares) {
        long[] bySource = predict(target, Domain.SOURCE);
        long[] byTarget = predict(target, Domain.TARGET);
        int same = 0;
        for (int i = 0; i < bySource.length; i++) {
            same += bySource[i] == byTarget[i] ? 1 : 0;
        }
        return ClassShareEstimate.of((double) same / bySource.length, shares(bySource, byTarget), sourceShares);
    }

    /**
     * Estimates the target's class shares again during adaptation, with the batch statistics of the target.
     *
     * @param first the estimate from before the adaptation
     * @param sourceShares share of each class in the source's training images; the sum is 1
     */
    public ClassShareEstimate reestimateShares(
            ClassShareEstimate first, UnlabeledExamples target, double[] sourceShares) {
        return first.next(shares(predict(target, Domain.TARGET)), sourceShares);
    }

    private double[] shares(long[]... predictions) {
        double[] shares = new double[network.classes()];
        for (long[] prediction : predictions) {
            for (long label : prediction) {
                shares[(int) label]++;
            }
        }
        double count = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / count).toArray();
    }

    /** Predicts at most 5,000 images spread evenly over a dataset. */
    private long[] predict(UnlabeledExamples images, Domain statistics) {
        int count = Math.min(SIGNAL_IMAGES, images.size());
        double[] own = new double[count];
        forEachBatch(
                "the estimate of class shares",
                spread(images, count),
                count,
                workers.share(),
                Pass.evaluate(statistics),
                this::logits,
                (from, to, logits) -> {
                    long[] predicted = classes(logits);
                    for (int i = 0; i < predicted.length; i++) {
                        own[from + i] = predicted[i];
                    }
                });
        return Arrays.stream(workers.sum(own, "the estimate of class shares"))
                .mapToLong(label -> (long) label)
                .toArray();
    }

    /**
     * Returns the features, the outputs of G_f, for a {@linkplain #sample sample} of at most {@code count} images.
     *
     * @param statistics domain whose batch statistics are used
     * @return one row per image, float32
     */
    public float[][] features(UnlabeledExamples images, Domain statistics, int count) {
        return rows(images, statistics, count, network::features);
    }

    /**
     * Returns the inputs of the label predictor's last layer, {@link Network#lastHidden}, for a
     * {@linkplain #sample sample} of at most {@code count} images.
     *
     * @param statistics domain whose batch statistics are used
     * @return one row per image, float32
     */
    public float[][] lastHidden(UnlabeledExamples images, Domain statistics, int count) {
        return rows(
                images, statistics, count, (batch, pass) -> network.lastHidden(network.features(batch, pass), pass));
    }

    private float[][] rows(UnlabeledExamples images, Domain statistics, int count, Forward forward) {
        int sample = Math.min(count, images.size());
        float[][] rows = new float[sample][];
        forEachBatch(
                "the computation of features",
                spread(images, sample),
                sample,
                Shard.ALL,
                Pass.evaluate(statistics),
                forward,
                (from, to, output) -> put(output.flatten(1, -1), rows, from));
        return rows;
    }

    /**
     * Returns the domain accuracy: the share of images whose domain the domain classifier predicts correctly, as the
     * mean of both domains' shares. It is 0.5 if the classifier cannot tell the domains apart, and 1 if it always can.
     */
    public double domainAccuracy(UnlabeledExamples source, UnlabeledExamples target) {
        return (shareNamedTarget(target, Domain.TARGET) + 1 - shareNamedTarget(source, Domain.SOURCE)) / 2;
    }

    private double shareNamedTarget(UnlabeledExamples images, Domain domain) {
        double named = 0;
        for (boolean target : namedTarget(images, domain, workers.share())) {
            named += target ? 1 : 0;
        }
        return workers.sum(new double[] {named}, "the test of the domain classifier")[0] / images.size();
    }

    /** Returns, for each image of a dataset in its order, whether the domain classifier classifies it as target. */
    boolean[] namedTarget(UnlabeledExamples images, Domain statistics) {
        return namedTarget(images, statistics, Shard.ALL);
    }

    /** @param share share of the batches to compute; images of the other batches are false */
    private boolean[] namedTarget(UnlabeledExamples images, Domain statistics, Shard share) {
        boolean[] named = new boolean[images.size()];
        forEachBatch(
                "the test of the domain classifier",
                spread(images, named.length),
                named.length,
                share,
                Pass.evaluate(statistics),
                this::domains,
                (from, to, logits) -> {
                    long[] target = Tensors.longs(logits.gt(new Scalar(0.0)));
                    for (int i = 0; i < target.length; i++) {
                        named[from + i] = target[i] != 0;
                    }
                });
        return named;
    }

    /** Returns the logits of "target": {@code [n, c, size, size] -> [n, 1]}. */
    private Tensor domains(Tensor images, Pass pass) {
        return Objects.requireNonNull(
                network.heads(network.extract(images, pass), pass).get(NetworkSpec.DOMAINS));
    }
}
