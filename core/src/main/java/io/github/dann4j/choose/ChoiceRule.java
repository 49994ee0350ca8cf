package io.github.dann4j.choose;

import io.github.dann4j.validate.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rule by which one of the candidates is chosen: each validator that decides gives every candidate that passed the
 * guards a place, and the lowest mean place wins. docs/VALIDATORS.md says which validators decide, and on which evidence.
 */
final class ChoiceRule {
    /** The validators that decide. */
    static final List<String> DECISIVE = List.of(Candidate.ENSEMBLE, "class-ami", "nearest-source", "doc");

    private ChoiceRule() {}

    /** Adds the mean place to every candidate that passed the guards. */
    static List<Candidate> placed(List<Candidate> candidates) {
        List<Candidate> passed =
                candidates.stream().filter(one -> one.refused() == null).toList();
        List<Candidate> placed = new ArrayList<>();
        for (Candidate candidate : candidates) {
            placed.add(
                    candidate.refused() == null && passed.size() > 1
                            ? candidate.with(
                                    Candidate.PLACE,
                                    DECISIVE.stream()
                                            .mapToDouble(name -> place(candidate, name, passed))
                                            .average()
                                            .orElseThrow())
                            : candidate);
        }
        return placed;
    }

    /** Returns the place by one validator, from 1; candidates with equal values share the mean of their places. */
    private static double place(Candidate candidate, String name, List<Candidate> passed) {
        double own = better(candidate, name);
        double place = 0.5; // the candidate itself adds the other half
        for (Candidate other : passed) {
            double value = better(other, name);
            place += value > own ? 1 : value == own ? 0.5 : 0;
        }
        return place;
    }

    private static double better(Candidate candidate, String name) {
        if (name.equals(Candidate.ENSEMBLE) && !candidate.figures().containsKey(name)) {
            return 0; // there is no other training to agree with
        }
        boolean isLarger =
                name.equals(Candidate.ENSEMBLE) || Validators.named(name).largerIsBetter();
        return isLarger ? candidate.figure(name) : -candidate.figure(name);
    }

    /**
     * Returns the candidate of the lowest mean place; the first of several, so source only rather than another. Source only
     * if no candidate passed the guards.
     */
    static Candidate best(List<Candidate> placed) {
        Candidate best = null;
        for (Candidate candidate : placed) {
            if (candidate.refused() == null
                    && (best == null || candidate.figure(Candidate.PLACE) < best.figure(Candidate.PLACE))) {
                best = candidate;
            }
        }
        return best == null ? placed.get(0) : best;
    }

    /** Says why a candidate was chosen, and why others were not. */
    static List<String> reasons(List<Candidate> placed, Candidate chosen) {
        List<String> reasons = new ArrayList<>();
        long passed = placed.stream().filter(one -> one.refused() == null).count();
        if (passed > 1) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "%s has the best mean place of %d, %.1f, by %s",
                    chosen.method(),
                    passed,
                    chosen.figure(Candidate.PLACE),
                    String.join(", ", DECISIVE)));
        } else if (placed.size() > 1) {
            reasons.add(
                    passed == 0
                            ? "no model passed the guards, so there is no evidence for any of them"
                            : "only %s passed the guards".formatted(chosen.method()));
        }
        for (Candidate candidate : placed) {
            if (candidate.refused() != null) {
                reasons.add("%s is refused: %s".formatted(candidate.method(), candidate.refused()));
            }
        }
        return reasons;
    }
}
