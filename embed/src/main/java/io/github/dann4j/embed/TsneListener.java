package io.github.dann4j.embed;

import io.github.dann4j.api.PublicApi;
import java.util.function.Supplier;

/** Receives the progress of an embedding, on the embedding thread. */
@PublicApi
public interface TsneListener {
    /** Ignores all events. */
    TsneListener NONE = new TsneListener() {};

    /** Called when a part of the work begins. */
    default void began(Part part) {}

    /** Called after each iteration. */
    default void iterated(int iterations, int total) {}

    /**
     * Called at regular intervals, see {@link TsneSettings#checkpointEvery}.
     *
     * @return false to stop; the embedding then has the current positions
     */
    default boolean checkpoint(Checkpoint checkpoint) {
        return true;
    }

    /** The parts of the work, in order. */
    enum Part {
        NEIGHBORS,
        AFFINITIES,
        INITIALISATION,
        DESCENT
    }

    /**
     * The state of the descent.
     *
     * @param iterations number of completed iterations
     * @param total number of iterations of all stages
     * @param klDivergence KL divergence between the affinities and the positions before the last of these iterations,
     *     without exaggeration, in nats
     * @param coordinates returns a copy of the positions, {@code [n][dimensions]}
     */
    record Checkpoint(int iterations, int total, double klDivergence, Supplier<double[][]> coordinates) {}
}
