package io.github.dann4j.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A domain-adversarial network as plain data (Ganin et al. 2016, Figure 1).
 *
 * @param name name in records and messages
 * @param inputSize side of the square input in pixels
 * @param inputChannels 1 or 3
 * @param features layers of the feature extractor G_f, at most 1,000, as in each head
 * @param labelHead layers of the label predictor G_y; the last gives one logit a class
 * @param domainHead layers of the domain classifier G_d, behind the reversal; the last gives one logit (positive: target)
 * @param maxNorm upper bound of the norm of each output unit's incoming weights in the heads and features, 0 for none (Srivastava et al. 2014)
 * @param statistics whose batches the batch norms' running statistics come from
 */
public record NetworkSpec(
        String name,
        int inputSize,
        int inputChannels,
        List<Layer> features,
        List<Layer> labelHead,
        List<Layer> domainHead,
        double maxNorm,
        Statistics statistics) {
    /** Layers of the feature extractor, or of a head. */
    private static final int MOST_LAYERS = 1000;

    /** Batch norm's running statistics when there are two domains. */
    public enum Statistics {
        /** One set of statistics, fed by both domains: fits neither unless every batch mixes both. */
        SHARED,
        /** Each domain its own (domain-specific batch norm): what a batch of one domain saw never normalises the other. */
        PER_DOMAIN
    }

    public NetworkSpec {
        if (inputSize < 1 || (inputChannels != 1 && inputChannels != 3)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s: expected an input of at least 1 pixel and 1 or 3 channels, got %d and %d",
                    name,
                    inputSize,
                    inputChannels));
        }
        features = List.copyOf(features);
        labelHead = List.copyOf(labelHead);
        domainHead = List.copyOf(domainHead);
        for (List<Layer> part : List.of(features, labelHead, domainHead)) {
            if (part.size() > MOST_LAYERS) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s: expected at most %d layers in each part, got %d",
                        name,
                        MOST_LAYERS,
                        part.size()));
            }
        }
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("maxNorm must be at least 0 (0: none), got " + maxNorm);
        }
    }

    /** Number of classes that the label head tells apart: the features of its last linear layer, or 0 where it has none. */
    public int classes() {
        for (int i = labelHead.size() - 1; i >= 0; i--) {
            if (labelHead.get(i) instanceof Layer.Linear last) {
                return last.features();
            }
        }
        return 0;
    }

    /** Whether any layer keeps batch statistics; without, {@link #statistics} and statistics measured anew change nothing. */
    public boolean hasBatchNorm() {
        return Stream.of(features, labelHead, domainHead)
                .flatMap(List::stream)
                .anyMatch(Layer.BatchNorm.class::isInstance);
    }

    /** The same network with other running statistics. */
    public NetworkSpec with(Statistics other) {
        return new NetworkSpec(name, inputSize, inputChannels, features, labelHead, domainHead, maxNorm, other);
    }
}
