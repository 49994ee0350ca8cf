package io.github.dann4j.diagnosis;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Diagnoses the results of a comparison or a training: rules over the measured values say in words what went wrong.
 * docs/DIAGNOSIS.md lists every rule with its signal, its threshold and the source of the threshold. The rules only
 * read records: they compute nothing again, and no result is selected by them.
 */
public final class Diagnosis {
    /** A check for one kind of problem. */
    @FunctionalInterface
    interface Rule {
        /** Checks all runs of a comparison; one finding covers all seeds that have the problem. */
        Optional<Finding> check(ResultView evidence);
    }

    /** Problems that make every other observation meaningless. */
    private static final List<Rule> FUNDAMENTAL = List.of(SourceRules::brokenNumbers, SourceRules::sourceNotLearned);

    private static final List<Rule> OF_TRAINING =
            List.of(SourceRules::unfitStatistics, SourceRules::learnedByHeart, SourceRules::weakSource);

    private static final List<Rule> OF_ADVERSARY = List.of(
            AdversaryRules::flatDomainLoss, AdversaryRules::strongDomainClassifier, AdversaryRules::overpoweringLambda);

    private static final List<Rule> OF_RESULTS = List.of(
            ClassRules::collapsedClasses,
            ClassRules::mismatchedClasses,
            ClassRules::otherClassShares,
            ClassRules::distantDomains,
            ClassRules::undecidedTarget,
            OutcomeRules::belowBaseline,
            OutcomeRules::noGain,
            OutcomeRules::swingingEnd,
            OutcomeRules::unlabeledTarget);

    private Diagnosis() {}

    /**
     * Returns all findings, the most severe first: at most one per rule and method that trains on the target; empty if
     * no rule applies.
     */
    public static List<Finding> of(ComparisonRecord record) {
        List<MethodType<?>> subjects = Methods.all().stream()
                .filter(method -> isSubject(method.name())
                        && record.runs().stream().anyMatch(run -> run.method().equals(method.name())))
                .toList();
        return (subjects.isEmpty() ? List.of(Dann.TYPE) : subjects)
                .stream()
                        .flatMap(subject -> about(new ResultView(record, subject)).stream())
                        .distinct() // findings about the other methods come once per subject
                        .sorted(Comparator.comparing(Finding::severity).reversed())
                        .toList();
    }

    /** Whether the rules apply to a method: whether it trains on unlabelled images of the target. */
    static boolean isSubject(String method) {
        return Methods.find(method).map(known -> known.needs().usesTarget()).orElse(false);
    }

    private static List<Finding> about(ResultView evidence) {
        List<Finding> findings = new ArrayList<>(findings(FUNDAMENTAL, evidence));
        boolean meaningful = findings.isEmpty();
        findings.addAll(findings(OF_TRAINING, evidence));
        if (evidence.isAdversarial()) {
            findings.addAll(findings(OF_ADVERSARY, evidence));
        }
        if (meaningful) {
            findings.addAll(findings(OF_RESULTS, evidence));
        }
        return findings;
    }

    private static List<Finding> findings(List<Rule> rules, ResultView evidence) {
        return rules.stream()
                .map(rule -> rule.check(evidence))
                .flatMap(Optional::stream)
                .toList();
    }
}
