package io.github.dann4j.choose;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an adaptation found, as stored in {@code verdict.json}.
 *
 * @param verdict {@value #ADAPT} or {@value #DO_NOT}
 * @param chosen name of the method whose model is to be used; {@code source-only} if it is not to be adapted
 * @param estimatedAccuracy of that model on the target
 * @param because the reasons, one sentence each
 * @param remarks further notes for users, one sentence each
 * @param request what was asked for
 * @param data what the data show
 * @param plan what was trained, and what was left out because there was no time for it
 * @param heldOutSource number of source examples that no training has seen
 * @param heldOutTarget the same of the target
 * @param candidates in the order of their trainings
 * @param measuredAccuracy of the chosen model on target examples that were labelled by hand after the choice; null if none
 *     were
 */
public record Verdict(
        String verdict,
        String chosen,
        Estimate estimatedAccuracy,
        List<String> because,
        List<String> remarks,
        Request request,
        DataLook data,
        Plan plan,
        int heldOutSource,
        int heldOutTarget,
        List<Candidate> candidates,
        @Nullable Measured measuredAccuracy) {
    public static final String ADAPT = "adapt";
    public static final String DO_NOT = "do not adapt";

    public Verdict {
        because = List.copyOf(because);
        remarks = List.copyOf(remarks);
        candidates = List.copyOf(candidates);
    }

    /** Returns this verdict with an accuracy that was measured after it; nothing else changes. */
    Verdict with(Measured measured) {
        return new Verdict(
                verdict,
                chosen,
                estimatedAccuracy,
                because,
                remarks,
                request,
                data,
                plan,
                heldOutSource,
                heldOutTarget,
                candidates,
                measured);
    }

    /** Whether the advice is to use an adapted model. */
    public boolean advisesAdaptation() {
        return verdict.equals(ADAPT);
    }

    /** Returns the candidate whose model is to be used. */
    public Candidate chosenCandidate() {
        return candidates.stream()
                .filter(candidate -> candidate.method().equals(chosen))
                .findFirst()
                .orElseThrow();
    }
}
