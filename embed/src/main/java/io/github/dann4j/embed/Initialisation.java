package io.github.dann4j.embed;

import java.util.Arrays;
import java.util.Locale;

/**
 * The initial positions. Computed and given positions are scaled to a standard deviation of 1e-4 in the first
 * dimension.
 */
public sealed interface Initialisation {
    /**
     * Returns an initialisation by the first principal components, which keep the order of large distances (Kobak,
     * Linderman, Nature Biotechnology 2021).
     */
    static Initialisation principalComponents() {
        return new PrincipalComponents();
    }

    /**
     * Returns an initialisation by the leading eigenvectors of the affinities' normalised graph (Laplacian eigenmaps).
     */
    static Initialisation spectral() {
        return new Spectral();
    }

    /** Returns an initialisation by normally distributed random positions. */
    static Initialisation random() {
        return new Noise();
    }

    /** Returns an initialisation by given positions, {@code [n][dimensions]}, which are scaled. */
    static Initialisation given(double[][] positions) {
        return new Given(positions, true);
    }

    /** See {@link #principalComponents()}. */
    record PrincipalComponents() implements Initialisation {}

    /** See {@link #spectral()}. */
    record Spectral() implements Initialisation {}

    /** See {@link #random()}. */
    record Noise() implements Initialisation {}

    /**
     * Given positions.
     *
     * @param positions {@code [n][dimensions]}, finite
     * @param scaled false to use the positions unscaled, to continue from a finished embedding
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
