package io.github.dann4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network as plain data: a feature extractor, and heads on it by name. The label predictor G_y is the head {@value #LABELS}; the
 * domain classifier G_d of a domain-adversarial network (Ganin et al. 2016, Figure 1) is the head {@value #DOMAINS}, and gives one logit
 * (positive: target). Methods may add heads of their own.
 *
 * @param name name in records and messages
 * @param input what it takes
 * @param features layers of the feature extractor G_f, at most 1,000, as in each head
 * @param heads by name; among them {@value #LABELS}, whose last layer gives one logit a class
 * @param maxNorm upper bound of the norm of each output unit's incoming weights in the heads and features, 0 for none (Srivastava et al. 2014)
 * @param statistics whose batches the batch norms' running statistics come from
 */
public record NetworkSpec(
        String name,
        NetworkInput input,
        List<Layer> features,
        Map<String, Head> heads,
        double maxNorm,
        Statistics statistics) {
    /** Name of the label predictor. */
    public static final String LABELS = "labels";

    /** Name of the domain classifier. */
    public static final String DOMAINS = "domains";

    private static final String FEATURES = "features";

    /** Batch norm's running statistics when there are two domains. */
    public enum Statistics {
        /** One set of statistics, fed by both domains: fits neither unless every batch mixes both. */
        SHARED,
        /** Each domain its own (domain-specific batch norm): what a batch of one domain saw never normalises the other. */
        PER_DOMAIN
    }

    public NetworkSpec {
        features = Head.checked(features);
        heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
        if (!heads.containsKey(LABELS)) {
            throw new IllegalArgumentException(
                    "%s: expected a head '%s', got the heads %s".formatted(name, LABELS, heads.keySet()));
        }
        for (String head : heads.keySet()) {
            // They are parts of the names of weights, behind which layers are numbered.
            if (!head.matches("[a-z][a-z0-9-]*") || head.equals(FEATURES)) {
                throw new IllegalArgumentException(
                        "%s: the name of a head has lower-case letters, digits and hyphens, and is not '%s'; got '%s'"
                                .formatted(name, FEATURES, head));
            }
        }
        if (!(heads.get(LABELS).input() instanceof HeadInput.Features)) {
            throw new IllegalArgumentException("%s: the head '%s' is on the features, got %s"
                    .formatted(name, LABELS, heads.get(LABELS).input()));
        }
        int layers = features.size();
        heads.forEach((head, on) -> {
            if (on.input() instanceof HeadInput.Maps maps && maps.layer() >= layers) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s: the head '%s' is on the maps behind layer %d of the features, which have %d layers, counted from 0",
                        name,
                        head,
                        maps.layer(),
                        layers));
            }
        });
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("maxNorm must be at least 0 (0: none), got " + maxNorm);
        }
    }

    /** A network of square images with a label predictor and a domain classifier, both on the features. */
    public NetworkSpec(
            String name,
            int inputSize,
            int inputChannels,
            List<Layer> features,
            List<Layer> labelHead,
            List<Layer> domainHead,
            double maxNorm,
            Statistics statistics) {
        this(
                name,
                new NetworkInput.Images(inputSize, inputChannels),
                features,
                labelHead,
                domainHead,
                maxNorm,
                statistics);
    }

    /** A network with a label predictor and a domain classifier, both on the features. */
    public NetworkSpec(
            String name,
            NetworkInput input,
            List<Layer> features,
            List<Layer> labelHead,
            List<Layer> domainHead,
            double maxNorm,
            Statistics statistics) {
        this(name, input, features, heads(new Head(labelHead), new Head(domainHead)), maxNorm, statistics);
    }

    private static Map<String, Head> heads(Head labels, Head domains) {
        Map<String, Head> heads = new LinkedHashMap<>();
        heads.put(LABELS, labels);
        heads.put(DOMAINS, domains);
        return heads;
    }

    /**
     * The head of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Head head(String head) {
        Head found = heads.get(head);
        if (found == null) {
            throw new IllegalArgumentException("%s has no head '%s', only %s".formatted(name, head, heads.keySet()));
        }
        return found;
    }

    /** Layers of the label predictor. */
    public List<Layer> labelHead() {
        return head(LABELS).layers();
    }

    /** Layers of the domain classifier. */
    public List<Layer> domainHead() {
        return head(DOMAINS).layers();
    }

    /** Number of classes that the label head tells apart: the features of its last linear layer, or 0 where it has none. */
    public int classes() {
        List<Layer> layers = Layer.all(labelHead());
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i) instanceof Layer.Linear last) {
                return last.features();
            }
        }
        return 0;
    }

    /**
     * The images that it takes.
     *
     * @throws IllegalArgumentException if it takes features
     */
    public NetworkInput.Images images() {
        if (input instanceof NetworkInput.Images images) {
            return images;
        }
        throw new IllegalArgumentException(name + " is a network for vectors of features, and images are needed here");
    }

    /** Whether any layer keeps batch statistics; without, {@link #statistics} and statistics measured anew change nothing. */
    public boolean hasBatchNorm() {
        return Stream.concat(Stream.of(features), heads.values().stream().map(Head::layers))
                .anyMatch(layers -> Layer.all(layers).stream().anyMatch(Layer.BatchNorm.class::isInstance));
    }

    /** Whether each domain has batch statistics of its own. */
    public boolean hasOwnStatistics() {
        return hasBatchNorm() && statistics == Statistics.PER_DOMAIN;
    }

    /** The same network with other running statistics. */
    public NetworkSpec with(Statistics other) {
        return new NetworkSpec(name, input, features, heads, maxNorm, other);
    }

    /** The same network with this head, instead of the one of its name or beside the others. */
    public NetworkSpec with(String head, Head layers) {
        Map<String, Head> more = new LinkedHashMap<>(heads);
        more.put(head, layers);
        return new NetworkSpec(name, input, features, more, maxNorm, statistics);
    }
}
