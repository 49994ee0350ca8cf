package io.github.dann4j.embed;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.embed.TsneListener.Part;
import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;

/**
 * t-distributed stochastic neighbour embedding (van der Maaten, Hinton, JMLR 2008). Places points of many dimensions on
 * a plane or a line so that neighbours stay neighbours.
 *
 * <table>
 * <caption>The symbols of the papers</caption>
 * <tr><td>x_i, n</td><td>the {@link Points}</td></tr>
 * <tr><td>p_ij</td><td>{@link Affinities} of two points; e · p_ij under exaggeration e</td></tr>
 * <tr><td>y_i</td><td>coordinates in the {@link TsneEmbedding}</td></tr>
 * <tr><td>q_ij = k_ij / Z</td><td>their similarity; k is Student's kernel</td></tr>
 * <tr><td>C = KL(P ‖ Q)</td><td>{@link TsneEmbedding#klDivergence}</td></tr>
 * </table>
 *
 * <p>{@code Tsne.defaults().embed(points)} is a complete call. The same points, settings and machine give the same
 * coordinates bit for bit, whatever the number of threads. An interrupt of the calling thread stops the work with a
 * {@link java.util.concurrent.CancellationException}.
 *
 * @param settings all settings
 */
@PublicApi
public record Tsne(TsneSettings settings) {
    /** Returns t-SNE with {@link TsneSettings#defaults()}. */
    public static Tsne defaults() {
        return new Tsne(TsneSettings.defaults());
    }

    /** Embeds points without a listener. */
    public TsneEmbedding embed(Points points) {
        return embed(points, TsneListener.NONE);
    }

    /**
     * Embeds points.
     *
     * @throws EmbeddingException if there are fewer than 2 points, or the settings do not fit them
     */
    public TsneEmbedding embed(Points points, TsneListener listener) {
        int n = points.count();
        if (n < 2) {
            throw new EmbeddingException("t-SNE needs at least 2 points, got " + n);
        }
        Affinities fitting = settings.affinities().within(n - 1);
        StudentKernel kernel = new StudentKernel(settings.degreesOfFreedom());
        try (Workers workers = new Workers()) {
            long start = System.nanoTime();
            listener.began(Part.NEIGHBORS);
            Neighbors neighbors =
                    settings.neighborSearch().ofEach(points, fitting.neighbors(n - 1), settings.metric(), workers);
            long found = System.nanoTime();
            listener.began(Part.AFFINITIES);
            AffinityMatrix affinities =
                    AffinityMatrix.conditional(neighbors, fitting, workers).joint(workers);
            long related = System.nanoTime();
            listener.began(Part.INITIALISATION);
            double[] positions = InitialPositions.of(points, affinities, settings, workers);
            long placed = System.nanoTime();
            listener.began(Part.DESCENT);
            Optimizer optimizer = new Optimizer(
                    affinities, kernel, RepulsiveField.maker(settings.repulsion(), kernel, n), positions, workers);
            int iterations = optimizer.descend(settings.descent(), new Reporter(optimizer, listener));
            long attraction = optimizer.attractionNanos();
            long repulsion = optimizer.repulsionNanos();
            double divergence = optimizer.divergence();
            return new TsneEmbedding(
                    settings,
                    fitting,
                    points,
                    Optimizer.rows(optimizer.positions(), settings.dimensions()),
                    divergence,
                    iterations,
                    new TsneTimings(
                            (found - start) / 1e9,
                            (related - found) / 1e9,
                            (placed - related) / 1e9,
                            attraction / 1e9,
                            repulsion / 1e9,
                            (System.nanoTime() - start) / 1e9));
        }
    }

    /** Reports the progress of the descent to the listener. */
    private final class Reporter implements Optimizer.Watcher {
        private final Optimizer optimizer;
        private final TsneListener listener;
        private final int total = settings.descent().iterations();

        Reporter(Optimizer optimizer, TsneListener listener) {
            this.optimizer = optimizer;
            this.listener = listener;
        }

        @Override
        public boolean wantsDivergence(int iterations) {
            return listener != TsneListener.NONE && (iterations + 1) % settings.checkpointEvery() == 0;
        }

        @Override
        public boolean done(int iterations, double kl) {
            listener.iterated(iterations, total);
            return Double.isNaN(kl)
                    || listener.checkpoint(new TsneListener.Checkpoint(
                            iterations, total, kl, () -> Optimizer.rows(optimizer.positions(), settings.dimensions())));
        }
    }
}
