package io.github.dann4j.embed;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A finished embedding, and all that placing new points in it needs.
 *
 * @param settings it was made with; one that was {@linkplain #read read} has those that matter to new points, the rest are defaults
 * @param affinities those that were used: of so few points that the perplexity could not be reached, a smaller one
 * @param points the points that were embedded
 * @param coordinates {@code [n][dimensions]}, centred on 0
 * @param klDivergence KL(P ‖ Q) in nats, without exaggeration
 * @param iterations done, fewer than asked for if a listener stopped
 * @param timings where the time went
 */
public record TsneEmbedding(
        TsneSettings settings,
        Affinities affinities,
        Points points,
        double[][] coordinates,
        double klDivergence,
        int iterations,
        TsneTimings timings) {

    /** As {@link #transform(Points, TransformSettings)}, with the usual settings. */
    public double[][] transform(Points newPoints) {
        return transform(newPoints, TransformSettings.defaults());
    }

    /**
     * Places new points among the embedded ones, which stay where they are. New points do not see one another: one by one they come to
     * the same places, bit for bit, as all at once.
     *
     * @return {@code [m][dimensions]}
     * @throws EmbeddingException if the new points have other columns than the embedded ones
     */
    public double[][] transform(Points newPoints, TransformSettings how) {
        try (Workers workers = new Workers()) {
            return new Placement(this, how, workers).of(newPoints);
        }
    }

    /** Writes the embedding in a format of this library; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        EmbeddingFormat.write(this, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws EmbeddingException if it is something else, or damaged
     */
    public static TsneEmbedding read(InputStream in) throws IOException {
        return EmbeddingFormat.read(in);
    }
}
