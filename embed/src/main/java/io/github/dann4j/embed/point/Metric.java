package io.github.dann4j.embed.point;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/** The distance between points. */
@PublicApi
public enum Metric {
    /** √Σ(x − y)². */
    EUCLIDEAN,
    /** 1 − cos(x, y), in [0, 2]. The length of a point does not matter. No point may be all zeros. */
    COSINE;

    /** Returns the name in options: {@code euclidean} or {@code cosine}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns points whose Euclidean distances have the same order as this metric: the same points, or points scaled to
     * length 1.
     *
     * @throws EmbeddingException if the metric is cosine and a point is all zeros
     */
    Points comparable(Points points) {
        if (this == EUCLIDEAN) {
            return points;
        }
        int d = points.dimensions();
        float[] scaled = points.values().clone();
        for (int row = 0; row < points.count(); row++) {
            double square = 0;
            for (int i = row * d; i < (row + 1) * d; i++) {
                square += (double) scaled[i] * scaled[i];
            }
            if (square == 0) {
                throw new EmbeddingException(String.format(
                        Locale.ROOT, "row %d is all zeros and has no direction, which the cosine distance needs", row));
            }
            double length = Math.sqrt(square);
            for (int i = row * d; i < (row + 1) * d; i++) {
                scaled[i] = (float) (scaled[i] / length);
            }
        }
        return Points.wrap(scaled, points.count(), d);
    }

    /** Returns the distance from the squared Euclidean distance of {@link #comparable} points. */
    double distance(double square) {
        return this == EUCLIDEAN ? Math.sqrt(square) : square / 2;
    }
}
