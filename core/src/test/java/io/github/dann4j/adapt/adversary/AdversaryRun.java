package io.github.dann4j.adapt.adversary;

import static io.github.dann4j.toy.ToyNets.values;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** Trainings of a method of this package on toy domains. */
final class AdversaryRun {
    static final int CLASSES = 3;
    private static final TrainingSettings DESCENT =
            new TrainingSettings(2, 8, new LearningRate.Constant(0.1), new OptimizerSettings.Sgd(0, 0), Precision.FP32);

    private AdversaryRun() {}

    /** Returns a network of linear layers for the method. */
    static Network linear(MethodType<?> type) {
        return new Network(type.network(ToyNets.linear(4, CLASSES)), 5);
    }

    /** Runs one step of plain gradient descent, the second of two, with a batch of 8. */
    static Terms step(MethodType<?> type, Network network, Record settings, ToyImages source, ToyImages target) {
        try (AdaptationMethod method = type.on(network, new MethodSetup<>(DESCENT, settings, target.unlabeled(), 1));
                PointerScope scope = new PointerScope()) {
            method.begin();
            return method.step(
                    new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next(),
                    new StepContext(1, 2, 0, Phase.whole(2)));
        }
    }

    /** Returns the network's values after one such step. */
    static Map<String, List<Float>> after(MethodType<?> type, Record settings, ToyImages source, ToyImages target) {
        try (Network network = linear(type);
                PointerScope scope = new PointerScope()) {
            step(type, network, settings, source, target);
            return values(network.state());
        }
    }

    /** Returns features and label predictor after some steps with batch norm and dropout. */
    static Map<String, List<Float>> classifier(
            MethodType<?> type, Record settings, ToyImages source, ToyImages target) {
        TrainingSettings training = ToyRuns.settings(5, ToyRuns.SGD, Precision.FP32);
        NetworkSpec net = type.network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0));
        try (Network network = new Network(net, 7);
                AdaptationMethod method =
                        type.on(network, new MethodSetup<>(training, settings, target.unlabeled(), 1))) {
            method.begin();
            ToyRuns.run(method, source, target, training, 3);
            return values(network.classifierParameters());
        }
    }

    /** Returns the same for training on the source alone. */
    static Map<String, List<Float>> sourceOnly(ToyImages source, ToyImages target) {
        return classifier(SourceOnly.TYPE, SourceOnly.TYPE.defaults(), source, target);
    }
}
