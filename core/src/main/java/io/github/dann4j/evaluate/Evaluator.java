package io.github.dann4j.evaluate;

import io.github.dann4j.data.LabeledBatch;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.UnlabeledImages;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Cancellation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Pass;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Measures a network on test sets, by its running statistics and without dropout; changes nothing in it. An interrupt of the
 * thread ends it with a {@link java.util.concurrent.CancellationException}.
 *
 * <p>Where several workers have copies of the network, accuracies, signals and estimates are a meeting of all of them: each
 * computes some of the batches, and the counts are added up. Probabilities and features of single images are computed by whoever
 * asks, alone.
 */
public final class Evaluator {
    /**
     * Images a pass. Small enough that no tensor inside a usual net reaches 32 MB: from there on the C library fetches every
     * one from the system anew, page by page, and with 500 that took as long as the computing.
     */
    private static final int BATCH = 100;

    private static final int SIGNAL_IMAGES = 5000;

    private final DannNetwork network;
    private final Precision precision;
    private final Collective workers;

    public Evaluator(DannNetwork network, Precision precision) {
        this.network = network;
        this.precision = precision;
        this.workers = network.replicas().workers();
    }

    /** Whether this worker computes the batch that begins with the {@code from}-th image. */
    private boolean isOwn(int from) {
        return workers.share().isDealt(from / BATCH);
    }

    /**
     * Predicts every image of a set once.
     *
     * @param statistics whose batch statistics normalise
     * @throws IllegalArgumentException if the images have other classes than the network
     */
    public Evaluation evaluate(LabeledImages images, Domain statistics) {
        return evaluate(images, statistics, images.size(), images::range);
    }

    /** As {@link #evaluate}, on {@code count} images spread evenly over the set (all of a smaller set): the same ones each time. */
    public Evaluation evaluateSample(LabeledImages images, Domain statistics, int count) {
        int sample = Math.min(count, images.size());
        return evaluate(
                images, statistics, sample, (from, to) -> images.batch(spread(from, to, sample, images.size())));
    }

    /** Which images a sample of {@code count} is: spread evenly over {@code size}; all of them if there are fewer. */
    public static int[] sample(int size, int count) {
        int fewer = Math.min(count, size);
        return IntStream.range(0, fewer)
                .map(i -> (int) ((long) i * size / fewer))
                .toArray();
    }

    /** Where the {@code from}-th to the last but {@code to}-th of {@code count} images stand that are spread evenly over {@code size}. */
    private static long[] spread(int from, int to, int count, int size) {
        return LongStream.range(from, to).map(i -> i * size / count).toArray();
    }

    /** Gives the images {@code from .. to - 1} of what is evaluated. */
    private interface Batches {
        LabeledBatch range(int from, int to);
    }

