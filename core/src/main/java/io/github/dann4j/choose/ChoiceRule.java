package io.github.dann4j.choose;

import io.github.dann4j.validate.Validators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The rule by which one of the candidates is chosen: each validator that decides gives every candidate that passed the
 * guards a place, and the lowest mean place wins. docs/ADAPT.md says which validators decide, and on which evidence.
 */
public final class ChoiceRule {
    /** The validators that decide. */
    public static final List<String> DECISIVE = List.of(Candidate.ENSEMBLE, "class-ami", "nearest-source", "doc");

    private ChoiceRule() {}

    /** Adds the mean place to every candidate that passed the guards. */
    static List<Candidate> placed(List<Candidate> candidates) {
        if (candidates.stream().filter(one -> one.refused() == null).count() < 2) {
            return candidates;
        }
        double[] sum = new double[candidates.size()];
        for (String name : DECISIVE) {
            double[] places = places(candidates, name);
            Arrays.setAll(sum, i -> sum[i] + places[i]);
        }
        List<Candidate> placed = new ArrayList<>();
        for (int i = 0; i < sum.length; i++) {
            Candidate candidate = candidates.get(i);
            placed.add(Double.isNaN(sum[i]) ? candidate : candidate.with(Candidate.PLACE, sum[i] / DECISIVE.size()));
        }
        return placed;
    }

    /**
     * Returns the place of each candidate by one validator, from 1; candidates with equal values share the mean of their
     * places, and those that did not pass the guards have NaN.
     *
     * @param name of a validator, or {@link Candidate#ENSEMBLE}
     */
    public static double[] places(List<Candidate> candidates, String name) {
        boolean isLarger =
                name.equals(Candidate.ENSEMBLE) || Validators.named(name).largerIsBetter();
        double[] values = candidates.stream()
                .mapToDouble(one -> one.refused() != null
                        ? Double.NaN
                        : name.equals(Candidate.ENSEMBLE) && !one.figures().containsKey(name)
                                ? 0 // there is no other training to agree with
                                : isLarger ? one.figure(name) : -one.figure(name))
                .toArray();
        double[] places = new double[values.length];
        Arrays.setAll(places, i -> place(values[i], values));
        return places;
    }

    private static double place(double own, double[] values) {
        if (Double.isNaN(own)) {
            return Double.NaN;
        }
        double place = 0.5; // the candidate itself adds the other half
        for (double value : values) {
            place += value > own ? 1 : value == own ? 0.5 : 0;
        }
        return place;
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
