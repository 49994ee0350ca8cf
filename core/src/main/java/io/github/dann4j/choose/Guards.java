package io.github.dann4j.choose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a candidate must not fail to be chosen, whatever the validators say. Source only can fail too: then there is
 * no evidence for it, and it is used only if no other candidate is left.
 */
final class Guards {
    /** Share of source only's accuracy on the held-out source that a method must keep. */
    static final double KEPT_SOURCE = 0.95;

    /** Share of the source's effective number of classes that the predictions on the target must use. */
    static final double USED_CLASSES = 0.5;

    /** Agreement with the other candidates together below which the classes of a model are a matter of chance. */
    static final double LEAST_AGREEMENT = 0.6;

    private Guards() {}

    /**
     * Refuses candidates that have forgotten the source or whose predictions have collapsed.
     *
     * @param candidates source only first
     */
    static List<Candidate> ofEach(List<Candidate> candidates) {
        double sourceOnly = candidates.get(0).figure("source-acc");
        List<Candidate> checked = new ArrayList<>();
        for (Candidate candidate : candidates) {
            checked.add(candidate.refused() != null ? candidate : ofOne(candidate, sourceOnly));
        }
        return checked;
    }

    private static Candidate ofOne(Candidate candidate, double sourceOnly) {
        double kept = candidate.figure("source-acc");
        if (kept < KEPT_SOURCE * sourceOnly) {
            return candidate.withRefused(String.format(
                    Locale.ROOT,
                    "it has forgotten the source: %.1f %% of the held-out source are right, with source only %.1f %%",
                    100 * kept,
                    100 * sourceOnly));
        }
        double used = candidate.figure(Candidate.CLASSES);
        if (used < USED_CLASSES) {
            return candidate.withRefused(String.format(
                    Locale.ROOT,
                    "its predictions on the target have collapsed: they use %.0f %% of the source's classes, counted by the entropy of their shares",
                    100 * used));
        }
        return candidate;
    }

    /**
     * Refuses candidates that predict other classes than the rest; those without others pass. Unless more than half of all
     * trained candidates have passed then, it refuses these too: what they agree on can be a common mistake.
     */
    static List<Candidate> ofAll(List<Candidate> candidates) {
        List<Candidate> checked = candidates.stream().map(Guards::ofAgreement).toList();
        long trained = checked.stream().filter(one -> !one.figures().isEmpty()).count();
        long passed = checked.stream().filter(one -> one.refused() == null).count();
        if (2 * passed > trained) {
            return checked;
        }
        String reason = String.format(
                Locale.ROOT,
                "only %d of %d candidates passed the guards, not more than half; what these agree on can be a common mistake",
                passed,
                trained);
        return checked.stream().map(one -> one.withRefused(reason)).toList();
    }

    private static Candidate ofAgreement(Candidate candidate) {
        Double agreement = candidate.figures().get(Candidate.ENSEMBLE);
        return agreement == null || agreement >= LEAST_AGREEMENT
                ? candidate
                : candidate.withRefused(String.format(
                        Locale.ROOT,
                        "it predicts only %.0f %% of the target as the other candidates do together: on average at least %.0f %% of their predictions are wrong, and it is unknown whose",
                        100 * agreement,
                        50 * (1 - agreement)));
    }
}
