package io.github.dann4j.embed;

import java.util.function.Supplier;

/** Hears how an embedding comes along, on the thread that embeds. */
public interface TsneListener {
    /** One that does not care. */
    TsneListener NONE = new TsneListener() {};

    /** A part of the work begins. */
    default void began(Part part) {}

    /** An iteration is done. */
    default void iterated(int iterations, int total) {}

    /**
     * Every some iterations, see {@link TsneSettings#checkpointEvery}.
     *
     * @return false to stop here: the embedding is then what it is now
     */
    default boolean checkpoint(Checkpoint checkpoint) {
        return true;
    }

    /** The parts of the work, in their order. */
    enum Part {
        NEIGHBORS,
        AFFINITIES,
        INITIALISATION,
        DESCENT
    }

    /**
     * Where the descent stands.
     *
     * @param iterations done so far
     * @param total of all stages
     * @param klDivergence between the affinities and the positions before the last of these iterations, without exaggeration, in nats
     * @param coordinates makes a copy of the positions, {@code [n][dimensions]}
     */
    record Checkpoint(int iterations, int total, double klDivergence, Supplier<double[][]> coordinates) {}
}
