package io.github.dann4j.adapt;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import io.github.dann4j.train.TrainingState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that every registered method must follow. */
class MethodsTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final int STEPS = 6;
    private static final TrainingSettings TRAINING = ToyRuns.settings(STEPS, ToyRuns.ADAM, Precision.FP32);

    MethodsTest() {
        super(CLASSES);
    }

    @Test
    void names_areThoseThatUsersWrite_eachOnce() {
        assertThat(Methods.all().stream().map(MethodType::name).toList())
                .doesNotHaveDuplicates()
                .startsWith("source-only", "adabn", "dann");
        assertThat(Methods.of("dann")).isSameAs(Dann.TYPE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Methods.of("dnn"))
                .withMessageStartingWith("no method 'dnn'; there are source-only, adabn, dann, ");
    }

    static List<MethodType<?>> methods() {
        return Methods.all();
    }

    /** Needs, terms and stages are known before a method is created; the method must behave as declared. */
    @ParameterizedTest
    @MethodSource("methods")
    void aMethod_needsAndTellsWhatItsTypeSays(MethodType<?> type) {
        assertThat(type.title()).isNotBlank();
        assertThat(type.citation()).isNotBlank();
        assertThat(type.terms().stream().map(Term::name)).doesNotHaveDuplicates();
        try (Network network = network(type);
                AdaptationMethod method = method(type, network)) {
            assertThat(method.needs()).isEqualTo(type.needs());
            method.begin();
            ToyRuns.run(method, source, target, TRAINING, 3)
                    .forEach(told -> told.forEach((term, value) -> {
                        assertThat(type.terms()).contains(term);
                        assertThat(value).as(term.name()).isFinite();
                    }));
        }
    }

    /** In bfloat16 the losses are still computed in float32, and every step of a method accepts both. */
    @ParameterizedTest
    @MethodSource("methods")
    void aMethod_trainsInBfloat16(MethodType<?> type) {
        TrainingSettings training = ToyRuns.settings(STEPS, ToyRuns.ADAM, Precision.BF16);
        try (Network network = network(type);
                AdaptationMethod method = method(type, network, training)) {
            method.begin();
            BatchPairSampler pairs = pairs();
            TrainingLoop.run(
                    method,
                    pairs,
                    STEPS,
                    9,
                    (context, told) -> told.forEach(
                            (term, value) -> assertThat(value).as(term.name()).isFinite()));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aMethod_thatGoesOnFromAState_endsInTheSameBits(MethodType<?> type, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("state.safetensors");
        Map<String, List<Float>> whole;
        try (Network network = network(type);
                AdaptationMethod method = method(type, network)) {
            method.begin();
            BatchPairSampler pairs = pairs();
            run(method, pairs, 0, STEPS / 2);
            try (OutputStream out = Files.newOutputStream(file)) {
                TrainingState.write(out, method.learner(), Map.of());
            }
            run(method, pairs, STEPS / 2, STEPS);
            method.finish(source.labeled(), target.unlabeled(), 5);
            whole = values(network.state());
        }
        try (Network network = network(type);
                AdaptationMethod method = method(type, network)) {
            method.learner().restore(SafeTensors.read(file));
            BatchPairSampler pairs = pairs();
            pairs.skip(STEPS / 2);
            run(method, pairs, STEPS / 2, STEPS);
            method.finish(source.labeled(), target.unlabeled(), 5);
            assertThat(values(network.state())).isEqualTo(whole);
        }
    }

    private static void run(AdaptationMethod method, BatchPairSampler pairs, int from, int to) {
        List<Integer> done = new ArrayList<>();
        TrainingLoop.run(
                method, pairs, Phase.whole(STEPS), from, to, STEPS, 9, (context, told) -> done.add(context.step()));
        assertThat(done).hasSize(to - from);
    }

    private BatchPairSampler pairs() {
        return new BatchPairSampler(source.labeled(), target.unlabeled(), TRAINING.batchSize(), 11);
    }

    private static Network network(MethodType<?> type) {
        return new Network(type.network(ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0)), 7);
    }

    private AdaptationMethod method(MethodType<?> type, Network network) {
        return method(type, network, TRAINING);
    }

    private AdaptationMethod method(MethodType<?> type, Network network, TrainingSettings training) {
        // DANN's defaults are the paper's, for networks whose statistics both domains share.
        Record settings = type == Dann.TYPE
                ? new DannSettings(LambdaSchedule.paper(), DannSettings.Passes.SEPARATE)
                : type.defaults();
        return type.on(network, new MethodSetup<>(training, settings, target.unlabeled(), 1));
    }
}
