package io.github.dann4j.train;

import io.github.dann4j.data.batch.IndexSampler;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Measures the batch norms' statistics of one domain from scratch, as plain means over many batches of its unlabelled
 * training images. The running averages of training follow the weights with a delay. Giving the target its own
 * statistics is all that AdaBN does (Li et al. 2017, "Revisiting batch normalization for practical domain adaptation").
 */
public final class BatchStatistics {
    /**
     * Small enough for the C library to reuse memory it holds for every tensor; with 250, page faults took a third of
     * the time.
     */
    private static final int BATCH = 100;

    private static final int BATCHES = 100;

    private BatchStatistics() {}

    /**
     * Replaces the statistics of {@code domain} by those of {@code images}, measured on at most 10,000 of them (1,600
     * photographs of 224 × 224), drawn by {@code seed}. Does nothing for a network without batch norm. With several workers, each measures some of the
     * batches.
     */
    public static void measure(
            Network network, UnlabeledExamples images, Domain domain, Precision precision, long seed) {
        if (!network.spec().hasBatchNorm()) {
            return;
        }
        int batch = Math.min(network.examplesPerPass(BATCH), images.size());
        int batches = Math.min(BATCHES, images.size() / batch);
        IndexSampler sampler = new IndexSampler(images.size(), batch, seed);
        Shard share = network.replicas().workers().share();
        int own = 0;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int k = 1; k <= batches; k++) {
                Cancellation.check("the measurement of batch statistics");
                long[] indices = sampler.next();
                if (!share.isDealt(k - 1)) {
                    continue;
                }
                own++;
                try (PointerScope scope = new PointerScope();
                        Autocast autocast = Autocast.of(precision)) {
                    Tensor input = images.batch(indices).inputs();
                    Pass pass = Pass.measure(domain, own);
                    network.heads(network.extract(input, pass), pass);
                }
            }
            if (share.isPartial()) {
                join(network, domain, (double) own / batches);
            }
        }
    }

    /** Computes the mean over the batches of all workers from each worker's mean over its own. */
    private static void join(Network network, Domain domain, double weight) {
        List<Tensor> measured = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            for (Tensor buffer : network.buffers(domain)) {
                buffer.mul_(new Scalar(weight));
                measured.add(buffer);
            }
            network.replicas().workers().sum(measured, "the exchange of measured batch statistics");
        }
    }
}
