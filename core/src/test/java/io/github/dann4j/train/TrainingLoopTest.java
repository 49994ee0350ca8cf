package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.toy.ToyImages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
    private static final Terms FINE = Terms.of(Term.LABEL_LOSS, 0.5);

    private ToyImages images;
    private BatchPairSampler pairs;

    @BeforeEach
    void open() {
        images = ToyImages.noise(12, 2, 0, 0);
        pairs = new BatchPairSampler(images.labeled(), images.unlabeled(), 4, 0);
    }

    @AfterEach
    void close() {
        images.close();
    }

    @Test
    void listener_isToldOfEveryUpdateInOrder() {
        List<StepContext> told = new ArrayList<>();
        TrainingLoop.run((pair, context) -> FINE, pairs, 3, 7, (context, losses) -> {
            assertThat(losses).isSameAs(FINE);
            told.add(context);
        });
        assertThat(told).containsExactly(new StepContext(0, 3, 7), new StepContext(1, 3, 7), new StepContext(2, 3, 7));
        assertThat(told.get(0).progress()).isZero();
        assertThat(told.get(2).progress()).isEqualTo(2 / 3.0);
    }

    /** A custom step reports none of its parts, so only the two that the loop reports remain. */
    @Test
    void clock_isToldOfDataFirst_andOfReportingLast() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void updated(StepContext context, Terms losses) {
                told.add("updated");
            }

            @Override
            public StepClock clock() {
                return part -> told.add(part.name());
            }
        };
        TrainingStep step = (pair, context) -> {
            context.clock().ended(StepPart.FORWARD);
            return FINE;
        };
        TrainingLoop.run(step, pairs, 2, 7, listener);
        assertThat(told)
                .containsExactly("DATA", "FORWARD", "updated", "REPORTING", "DATA", "FORWARD", "updated", "REPORTING");
    }

    @Test
    void aPhase_runsItsOwnUpdates_withProgressOfItsOwn() {
        List<StepContext> told = new ArrayList<>();
        Phase second = new Phase(2, 4);
        TrainingLoop.run((pair, context) -> FINE, pairs, second, 2, 4, 4, 7, (context, losses) -> told.add(context));
        assertThat(told).containsExactly(new StepContext(2, 4, 7, second), new StepContext(3, 4, 7, second));
        assertThat(told.get(1).progress()).isEqualTo(0.5);
    }

    @Test
    void interruption_stopsBetweenTwoUpdates() {
        List<Integer> begun = new ArrayList<>();
        List<Integer> ended = new ArrayList<>();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> TrainingLoop.run(
                        (pair, context) -> {
                            begun.add(context.step());
                            if (context.step() == 1) {
                                Thread.currentThread().interrupt();
                            }
                            return FINE;
                        },
                        pairs,
                        10,
                        0,
                        (context, losses) -> ended.add(context.step())))
                .withMessage("stopped after 2 of 10 steps");
        assertThat(begun).containsExactly(0, 1);
        assertThat(ended).containsExactly(0, 1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void labelLossThatIsNoNumber_stopsTheTraining(double loss) {
        assertDivergence(
                Terms.of(Term.LABEL_LOSS, loss).and(Term.DOMAIN_LOSS, 0.7).and(Term.LAMBDA, 1),
                "label loss %s, domain loss 0.700; give a lower learning rate or a lower λ".formatted(loss));
        assertDivergence(Terms.of(Term.LABEL_LOSS, loss), "label loss %s; give a lower learning rate".formatted(loss));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void domainLossThatIsNoNumber_stopsTheTrainingOfAMethodThatHasOne(double loss) {
        assertDivergence(
                Terms.of(Term.LABEL_LOSS, 0.5).and(Term.DOMAIN_LOSS, loss).and(Term.LAMBDA, 1),
                "label loss 0.500, domain loss %s; give a lower learning rate or a lower λ".formatted(loss));
    }

    private void assertDivergence(Terms losses, String whatAndWayOut) {
        List<Integer> told = new ArrayList<>();
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> TrainingLoop.run(
                        (pair, context) -> context.step() < 2 ? FINE : losses,
                        pairs,
                        10,
                        0,
                        (context, update) -> told.add(context.step())))
                .withMessage("training diverged at step 2 of 10: " + whatAndWayOut);
        assertThat(told).containsExactly(0, 1);
    }
}
