package io.github.dann4j.distribute;

import static io.github.dann4j.toy.LocalWorkers.freePort;
import static io.github.dann4j.toy.LocalWorkers.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.LocalWorkers;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerGroupTest {
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** Number of elements: tensors of 8 MB and more are exchanged separately. */
    private static final int LARGE = 513 * 4096;

    @Test
    void sum_isThatOfAllWorkers_inTheTensorsOwnLayouts() throws Exception {
        List<float[]> sums = LocalWorkers.run(3, group -> {
            try (PointerScope scope = new PointerScope()) {
                float[] values = new float[16];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (group.share().part() + 1) * (i + 0.1f);
                }
                Tensor last = Tensors.ofFloats(values, 2, 2, 2, 2).contiguous(MemoryFormat.ChannelsLast);
                Tensor other = Tensors.ofFloats(new float[] {group.share().part()}, 1);
                group.sum(List.of(last, other), "a test");
                assertThat(Tensors.floats(other)).containsExactly(3);
                return Tensors.floats(last);
            }
        });

        for (int i = 0; i < 16; i++) {
            assertThat(sums.get(0)[i]).isCloseTo(6 * (i + 0.1f), within(1e-4f));
        }
        assertThat(sums.get(1)).isEqualTo(sums.get(0));
        assertThat(sums.get(2)).isEqualTo(sums.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7})
    void fewValues_haveOneSumOnAllWorkers_toTheLastBit(int workers) throws Exception {
        List<double[]> sums = LocalWorkers.run(workers, group -> {
            double third = 1.0 / (3 + group.share().part());
            double[] sum = {0};
            for (int i = 0; i < 20; i++) {
                sum = group.sum(new double[] {third, sum[0] / workers}, "a test");
            }
            return sum;
        });

        double expected =
                IntStream.range(0, workers).mapToDouble(i -> 1.0 / (3 + i)).sum();
        assertThat(sums.get(0)[0]).isCloseTo(expected, within(1e-12));
        assertThat(sums.get(0)[1]).isCloseTo(expected, within(1e-12));
        assertThat(sums).allSatisfy(sum -> assertThat(sum).isEqualTo(sums.get(0)));
    }

    /** Large tensors are not joined with others, and are summed in place. */
    @Test
    void largeTensors_areSummedInPlace() throws Exception {
        List<float[]> sums = LocalWorkers.run(2, group -> {
            try (PointerScope scope = new PointerScope()) {
                float[] values = new float[LARGE];
                Arrays.fill(values, 0.5f + group.share().part());
                values[7] = 3;
                Tensor large = Tensors.ofFloats(values, 4096, LARGE / 4096);
                Tensor small = Tensors.ofFloats(new float[] {1}, 1);
                group.sum(List.of(small, large.t(), small.clone()), "a test");
                assertThat(Tensors.floats(small)).containsExactly(2);
                return Tensors.floats(large);
            }
        });

        assertThat(sums.get(0)).isEqualTo(sums.get(1)).hasSize(LARGE);
        assertThat(sums.get(0)[0]).isEqualTo(2f);
        assertThat(sums.get(0)[7]).isEqualTo(6f);
    }

    @Test
    void firstWorker_decidesAndIsCopied() throws Exception {
        List<String> decided = LocalWorkers.run(2, group -> {
            try (PointerScope scope = new PointerScope()) {
                Tensor tensor = Tensors.ofFloats(new float[] {group.share().part() + 5, 1}, 2);
                group.broadcastFromFirst(List.of(tensor), "a test");
                assertThat(Tensors.floats(tensor)).containsExactly(5, 1);
                assertThat(group.sum(new double[] {1.5}, "a test")).containsExactly(3);
                assertThat(group.traffic().bytes()).isEqualTo(16);
                assertThat(group.traffic().exchanges()).isEqualTo(2);
            }
            return group.fromFirst(
                    "precision", () -> "of worker " + group.share().part());
        });

        assertThat(decided).containsExactly("of worker 0", "of worker 0");
    }

    @Test
    void workerThatLeaves_isNamedWithItsReason() throws Exception {
        List<String> ends = LocalWorkers.run(2, group -> {
            if (group.share().part() == 1) {
                group.leave("disk full");
                return "left";
            }
            return String.valueOf(
                    catchThrowable(() -> group.sum(new double[1], "a test")).getMessage());
        });

        assertThat(ends.get(0)).contains("worker 0 of 2 stops", "worker 1", "failed: disk full");
    }

    @Test
    void workerThatHangs_isNamedAfterTheTimeout() throws Exception {
        int port = freePort();
        long start = System.nanoTime();
        List<String> ends = LocalWorkers.together(List.of(
                () -> {
                    WorkerGroup group = WorkerGroup.join(place(0, 2, port), Map.of(), SHORT);
                    return String.valueOf(catchThrowable(() -> group.sum(new double[1], "a test"))
                            .getMessage());
                },
                () -> {
                    WorkerGroup.join(place(1, 2, port), Map.of(), SHORT);
                    Thread.sleep(SHORT.toMillis() + 6_000);
                    return "";
                }));

        assertThat(ends.get(0)).contains("worker 0 of 2 stops: worker 1", "does not respond", "during a test");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private static List<String> refusals(int port, Object... places) throws Exception {
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < places.length; i += 2) {
            WorkerPlace place = (WorkerPlace) places[i];
            @SuppressWarnings("unchecked")
            Map<String, String> settings = (Map<String, String>) places[i + 1];
            tasks.add(() -> {
                try {
                    WorkerGroup.join(place, settings, SHORT);
                    return "joined";
                } catch (WorkerException e) {
                    return String.valueOf(e.getMessage());
                }
            });
        }
        return LocalWorkers.together(tasks);
    }

    @Test
    void otherSettings_areRefusedByNameOnEveryRank() throws Exception {
        int port = freePort();

        List<String> said =
                refusals(port, place(0, 2, port), Map.of("steps", "100"), place(1, 2, port), Map.of("steps", "200"));

        assertThat(said.get(0))
                .contains("the workers differ in steps: worker 0", "has 100", "worker 1", "has 200")
                .isEqualTo(said.get(1));
    }

    @Test
    void sameRankTwice_isRefusedByNameOnEveryRank() throws Exception {
        int port = freePort();

        List<String> said =
                refusals(port, place(0, 3, port), Map.of(), place(1, 3, port), Map.of(), place(1, 3, port), Map.of());

        assertThat(said).allSatisfy(line -> assertThat(line).contains("two workers have rank 1"));
    }

    @Test
    void firstRankTwice_isRefusedByName() throws Exception {
        int port = freePort();

        List<String> said = refusals(port, place(0, 2, port), Map.of(), place(0, 2, port), Map.of());

        assertThat(said).allSatisfy(line -> assertThat(line).contains("two workers have rank 0"));
    }

    @Test
    void otherWorldSize_isRefusedByNameOnEveryRank() throws Exception {
        int port = freePort();

        List<String> said = refusals(port, place(0, 2, port), Map.of(), place(1, 3, port), Map.of());

        assertThat(said).allSatisfy(line -> assertThat(line).contains("expects 2 workers", "expects 3; WORLD_SIZE"));
    }

    @Test
    void missingWorker_isNamedAfterTheTimeout() {
        int port = freePort();

        assertThatThrownBy(() -> WorkerGroup.join(place(0, 2, port), Map.of(), SHORT))
                .hasMessageContaining("1 of 2 workers joined within 3 s; missing: rank 1");
        assertThatThrownBy(() -> WorkerGroup.join(place(1, 2, port), Map.of(), SHORT))
                .hasMessageContaining("worker 1 of 2 cannot reach rank 0 at 127.0.0.1:" + port);
    }

    @Test
    void portOfAnotherProgram_isToldAsSuch() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> WorkerGroup.join(place(0, 2, port), Map.of(), SHORT))
                    .isInstanceOf(WorkerException.class)
                    .hasMessageContaining("which another program uses; set another MASTER_PORT");
        }
    }
}
