package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.distribute.WorkerException;
import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.distribute.WorkerPlace;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.result.EnvironmentRecord;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of commands that can train as one of several workers. A launcher makes a process a worker by environment
 * variables: see {@link WorkerPlace}.
 */
final class WorkerOptions {
    static final String BATCH_NORM = "batch-norm";

    /** The default value of {@code --batch-norm}. */
    static final String SYNC = "sync";

    private static final String TIMEOUT_VARIABLE = "DANN4J_WORKER_TIMEOUT";
    private static final int DEFAULT_TIMEOUT = 120;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch-norm",
            paramLabel = "sync|local",
            description =
                    "Multi-worker runs: compute batch norm over the whole batch, as with one worker (sync), or over each worker's share of it (local) (default: sync).")
    private @Nullable BatchNorm batchNorm;

    @Option(
            names = "--worker-timeout",
            paramLabel = "SECONDS",
            description =
                    "Multi-worker runs: seconds to wait for a worker to join or respond before all workers stop (default: $DANN4J_WORKER_TIMEOUT, else 120).")
    private @Nullable Integer timeout;

    /** The values of {@code --batch-norm}, by the names that users write. */
    enum BatchNorm {
        SYNC(BatchNormStatistics.SYNCHRONISED),
        LOCAL(BatchNormStatistics.PER_WORKER);

        private final BatchNormStatistics statistics;

        BatchNorm(BatchNormStatistics statistics) {
            this.statistics = statistics;
        }
    }

    /** The share of this process among all workers; {@link Shard#ALL} if it works alone. */
    static Shard share() {
        return WorkerPlace.of(System.getenv()).map(WorkerPlace::share).orElse(Shard.ALL);
    }

    /**
     * Joins the other workers; returns null if this process works alone.
     *
     * @param settings by name, which must be the same for all workers; versions are added
     */
    @Nullable
    WorkerGroup join(Map<String, String> settings) {
        WorkerPlace place = WorkerPlace.of(System.getenv()).orElse(null);
        if (place == null || !place.share().isPartial()) {
            return null;
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.put("version", EnvironmentRecord.version());
        all.put("libtorch", EnvironmentRecord.libtorchVersion());
        return WorkerGroup.join(place, all, Duration.ofSeconds(seconds()));
    }

    private int seconds() {
        String variable = System.getenv(TIMEOUT_VARIABLE);
        String text = timeout != null ? timeout.toString() : variable != null ? variable : "" + DEFAULT_TIMEOUT;
        if (!text.strip().matches("[1-9]\\d{0,6}")) {
            throw new ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(),
                    "%s must be a number of seconds, at least 1, got '%s'"
                            .formatted(timeout != null ? "--worker-timeout" : TIMEOUT_VARIABLE, text));
        }
        return Integer.parseInt(text.strip());
    }

    /** Adds the values of these options, or keeps those that the map already has. */
    void addTo(Map<String, String> options) {
        String before = options.getOrDefault(BATCH_NORM, SYNC);
        options.put(BATCH_NORM, batchNorm != null ? batchNorm.name().toLowerCase(Locale.ROOT) : before);
    }

    /** Returns the copies of each network that the options of a run describe, one on each worker. */
    static Replicas replicas(@Nullable WorkerGroup group, String batchNorm) {
        return group == null
                ? Replicas.NONE
                : new Replicas(group, BatchNorm.valueOf(batchNorm.toUpperCase(Locale.ROOT)).statistics);
    }

    /**
     * Leaves the group after a failure of this worker, and reports the failure to the other workers if they can be
     * reached.
     */
    static void leave(@Nullable WorkerGroup group, Throwable failure) {
        if (group != null) {
            group.leave(Failures.oneLine(failure));
        }
    }

    /** @throws WorkerException if this worker has different data from the first one */
    static void requireSameData(Collective workers, String own) {
        String ofFirst = workers.fromFirst("the data", () -> own);
        if (!ofFirst.equals(own)) {
            throw new WorkerException("worker %s has different data from worker 0: %s, worker 0 has %s"
                    .formatted(workers.share(), own, ofFirst));
        }
    }
}
