package io.github.dann4j.choose;

import java.util.Locale;

/**
 * Estimates a candidate's accuracy on the target from what was held out: the share of examples that are predicted as
 * certainly as correct ones of the source (ATC), times the share that the other candidates predict alike. Each of the
 * two alone is too high: a certain model can be wrong, and models can be wrong together.
 */
final class AccuracyEstimate {
    private AccuracyEstimate() {}

    /**
     * Half of the interval's width for many held-out examples. On the pairs of docs/ADAPT.md the estimates of candidates that
     * passed the guards are within it.
     */
    private static final double HALF = 0.2;

    /** Standard errors of a share of the held-out examples that the interval is wider for few of them. */
    private static final double ERRORS = 2;

    /**
     * Returns the estimate with its interval. There is no evidence for a candidate that was refused, so its interval
     * begins at 0.
     *
     * @param heldTarget number of held-out examples of the target
     */
    static Estimate of(Candidate candidate, int heldTarget) {
        double value = value(candidate);
        double error = ERRORS * Math.sqrt(value * (1 - value) / Math.max(1, heldTarget));
        double half = Math.sqrt(HALF * HALF + error * error);
        return Estimate.around(value, candidate.refused() == null ? half : 1, half);
    }

    static double value(Candidate candidate) {
        Double together = candidate.figures().get(Candidate.ENSEMBLE);
        return candidate.figure("atc") * (together == null ? candidate.figure("source-acc") : together);
    }

    static String basis(Candidate candidate) {
        Double together = candidate.figures().get(Candidate.ENSEMBLE);
        String beginning = candidate.refused() == null
                ? ""
                : "; its interval begins at 0, because there is no evidence for this model";
        return String.format(
                Locale.ROOT,
                "the accuracy is estimated from thresholded confidence (%.0f %%) times %s%s",
                100 * candidate.figure("atc"),
                together == null
                        ? String.format(
                                Locale.ROOT,
                                "the accuracy on the held-out source (%.0f %%)",
                                100 * candidate.figure("source-acc"))
                        : String.format(
                                Locale.ROOT, "the agreement with the other candidates (%.0f %%)", 100 * together),
                beginning);
    }
}
