package io.github.dann4j.benchmark;

import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.optimize.OptimizerSettings;
import java.util.Locale;

/** A network whose training is timed, with its optimizer. */
public enum BenchmarkNet {
    /** The paper's Figure 4a, SGD with momentum. */
    MNIST(Networks.mnist(10), new OptimizerSettings.Sgd(0.9, 0)),
    /** The paper's Figure 4b, SGD with momentum. */
    SVHN(Networks.svhn(10), new OptimizerSettings.Sgd(0.9, 0)),
    /** The paper's Figure 4c, SGD with momentum. */
    GTSRB(Networks.gtsrb(43), new OptimizerSettings.Sgd(0.9, 0)),
    /** The network of the presets {@code quick} and {@code best}, at 32×32, Adam. */
    BOTTLENECK(Networks.bottleneck(10, 32), new OptimizerSettings.Adam(0.5, 0.999, 0));

    private final NetworkSpec spec;
    private final OptimizerSettings optimizer;

    BenchmarkNet(NetworkSpec spec, OptimizerSettings optimizer) {
        this.spec = spec;
        this.optimizer = optimizer;
    }

    /** The name for users. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    NetworkSpec spec() {
        return spec;
    }

    OptimizerSettings optimizer() {
        return optimizer;
    }
}
