package io.github.dann4j.diagnosis;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Methods;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong, in words: rules over the results of a comparison or a training. docs/DIAGNOSIS.md has every rule with its
 * signal, its threshold and where that comes from. Rules read plain records; nothing is computed again, and nothing is chosen by them.
 */
public final class Diagnosis {
    /** One kind of trouble. */
    @FunctionalInterface
    interface Rule {
        /** Looks for it in all runs of a comparison; one finding for all seeds that have it. */
        Optional<Finding> check(Evidence evidence);
    }

    /** What makes every other observation meaningless. */
    private static final List<Rule> FUNDAMENTAL = List.of(SourceRules::brokenNumbers, SourceRules::sourceNotLearned);

    private static final List<Rule> OF_TRAINING = List.of(SourceRules::unfitStatistics, SourceRules::learnedByHeart);

    private static final List<Rule> OF_ADVERSARY = List.of(
            AdversaryRules::flatDomainLoss, AdversaryRules::strongDomainClassifier, AdversaryRules::overpoweringLambda);

    private static final List<Rule> OF_RESULTS = List.of(
            ClassRules::collapsedClasses,
            ClassRules::mismatchedClasses,
            ClassRules::anotherClassBalance,
            ClassRules::distantDomains,
            ClassRules::undecidedTarget,
            OutcomeRules::belowBaseline,
            OutcomeRules::swingingEnd,
            OutcomeRules::unlabeledTarget);

    private Diagnosis() {}

    /**
     * All findings, the most severe first, at most one a rule and method that trains on the target; empty where no rule finds anything.
     */
    public static List<Finding> of(ComparisonRecord record) {
        List<MethodType<?>> subjects = Methods.all().stream()
                .filter(method -> isSubject(method.name())
                        && record.runs().stream().anyMatch(run -> run.method().equals(method.name())))
                .toList();
        return (subjects.isEmpty() ? List.of(Dann.TYPE) : subjects)
                .stream()
                        .flatMap(subject -> about(new Evidence(record, subject)).stream())
                        .distinct() // what is of the other methods is found for each subject
                        .sorted(Comparator.comparing(Finding::severity).reversed())
                        .toList();
    }

    /** Whether rules are about a method: one that trains on unlabelled images of the target. */
    static boolean isSubject(String method) {
        return Methods.find(method).map(known -> known.needs().usesTarget()).orElse(false);
    }

    private static List<Finding> about(Evidence evidence) {
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

    private static List<Finding> findings(List<Rule> rules, Evidence evidence) {
        return rules.stream()
                .map(rule -> rule.check(evidence))
                .flatMap(Optional::stream)
                .toList();
    }
}
