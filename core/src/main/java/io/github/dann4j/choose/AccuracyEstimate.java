package io.github.dann4j.choose;

import java.util.Locale;

/**
 * Estimates a candidate's accuracy on the target from what was held out: the share of examples that are as certain as right
 * ones of the source (ATC), times the share that the other candidates predict alike. Each of the two alone is too high: a
 * certain model can be wrong, and models can be wrong together.
 */
final class AccuracyEstimate {
    private AccuracyEstimate() {}

    static Estimate of(Candidate candidate) {
        return Estimate.around(value(candidate), 0.2, 0.2);
    }

    static double value(Candidate candidate) {
        Double together = candidate.figures().get(Candidate.ENSEMBLE);
        return candidate.figure("atc") * (together == null ? candidate.figure("source-acc") : together);
    }

    static String basis(Candidate candidate) {
        Double together = candidate.figures().get(Candidate.ENSEMBLE);
        return String.format(
                Locale.ROOT,
                "the accuracy is estimated from thresholded confidence (%.0f %%) times %s",
                100 * candidate.figure("atc"),
                together == null
                        ? String.format(
                                Locale.ROOT,
                                "the accuracy on the held-out source (%.0f %%)",
                                100 * candidate.figure("source-acc"))
                        : String.format(
                                Locale.ROOT, "the agreement with the other candidates (%.0f %%)", 100 * together));
    }
}
