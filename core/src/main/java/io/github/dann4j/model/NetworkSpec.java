package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A network as plain data: a feature extractor and its named heads. The label predictor G_y is the head
 * {@value #LABELS}. The domain classifier G_d of a domain-adversarial network (Ganin et al. 2016, Figure 1) is the head
 * {@value #DOMAINS}, which outputs one logit (positive: target). Methods may add further heads.
 *
 * @param name name in records and messages
 * @param input input of the network
 * @param features layers of the feature extractor G_f; at most 1,000, as in each head
 * @param heads heads by name; must contain {@value #LABELS}, whose last layer outputs one logit per class
 * @param maxNorm upper bound of the norm of each output unit's incoming weights in the heads and features; 0 for none
 *     (Srivastava et al. 2014)
 * @param statistics whether the domains share the batch norms' running statistics
 * @param initialisation the weights with which a training begins
 */
@PublicApi
public record NetworkSpec(
        String name,
        NetworkInput input,
        List<Layer> features,
        Map<String, Head> heads,
        double maxNorm,
        Statistics statistics,
        Initialisation initialisation) {
    /** Name of the label predictor. */
    public static final String LABELS = "labels";

    /** Name of the domain classifier. */
    public static final String DOMAINS = "domains";

    private static final String FEATURES = "features";

    /** How batch norms keep running statistics of two domains. */
    public enum Statistics {
        /** Common statistics of both domains. They fit neither domain unless every batch mixes both. */
        SHARED,
        /**
         * Separate statistics for each domain (domain-specific batch norm): one domain never influences the other's.
         */
        PER_DOMAIN
    }

    /**
     * The distribution of the first weights and biases of convolutions and linear layers. "Inputs" and "outputs" are
     * those of one unit: a convolution's are its channels times the positions of its kernel.
     */
    public enum Initialisation {
        /** Weights and biases uniform in ±1/√inputs, as PyTorch draws them. */
        UNIFORM,
        /**
         * Weights uniform in ±√(3/inputs), biases 0: the filler that Caffe calls Xavier. Where the inputs have variance
         * 1, so have the outputs of a linear layer.
         */
        XAVIER,
        /** Weights uniform in ±√(6/(inputs + outputs)), biases 0 (Glorot and Bengio 2010, equation 16). */
        GLOROT,
        /**
         * Weights uniform in ±√(6/inputs), biases 0 (He et al. 2015, equation 10): the variance of the inputs is kept
         * through layers that ReLU follows.
         */
        HE
    }

    public NetworkSpec {
        features = Head.checked(features);
        heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
        if (!heads.containsKey(LABELS)) {
            throw new IllegalArgumentException(
                    "%s: expected a head '%s', got the heads %s".formatted(name, LABELS, heads.keySet()));
        }
        for (String head : heads.keySet()) {
            // Names of heads are prefixes of the weights' names, followed by the number of the layer.
            if (!head.matches("[a-z][a-z0-9-]*") || head.equals(FEATURES)) {
                throw new IllegalArgumentException(
                        "%s: a head's name must consist of lower-case letters, digits and hyphens and not be '%s'; got '%s'"
                                .formatted(name, FEATURES, head));
            }
        }
        if (!(heads.get(LABELS).input() instanceof HeadInput.Features)) {
            throw new IllegalArgumentException("%s: the input of the head '%s' must be the features, got %s"
                    .formatted(name, LABELS, heads.get(LABELS).input()));
        }
        int layers = features.size();
        heads.forEach((head, on) -> {
            if (on.input() instanceof HeadInput.Maps maps && maps.layer() >= layers) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s: the head '%s' takes the maps after layer %d of the features, which have %d layers, counted from 0",
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

    /** Creates a network with initialisation {@link Initialisation#UNIFORM}. */
    public NetworkSpec(
            String name,
            NetworkInput input,
            List<Layer> features,
            Map<String, Head> heads,
            double maxNorm,
            Statistics statistics) {
        this(name, input, features, heads, maxNorm, statistics, Initialisation.UNIFORM);
    }

    /** Creates a network for square images with a label predictor and a domain classifier, both on the features. */
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

    /** Creates a network with a label predictor and a domain classifier, both on the features. */
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
     * Returns the head of that name.
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

    /** Returns the layers of the label predictor. */
    public List<Layer> labelHead() {
        return head(LABELS).layers();
    }

    /** Returns the layers of the domain classifier. */
    public List<Layer> domainHead() {
        return head(DOMAINS).layers();
    }

    /** Returns the number of classes: the features of the label predictor's last linear layer, or 0 if it has none. */
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
     * Returns the description of the images that the network takes.
     *
     * @throws IllegalArgumentException if it takes features
     */
    public NetworkInput.Images images() {
        if (input instanceof NetworkInput.Images images) {
            return images;
        }
        throw new IllegalArgumentException(name + " is a network for vectors of features, but images are needed here");
    }

    /**
     * Returns whether any layer keeps batch statistics. If not, {@link #statistics} and their measurement have no
     * effect.
     */
    public boolean hasBatchNorm() {
        return Stream.concat(Stream.of(features), heads.values().stream().map(Head::layers))
                .anyMatch(layers -> Layer.all(layers).stream().anyMatch(Layer.BatchNorm.class::isInstance));
    }

    /** Returns whether each domain has its own batch statistics. */
    public boolean hasOwnStatistics() {
        return hasBatchNorm() && statistics == Statistics.PER_DOMAIN;
    }

    /** Returns a copy with other running statistics. */
    public NetworkSpec with(Statistics other) {
        return new NetworkSpec(name, input, features, heads, maxNorm, other, initialisation);
    }

    /** Returns a copy that begins with other weights. */
    public NetworkSpec with(Initialisation other) {
        return new NetworkSpec(name, input, features, heads, maxNorm, statistics, other);
    }

    /** Returns a copy with this head, which replaces the head of the same name or is added to the others. */
    public NetworkSpec with(String head, Head layers) {
        Map<String, Head> more = new LinkedHashMap<>(heads);
        more.put(head, layers);
        return new NetworkSpec(name, input, features, more, maxNorm, statistics, initialisation);
    }
}
