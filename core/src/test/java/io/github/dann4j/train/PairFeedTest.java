package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.toy.ToyImages;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairFeedTest {
    private ToyImages images;

    @BeforeEach
    void open() {
        images = ToyImages.noise(12, 2, 0, 0);
    }

    @AfterEach
    void close() {
        images.close();
    }

    private BatchPairSampler sampler() {
        return new BatchPairSampler(images.labeled(), images.unlabeled(), 4, 5);
    }

    private static double[] pixels(BatchPair pair) {
        try (PointerScope scope = new PointerScope()) {
            return Tensors.doubles(
                    pair.source().inputs().add(pair.target().inputs()).flatten());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pairs_areTheSamplersOwn_andItGoesOnBehindTheLast(boolean ahead) {
        List<double[]> direct = new ArrayList<>();
        BatchPairSampler alone = sampler();
        BatchPairSampler fed = sampler();
        List<double[]> prepared = new ArrayList<>();
        try (PointerScope scope = new PointerScope()) {
            for (int i = 0; i < 6; i++) {
                direct.add(pixels(alone.next()));
            }
            try (PairFeed feed = new PairFeed(fed, BatchNeeds.BOTH, 5, ahead)) {
                for (int i = 0; i < 5; i++) {
                    prepared.add(pixels(feed.next()));
                }
                assertThatIllegalStateException().isThrownBy(feed::next);
            }
            prepared.add(pixels(fed.next()));
        }
        assertThat(prepared).containsExactlyElementsOf(direct);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tensors_dieWithTheScopeOfTheStep(boolean ahead) {
        try (PairFeed feed = new PairFeed(sampler(), BatchNeeds.BOTH, 2, ahead)) {
            BatchPair pair;
            try (PointerScope scope = new PointerScope()) {
                pair = feed.next();
                assertThat(pair.source().inputs().isNull()).isFalse();
            }
            assertThat(pair.source().inputs().isNull()).isTrue();
            assertThat(pair.source().labels().isNull()).isTrue();
            assertThat(pair.target().inputs().isNull()).isTrue();
        }
    }

    @Test
    void threadsOfTheStep_stayWhatTheyWere() {
        int before = Threads.inUse();
        try {
            Threads.use(2);
            new PairFeed(sampler(), BatchNeeds.BOTH, 3, true).close();
            assertThat(Threads.inUse()).isEqualTo(2);
        } finally {
            Threads.use(before);
        }
    }

    @Test
    void anInterrupt_isKeptForTheLoop() {
        try (PointerScope scope = new PointerScope();
                PairFeed feed = new PairFeed(sampler(), BatchNeeds.BOTH, 3, true)) {
            Thread.currentThread().interrupt();
            BatchPair pair = feed.next();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(pair.source().inputs().isNull()).isFalse();
        }
    }
}
