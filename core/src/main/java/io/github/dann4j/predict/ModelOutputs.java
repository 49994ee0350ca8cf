package io.github.dann4j.predict;

import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.evaluate.Evaluator.FeaturesAndLogits;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.validate.Outputs;
import java.util.Arrays;

/** What a network computes from examples of both domains, for validators. */
public final class ModelOutputs {
    private ModelOutputs() {}

    /**
     * Computes features and logits, without mixed examples and class weights.
     *
     * @param source labelled examples of the source
     * @param target examples of the target, which have no labels
     * @param statistics domain whose batch statistics are used for the target
     * @param count at most so many examples of each, spread evenly over the dataset
     * @throws ModelException if a feature or a logit is not finite
     */
    public static Outputs of(
            Evaluator evaluator, LabeledExamples source, UnlabeledExamples target, Domain statistics, int count) {
        return of(evaluator, source, evaluator.featuresAndLogits(target, statistics, count), count);
    }

    /** As the other method, with the outputs of the target. */
    static Outputs of(Evaluator evaluator, LabeledExamples source, FeaturesAndLogits target, int count) {
        long[] classes = source.classes();
        int[] labels = Arrays.stream(Evaluator.sample(source.size(), count))
                .map(i -> Math.toIntExact(classes[i]))
                .toArray();
        FeaturesAndLogits ofSource = evaluator.featuresAndLogits(source.unlabeled(), Domain.SOURCE, count);
        try {
            return Outputs.of(ofSource.features(), ofSource.logits(), labels, target.features(), target.logits());
        } catch (IllegalArgumentException e) {
            throw new ModelException("the model's outputs cannot be used: " + e.getMessage(), e);
        }
    }
}
