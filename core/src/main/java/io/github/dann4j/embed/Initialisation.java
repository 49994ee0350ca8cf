package io.github.dann4j.embed;

import java.util.Arrays;
import java.util.Locale;

/** Where the descent begins. What is given or computed is scaled to a standard deviation of 1e-4 in the first dimension. */
public sealed interface Initialisation {
    /** The first principal components: keeps the large distances in order (Kobak, Linderman, Nature Biotechnology 2021). */
    static Initialisation principalComponents() {
        return new PrincipalComponents();
    }

    /** The leading eigenvectors of the affinities' normalised graph (Laplacian eigenmaps). */
    static Initialisation spectral() {
        return new Spectral();
    }

    /** Normally distributed. */
    static Initialisation random() {
        return new Noise();
    }

    /** Positions of one's own, {@code [n][dimensions]}, to be scaled. */
    static Initialisation given(double[][] positions) {
        return new Given(positions, true);
    }

    /** As {@link #principalComponents()}. */
    record PrincipalComponents() implements Initialisation {}

    /** As {@link #spectral()}. */
    record Spectral() implements Initialisation {}

    /** As {@link #random()}. */
    record Noise() implements Initialisation {}

    /**
     * Positions of one's own.
     *
     * @param positions {@code [n][dimensions]}, finite
     * @param scaled false takes them as they are, to go on from a finished embedding
     */
    record Given(double[][] positions, boolean scaled) implements Initialisation {
        public Given {
            positions = Arrays.stream(positions).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < positions.length; i++) {
                if (positions[i].length != positions[0].length) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "initial position %d has %d coordinates, the first has %d",
                            i,
                            positions[i].length,
                            positions[0].length));
                }
                for (double value : positions[i]) {
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException(String.format(
                                Locale.ROOT,
                                "initial position %d is %s; positions must be finite",
                                i,
                                Arrays.toString(positions[i])));
                    }
                }
            }
        }
    }
}
