package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.TrainingSettings;

/** A method whose step is timed. */
public enum BenchmarkMethod {
    /** One pass over a batch of the source. */
    SOURCE_ONLY("source-only", 1),
    /** Both domains in one pass, as in the paper; one pass a domain for a net whose batch norms keep them apart. */
    DANN("dann", 2);

    private final String label;
    private final int domains;

    BenchmarkMethod(String label, int domains) {
        this.label = label;
        this.domains = domains;
    }

    /** The name users write. */
    public String label() {
        return label;
    }

    /** Number of domains of which a step sees a batch. */
    int domains() {
        return domains;
    }

    private static Passes passes(NetworkSpec spec) {
        return spec.statistics() == Statistics.PER_DOMAIN ? Passes.SEPARATE : Passes.JOINT;
    }

    AdaptationMethod on(Network network, TrainingSettings settings) {
        return switch (this) {
            case SOURCE_ONLY -> new SourceOnly(network, settings);
            case DANN -> new Dann(network, settings, new DannSettings(LambdaSchedule.paper(), passes(network.spec())));
        };
    }
}
