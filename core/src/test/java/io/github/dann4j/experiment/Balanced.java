package io.github.dann4j.experiment;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodProvider;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A method for tests that learns strong views of a balanced source, and reports properties of its batches. */
final class Balanced implements AdaptationMethod {
    /** How many more examples of a batch have its most frequent class than its rarest. */
    static final Term UNEVEN = Term.loss("uneven", "uneven");

    /** How far the strong view of an image is from its weak view. */
    static final Term APART = Term.loss("apart", "apart");

    static final MethodType<Settings> TYPE = MethodType.of(
                    "balanced",
                    "Balanced",
                    "a test",
                    new Settings(false),
                    BatchNeeds.BOTH
                            .withSource(View.STRONG)
                            .withTarget(View.WEAK, View.STRONG)
                            .withBalancedSource(),
                    List.of(Term.LABEL_LOSS, UNEVEN, APART),
                    Balanced::new)
            .withStages(settings -> new Stages(0.25, settings.resample()));

    record Settings(boolean resample) {}

    /** Adds the method to the tests that run over all methods. */
    public static final class Provider implements MethodProvider {
        @Override
        public List<MethodType<?>> methods() {
            return List.of(TYPE);
        }
    }

    private final Network network;
    private final Learner learner;

    private Balanced(Network network, MethodSetup<Settings> setup) {
        this.network = network;
        this.learner = new Learner(network, setup.training(), network.classifierParameters());
    }

    @Override
    public BatchNeeds needs() {
        return TYPE.needs();
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        context.seedPass(Domain.SOURCE);
        Pass pass = Pass.train(Domain.SOURCE);
        Tensor logits = network.labels(network.features(pair.source().inputs(), pass), pass);
        Tensor labelLoss = cross_entropy_loss(logits, pair.source().labels());
        learner.update(labelLoss, context);
        int[] counts = new int[network.spec().classes()];
        for (long label : Tensors.longs(pair.source().labels())) {
            counts[(int) label]++;
        }
        int most = Arrays.stream(counts).max().orElseThrow();
        int least = Arrays.stream(counts).min().orElseThrow();
        double apart = pair.target(0)
                .inputs()
                .sub(pair.target(1).inputs())
                .abs()
                .mean()
                .item_double();
        return Terms.of(Term.LABEL_LOSS, labelLoss).and(UNEVEN, most - least).and(APART, apart);
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
