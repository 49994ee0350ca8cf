package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.NativeObjects;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts native objects, which is exact and fast. {@link NativeMemoryIT} measures the memory of a long run. */
class NativeMemoryTest {
    @BeforeAll
    static void settle() throws InterruptedException {
        NativeObjects.settle();
    }

    @ParameterizedTest
    @EnumSource
    void steps_leaveNoNativeObjectBehind(Precision precision) {
        TrainingSettings settings = ToyRuns.settings(30, ToyRuns.ADAM, precision);
        try (ToyImages source = ToyImages.noise(30, 2, 0, 1);
                ToyImages target = ToyImages.noise(42, 2, 50, 2);
                Network network = new Network(ToyNets.everything(2, Statistics.PER_DOMAIN, 2), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0);
            List<Long> counts = new ArrayList<>();
            Phase phase = Phase.whole(settings.steps());
            // Counted between runs: during a run, the next pair is in preparation, at an unknown point.
            for (int from = 0; from < settings.steps(); from += 5) {
                TrainingLoop.run(dann, pairs, phase, from, from + 5, settings.steps(), 0, (context, losses) -> {});
                counts.add(Pointer.totalCount());
            }

            assertThat(counts.get(0)).isPositive();
            assertThat(counts).containsOnly(counts.get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void evaluationAndFinish_leaveNoNativeObjectBehind(Precision precision) {
        TrainingSettings settings = ToyRuns.settings(30, ToyRuns.ADAM, precision);
        try (ToyImages source = ToyImages.noise(130, 2, 0, 1);
                ToyImages target = ToyImages.noise(142, 2, 50, 2);
                Network network = new Network(ToyNets.everything(2, Statistics.PER_DOMAIN, 2), 0);
                Dann dann = ToyRuns.dann(network, settings, 1, Passes.SEPARATE)) {
            long before = Pointer.totalCount();
            Evaluator evaluator = new Evaluator(network, precision);
            evaluator.evaluate(source.labeled(), Domain.SOURCE);
            evaluator.evaluateSample(target.labeled(), Domain.TARGET, 20);
            evaluator.domainAccuracy(source.unlabeled(), target.unlabeled());
            dann.finish(source.labeled(), target.unlabeled(), 0);
            ToyNets.values(network.state());
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closing_freesEverything(Precision precision) {
        long before = Pointer.totalCount();
        steps_leaveNoNativeObjectBehind(precision);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