    private Evaluation evaluate(LabeledImages images, Domain statistics, int count, Batches batches) {
        int classes = images.classNames().size();
        if (classes != network.classes()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the network tells %d classes apart, the images have %d; they must be the same ones",
                    network.classes(),
                    classes));
        }
        double[] counts = new double[classes * classes];
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < count; from += BATCH) {
                if (!isOwn(from)) {
                    continue;
                }
                Cancellation.check("the test");
                try (PointerScope scope = new PointerScope();
                        Autocast autocast = Autocast.of(precision)) {
                    LabeledBatch batch = batches.range(from, Math.min(count, from + BATCH));
                    Pass pass = Pass.evaluate(statistics);
                    Tensor logits = network.labels(network.features(batch.images(), pass), pass); // [n, classes]
                    long[] predicted = Tensors.longs(logits.argmax(new LongOptional(1), false));
                    long[] truth = Tensors.longs(batch.labels());
                    for (int i = 0; i < truth.length; i++) {
                        counts[(int) truth[i] * classes + (int) predicted[i]]++;
                    }
                }
            }
        }
        counts = workers.sum(counts, "the test");
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < counts.length; i++) {
            confusion[i / classes][i % classes] = (int) counts[i];
        }
        return new Evaluation(confusion);
    }

    /**
     * The probability of each class for every image of a set, in the set's order.
     *
     * @param statistics whose batch statistics normalise
     * @return one row an image, one column a class; the softmax is computed in float32, the sum of a row is 1
     */
    public float[][] probabilities(UnlabeledImages images, Domain statistics) {
        return probabilities(images, statistics, images.size());
    }

    /** As {@link #probabilities(UnlabeledImages, Domain)}, of a {@linkplain #sample sample} of the set. */
    public float[][] probabilities(UnlabeledImages images, Domain statistics, int count) {
        int sample = Math.min(count, images.size());
        float[][] probabilities = new float[sample][];
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < sample; from += BATCH) {
                Cancellation.check("the prediction");
                int to = Math.min(sample, from + BATCH);
                try (PointerScope scope = new PointerScope()) {
                    Tensor logits;
                    try (Autocast autocast = Autocast.of(precision)) {
                        Pass pass = Pass.evaluate(statistics);
                        Tensor input = sample == images.size()
                                ? images.range(from, to).images()
                                : images.batch(spread(from, to, sample, images.size()))
                                        .images();
                        logits = network.labels(network.features(input, pass), pass); // [n, classes]
                    }
                    float[][] rows = Tensors.rows(logits.to(ScalarType.Float).softmax(1));
                    System.arraycopy(rows, 0, probabilities, from, rows.length);
                }
            }
        }
        return probabilities;
    }

    /**
     * The label-free signals of a target, of at most 5,000 images spread evenly over it.
     *
     * @param statistics whose batch statistics normalise
     * @param sourceShares share of each class in the source's training images; the sum is 1
     */
    public TargetSignals signals(UnlabeledImages target, Domain statistics, double[] sourceShares) {
        int count = Math.min(SIGNAL_IMAGES, target.size());
        int classes = network.classes();
        double[] sums = new double
                [(count + BATCH - 1) / BATCH * (classes + 1)]; // of each batch: of each class, and the entropy
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < count; from += BATCH) {
                if (!isOwn(from)) {
                    continue;
                }
                Cancellation.check("the reading of label-free signals");
                try (PointerScope scope = new PointerScope()) {
                    Tensor logits;
                    try (Autocast autocast = Autocast.of(precision)) {
                        Pass pass = Pass.evaluate(statistics);
                        Tensor images = target.batch(spread(from, Math.min(count, from + BATCH), count, target.size()))
                                .images();
                        logits = network.labels(network.features(images, pass), pass); // [n, classes]
                    }
                    Tensor logProbabilities = logits.to(ScalarType.Double).log_softmax(1);
                    Tensor probabilities = logProbabilities.exp();
                    int at = from / BATCH * (classes + 1);
                    System.arraycopy(Tensors.doubles(probabilities.sum(0)), 0, sums, at, classes);
                    sums[at + classes] =
                            probabilities.mul(logProbabilities).sum().item_double();
                }
            }
        }
        sums = workers.sum(sums, "the reading of label-free signals");
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
     * Estimates the target's class shares, of at most 5,000 images spread evenly over it. Needs a network that was trained on
     * the source alone and has the batch statistics of both domains.
     *
     * @param sourceShares share of each class in the source's training images; the sum is 1
     */
    public ClassShareEstimate estimateShares(UnlabeledImages target, double[] sourceShares) {
        long[] bySource = predict(target, Domain.SOURCE);
        long[] byTarget = predict(target, Domain.TARGET);
        int same = 0;
        for (int i = 0; i < bySource.length; i++) {
            same += bySource[i] == byTarget[i] ? 1 : 0;
        }
        return ClassShareEstimate.of((double) same / bySource.length, shares(bySource, byTarget), sourceShares);
    }

    /**
     * Estimates them anew with a network that is adapting, by the batch statistics of the target.
     *
     * @param first the estimate before the adaptation began
     * @param sourceShares as for that
     */
    public ClassShareEstimate estimateSharesAnew(
            ClassShareEstimate first, UnlabeledImages target, double[] sourceShares) {
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

    /** Predicts at most 5,000 images spread evenly over a set. */
    private long[] predict(UnlabeledImages images, Domain statistics) {
        int count = Math.min(SIGNAL_IMAGES, images.size());
        double[] predicted = new double[count];
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < count; from += BATCH) {
                if (!isOwn(from)) {
                    continue;
                }
                Cancellation.check("the estimate of class shares");
                int to = Math.min(count, from + BATCH);
                try (PointerScope scope = new PointerScope();
                        Autocast autocast = Autocast.of(precision)) {
                    Pass pass = Pass.evaluate(statistics);
                    Tensor input =
                            images.batch(spread(from, to, count, images.size())).images();
                    Tensor logits = network.labels(network.features(input, pass), pass); // [n, classes]
                    long[] batch = Tensors.longs(logits.argmax(new LongOptional(1), false));
                    for (int i = 0; i < batch.length; i++) {
                        predicted[from + i] = batch[i];
                    }
                }
            }
        }
        return Arrays.stream(workers.sum(predicted, "the estimate of class shares"))
                .mapToLong(label -> (long) label)
                .toArray();
    }

    /**
     * The features of {@code count} images spread evenly over a set (all of a smaller set), what G_f makes of them.
     *
     * @param statistics whose batch statistics normalise
     * @return one row an image, float32
     */
    public float[][] features(UnlabeledImages images, Domain statistics, int count) {
        int sample = Math.min(count, images.size());
        float[][] features = new float[sample][];
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < sample; from += BATCH) {
                Cancellation.check("the reading of features");
                try (PointerScope scope = new PointerScope()) {
                    Tensor output;
                    try (Autocast autocast = Autocast.of(precision)) {
                        Tensor input = images.batch(spread(from, Math.min(sample, from + BATCH), sample, images.size()))
                                .images();
                        output = network.features(input, Pass.evaluate(statistics)); // [n, F]
                    }
                    float[][] rows = Tensors.rows(output.flatten(1, -1));
                    System.arraycopy(rows, 0, features, from, rows.length);
                }
            }
        }
        return features;
    }

    /**
     * Share of images whose domain the domain classifier names correctly, the mean of both domains' shares: 0.5 when it cannot
     * tell them apart, 1 when it always can.
     */
    public double domainAccuracy(UnlabeledImages source, UnlabeledImages target) {
        return (shareNamedTarget(target, Domain.TARGET) + 1 - shareNamedTarget(source, Domain.SOURCE)) / 2;
    }

    private double shareNamedTarget(UnlabeledImages images, Domain domain) {
        double named = 0;
        for (boolean target : namedTarget(images, domain, workers.share())) {
            named += target ? 1 : 0;
        }
        return workers.sum(new double[] {named}, "the test of the domain classifier")[0] / images.size();
    }

    /** Of each image of a set, in its order, whether the domain classifier takes it for one of the target. */
    boolean[] namedTarget(UnlabeledImages images, Domain statistics) {
        return namedTarget(images, statistics, Share.ALL);
    }

    /** @param share of the batches that are looked at; images of the others count as not named so */
    private boolean[] namedTarget(UnlabeledImages images, Domain statistics, Share share) {
        boolean[] named = new boolean[images.size()];
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int from = 0; from < named.length; from += BATCH) {
                if (!share.isDealt(from / BATCH)) {
                    continue;
                }
                Cancellation.check("the test of the domain classifier");
                try (PointerScope scope = new PointerScope();
                        Autocast autocast = Autocast.of(precision)) {
                    Pass pass = Pass.evaluate(statistics);
                    Tensor input = images.range(from, Math.min(named.length, from + BATCH))
                            .images();
                    Tensor logits = network.domains(network.features(input, pass), pass); // [n]
                    long[] batch = Tensors.longs(logits.gt(new Scalar(0.0)));
                    for (int i = 0; i < batch.length; i++) {
                        named[from + i] = batch[i] != 0;
                    }
                }
            }
        }
        return named;
    }
}
