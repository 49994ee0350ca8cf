package io.github.dann4j.embed;

/**
 * The similarity of two points of an embedding, k(d) = (1 + d² / α)^−α, and its effect on forces (Kobak et al.,
 * "Heavy-tailed kernels reveal a finer cluster structure in t-SNE visualisations", ECML PKDD 2019): ∇ log k = −2 u ·
 * (y_i − y_j), u = 1 / (1 + d² / α).
 *
 * @param alpha degrees of freedom; 1 is t-SNE's Cauchy kernel, smaller values have heavier tails, +∞ would be SNE's
 *     Gaussian
 */
record StudentKernel(double alpha) {
    StudentKernel {
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException("degrees of freedom must be positive, got " + alpha);
        }
    }

    /** Returns u of a squared distance. */
    double weight(double square) {
        return alpha == 1 ? 1 / (1 + square) : 1 / (1 + square / alpha);
    }

    /** Returns k = u^α. */
    double similarity(double weight) {
        return alpha == 1 ? weight : Math.pow(weight, alpha);
    }

    /** Returns log k of a squared distance. */
    double logSimilarity(double square) {
        return alpha == 1 ? -Math.log(1 + square) : -alpha * Math.log1p(square / alpha);
    }
}
