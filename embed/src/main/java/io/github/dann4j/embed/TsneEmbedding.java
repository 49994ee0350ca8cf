package io.github.dann4j.embed;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A finished embedding, with everything needed to place new points in it.
 *
 * @param settings settings of the embedding; after {@linkplain #read reading}, those that matter for new points, the
 *     others are defaults
 * @param affinities affinities that were used; with too few points for the perplexity, those of a smaller one
 * @param points the embedded points
 * @param coordinates {@code [n][dimensions]}, centred on 0
 * @param klDivergence KL(P ‖ Q) in nats, without exaggeration
 * @param iterations number of completed iterations, fewer than requested if a listener stopped the embedding
 * @param timings where the time went
 */
@PublicApi
public record TsneEmbedding(
        TsneSettings settings,
        Affinities affinities,
        Points points,
        double[][] coordinates,
        double klDivergence,
        int iterations,
        TsneTimings timings) {

    /** Like {@link #transform(Points, TransformSettings)}, with the default settings. */
    public double[][] transform(Points newPoints) {
        return transform(newPoints, TransformSettings.defaults());
    }

    /**
     * Places new points among the embedded points, which do not move. New points do not affect each other: placed one
     * by one, they get the same positions, bit for bit, as all at once.
     *
     * @return {@code [m][dimensions]}
     * @throws EmbeddingException if the new points have another number of columns than the embedded points
     */
    public double[][] transform(Points newPoints, TransformSettings how) {
        try (Workers workers = new Workers()) {
            return new Placement(this, how, workers).of(newPoints);
        }
    }

    /** Writes the embedding in a format of this library. Does not close the stream. */
    public void write(OutputStream out) throws IOException {
        EmbeddingFormat.write(this, out);
    }

    /**
     * Reads an embedding that {@link #write} wrote.
     *
     * @throws EmbeddingException if the data is not a saved embedding or is damaged
     */
    public static TsneEmbedding read(InputStream in) throws IOException {
        return EmbeddingFormat.read(in);
    }
}
