package io.github.dann4j.adapt;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.LabeledSampler;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A method whose label predictor also learns from a few labelled target examples: semi-supervised adaptation (Ganin et
 * al. 2016, §5.2.4). The method itself still sees a target without labels.
 *
 * <p>Each step passes a batch of the labelled examples through the network on its own, with the target's batch
 * statistics, and adds its label loss to the update of the label predictor. The loss has the sum of both domains'
 * label losses, as it has the sum of both domains' domain losses; the step reports their mean.
 */
public final class WithLabeledTarget implements AdaptationMethod {
    private final AdaptationMethod method;
    private final LabeledExamples labeled;
    private final LabeledSampler batches;

    /**
     * @param method closed with this object
     * @param labeled must outlive this object
     * @param batches draws from {@code labeled} as many examples per step as the method's batches have
     */
    public WithLabeledTarget(AdaptationMethod method, LabeledExamples labeled, LabeledSampler batches) {
        this.method = method;
        this.labeled = labeled;
        this.batches = batches;
    }

    /** The label loss of one labelled batch, computed within the method's update. */
    private final class TargetLoss {
        private final LabeledBatch batch;
        private final StepContext context;
        private @Nullable Tensor loss;

        TargetLoss(LabeledBatch batch, StepContext context) {
            this.batch = batch;
            this.context = context;
        }

        Tensor compute() {
            long seed = Seeds.derive(context.seed(), "labelled target");
            new StepContext(context.step(), context.steps(), seed, context.phase()).seedPass(Domain.TARGET);
            Network network = learner().network();
            Pass pass = Pass.train(Domain.TARGET);
            Tensor logits;
            try (Autocast autocast = learner().autocast()) {
                logits = network.labels(network.features(batch.inputs(), pass), pass); // [n, classes]
            }
            Tensor computed = cross_entropy_loss(logits.to(ScalarType.Float), batch.labels());
            loss = computed;
            return computed;
        }

        double value() {
            if (loss == null) {
                throw new ModelException(
                        "a step of the method does not train the label predictor, so it cannot learn from labels of the target; train without them");
            }
            return Tensors.floats(loss)[0];
        }
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        TargetLoss target = new TargetLoss(batches.batch(context.step()), context);
        learner().addToLabelLoss(target::compute);
        Terms terms = method.step(pair, context).read();
        double loss = target.value();
        return terms.has(Term.LABEL_LOSS) ? terms.and(Term.LABEL_LOSS, (terms.get(Term.LABEL_LOSS) + loss) / 2) : terms;
    }

    @Override
    public BatchNeeds needs() {
        return method.needs();
    }

    @Override
    public void begin() {
        method.begin();
    }

    /**
     * Also measures the target's batch statistics if the method does not use the target: on the labelled examples, which
     * are all that such a training knows of it.
     */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        method.finish(source, target, seed);
        if (method.targetStatistics() == Domain.SOURCE
                && learner().network().spec().hasOwnStatistics()) {
            BatchStatistics.measure(
                    learner().network(),
                    labeled.unlabeled(),
                    Domain.TARGET,
                    learner().precision(),
                    Seeds.derive(seed, "statistics of the labelled target"));
        }
    }

    @Override
    public Network tested() {
        return method.tested();
    }

    /** Returns the target: its statistics are those with which its labels were learned. */
    @Override
    public Domain targetStatistics() {
        return Domain.TARGET;
    }

    @Override
    public Learner learner() {
        return method.learner();
    }

    @Override
    public void close() {
        method.close();
    }
}
