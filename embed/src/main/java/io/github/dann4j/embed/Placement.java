package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;

/**
 * Places new points among embedded points. The field of the embedded points is computed once. Every new point then
 * descends independently: its gradient is Σ_j (e·p_j − k_j / Z) u_j (y − y_j), where p and Z belong to that point.
 */
final class Placement {
    /** Margin of the grid beyond the embedding. Farther outside, all pairs are summed. */
    private static final double MARGIN = 0.1;

    private static final int PART = 64;

    private final TsneEmbedding embedding;
    private final TransformSettings settings;
    private final Workers workers;
    private final StudentKernel kernel;
    private final double[] embedded;
    private final RepulsiveField field;
    private final RepulsiveField outside;

    Placement(TsneEmbedding embedding, TransformSettings settings, Workers workers) {
        this.embedding = embedding;
        this.settings = settings;
        this.workers = workers;
        this.kernel = new StudentKernel(embedding.settings().degreesOfFreedom());
        this.embedded = Optimizer.positions(embedding.coordinates());
        this.outside = new RepulsiveField.AllPairs(embedded, kernel, new int[0]);
        Repulsion repulsion = embedding.settings().repulsion().resolve(embedding.coordinates().length);
        this.field = repulsion instanceof Repulsion.Interpolated grid
                ? new InterpolationGrid.Maker(grid, kernel, MARGIN).of(embedded, workers)
                : RepulsiveField.maker(repulsion, kernel, embedding.coordinates().length)
                        .of(embedded, workers);
    }

    double[][] of(Points newPoints) {
        int n = embedding.points().count();
        Affinities.Perplexity affinities = (Affinities.Perplexity)
                Affinities.perplexity(settings.perplexity()).within(n);
        int k = affinities.neighbors(n);
        int searched = Math.min(n, Math.max(k, settings.startNeighbors()));
        TsneSettings made = embedding.settings();
        Neighbors neighbors = made.neighborSearch().of(newPoints, embedding.points(), searched, made.metric(), workers);
        AffinityMatrix rows = AffinityMatrix.conditional(neighbors.nearest(k), affinities, workers);
        double[] positions = start(neighbors, affinities);
        workers.forEachInterruptibly(newPoints.count(), PART, "the placement of new points", (from, to) -> {
            double[] moved = new double[positions.length == 0 ? 0 : 2 * (to - from)];
            System.arraycopy(positions, 2 * from, moved, 0, moved.length);
            descend(moved, from, rows);
            System.arraycopy(moved, 0, positions, 2 * from, moved.length);
        });
        return Optimizer.rows(positions, made.dimensions());
    }

    private double[] start(Neighbors neighbors, Affinities affinities) {
        int k = Math.min(settings.startNeighbors(), neighbors.k());
        AffinityMatrix weights = settings.start() == TransformSettings.Start.WEIGHTED
                ? AffinityMatrix.conditional(neighbors.nearest(k), affinities, workers)
                : null;
        double[] positions = new double[2 * neighbors.count()];
        double[] values = new double[k];
        for (int i = 0; i < neighbors.count(); i++) {
            for (int c = 0; c < 2; c++) {
                double mean = 0;
                for (int j = 0; j < k; j++) {
                    values[j] = embedded[2 * neighbors.indices()[i * neighbors.k() + j] + c];
                    mean += weights == null ? 0 : weights.values()[i * k + j] * values[j];
                }
                if (weights == null) {
                    Arrays.sort(values);
                    mean = (values[(k - 1) / 2] + values[k / 2]) / 2;
                }
                positions[2 * i + c] = mean;
            }
        }
        return positions;
    }

    /** Moves the points {@code first, first + 1, ...} from the given positions. */
    private void descend(double[] positions, int first, AffinityMatrix rows) {
        int count = positions.length / 2;
        Movement movement = new Movement(settings.descent(), count);
        RepulsiveField.Probe inside = field.probe();
        RepulsiveField.Probe beyond = outside.probe();
        for (Descent.Stage stage : settings.descent().stages()) {
            movement.rest();
            double rate = settings.descent().learningRate().orElse(1 / stage.exaggeration());
            for (int iteration = 0; iteration < stage.iterations(); iteration++) {
                for (int i = 0; i < count; i++) {
                    double x = positions[2 * i];
                    double y = positions[2 * i + 1];
                    boolean known = !(field instanceof InterpolationGrid grid) || grid.contains(x, y);
                    RepulsiveField.Probe probe = known ? inside : beyond;
                    probe.at(x, y);
                    double z = Math.max(probe.similarity, Double.MIN_NORMAL);
                    double gradientX = -probe.forceX / z;
                    double gradientY = -probe.forceY / z;
                    for (int e = rows.rowStarts()[first + i]; e < rows.rowStarts()[first + i + 1]; e++) {
                        int other = 2 * rows.columns()[e];
                        double dx = x - embedded[other];
                        double dy = y - embedded[other + 1];
                        double pull = stage.exaggeration() * rows.values()[e] * kernel.weight(dx * dx + dy * dy);
                        gradientX += pull * dx;
                        gradientY += pull * dy;
                    }
                    movement.move(i, gradientX, gradientY, rate, stage.momentum(), positions, positions);
                }
            }
        }
    }
}
