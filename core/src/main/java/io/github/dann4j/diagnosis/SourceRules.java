package io.github.dann4j.diagnosis;

import static io.github.dann4j.diagnosis.ResultView.number;
import static io.github.dann4j.diagnosis.ResultView.percent;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about what must work before any adaptation: finite numbers, and learning the source. */
final class SourceRules {
    /** A late label loss above this share of ln(classes), the loss of a guess; stored runs have at most 0.31. */
    private static final double UNLEARNED = 0.5;

    /**
     * How far the source's test accuracy may be below what the label loss promises; in stored runs it is above. Small
     * datasets that were memorised lose a few points.
     */
    private static final double SHORTFALL = 0.15;

    /**
     * Below this source accuracy a network has hardly learned its source: stored runs have at least 0.86, a run on
     * Office-31 that failed had 0.63.
     */
    private static final double WEAK_SOURCE = 0.75;

    private SourceRules() {}

    /** The network's outputs are not finite. A loss that is not finite already ends the training. */
    static Optional<Finding> brokenNumbers(ResultView evidence) {
        List<RunRecord> broken = evidence.record().runs().stream()
                .filter(run -> !Double.isFinite(run.signals().entropy())
                        || !Double.isFinite(run.signals().imbalance()))
                .toList();
        return broken.isEmpty()
                ? Optional.empty()
                : Optional.of(evidence.finding(
                        Severity.SERIOUS,
                        "broken-numbers",
                        "The network's outputs are not finite",
                        broken,
                        "the predictions of %s on the target have an entropy of %s: the training diverged in its last steps."
                                .formatted(
                                        ResultView.name(broken.get(0)),
                                        broken.get(0).signals().entropy()),
                        "Try a lower learning rate, a lower λ, or --precision fp32."));
    }

    /** Whether the label loss ends near that of a guess. */
    static boolean learnsNothing(RunRecord run, ResultView evidence) {
        return ResultView.lateLabelLoss(run) >= UNLEARNED * Math.log(evidence.classes());
    }

    /** The labelled images are not learned, even without an adversary. */
    static Optional<Finding> sourceNotLearned(ResultView evidence) {
        List<RunRecord> plain = Stream.of(SourceOnly.TYPE, AdaBn.TYPE, SourceOnly.ON_TARGET)
                .flatMap(method -> evidence.runs(method).stream())
                .toList();
        // If only the subject was trained: only where the adversary is not the reason.
        List<RunRecord> asked = plain.isEmpty()
                ? evidence.runs().stream()
                        .filter(run -> !(ResultView.latePull(run) >= 1))
                        .toList()
                : plain;
        List<RunRecord> unlearned =
                ResultView.worst(asked, run -> learnsNothing(run, evidence), ResultView::lateLabelLoss);
        return unlearned.isEmpty()
                ? Optional.empty()
                : Optional.of(evidence.finding(
                        Severity.SERIOUS,
                        "source-not-learned",
                        "The classes are not learned",
                        unlearned.stream()
                                .filter(run ->
                                        run.method().equals(unlearned.get(0).method()))
                                .toList(),
                        String.format(
                                Locale.ROOT,
                                "the label loss of %s is still %s at the end; a guess among %d classes has %s.",
                                ResultView.name(unlearned.get(0)),
                                number(ResultView.lateLabelLoss(unlearned.get(0))),
                                evidence.classes(),
                                number(Math.log(evidence.classes()))),
                        String.format(
                                Locale.ROOT,
                                "Train longer (--steps; now %d) or with another learning rate: nothing can be said about adaptation before the classes are learned.",
                                evidence.record().recipe().steps())));
    }

    /** The batch statistics mix both domains and fit neither. */
    static Optional<Finding> unfitStatistics(ResultView evidence) {
        NetworkSpec network = evidence.record().recipe().network();
        if (!network.hasBatchNorm() || network.statistics() != Statistics.SHARED) {
            return Optional.empty();
        }
        List<RunRecord> unfit = ResultView.worst(evidence.runs(), run -> isUnfit(run, evidence), ResultView::shortfall);
        return unfit.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        evidence.finding(
                                Severity.SERIOUS,
                                "unfit-statistics",
                                "The batch statistics fit neither domain",
                                unfit,
                                "the label loss ends as low as %s, but only %s of the source's test examples are classified correctly%s: the running statistics are of both domains mixed."
                                        .formatted(
                                                number(ResultView.lateLabelLoss(unfit.get(0))),
                                                percent(unfit.get(0).sourceAccuracy()),
                                                evidence.has(SourceOnly.TYPE)
                                                        ? ", %s less than by source only at a similar loss"
                                                                .formatted(percent(evidence.sourceCost(unfit.get(0))))
                                                        : ""),
                                "Give each domain its own statistics (\"statistics\": \"PER_DOMAIN\" in the recipe's network), or remove batch norm."));
    }

    private static boolean isUnfit(RunRecord run, ResultView evidence) {
        RunRecord sourceOnly = evidence.beside(run, SourceOnly.TYPE);
        if (sourceOnly != null) {
            return evidence.sourceCost(run) >= ResultView.COSTLY && !evidence.labelLossGaveWay(run);
        }
        return ResultView.shortfall(run) > SHORTFALL;
    }

    /** Small datasets: the network knows the training images, but not new images of the same domain. */
    static Optional<Finding> learnedByHeart(ResultView evidence) {
        NetworkSpec network = evidence.record().recipe().network();
        boolean mixing = network.hasBatchNorm() && network.statistics() == Statistics.SHARED;
        List<RunRecord> candidates = Stream.of(SourceOnly.TYPE, evidence.subject())
                .flatMap(method -> evidence.runs(method).stream())
                .toList();
        List<RunRecord> known = ResultView.worst(
                candidates,
                run -> ResultView.shortfall(run) > SHORTFALL
                        && !(mixing && run.method().equals(evidence.subject().name()) && isUnfit(run, evidence)),
                ResultView::shortfall);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        evidence.finding(
                                Severity.WARNING,
                                "learned-by-heart",
                                "The source is memorised",
                                known.subList(0, 1),
                                "the label loss of %s is %s, so at least %s of the source's training examples were classified correctly, but only %s of its test examples are."
                                        .formatted(
                                                ResultView.name(known.get(0)),
                                                number(ResultView.lateLabelLoss(known.get(0))),
                                                percent(promised(known.get(0))),
                                                percent(known.get(0).sourceAccuracy())),
                                "Use more labelled examples, or vary them: \"augmentation\" and \"augmentBelow\" in your own recipe (--recipe)."));
    }

    /** The network is weak on its own source, and no other rule says why. */
    static Optional<Finding> weakSource(ResultView evidence) {
        List<RunRecord> plain = evidence.runs(SourceOnly.TYPE);
        // If only the subject was trained: only where the adversary is not the reason.
        List<RunRecord> asked = plain.isEmpty()
                ? evidence.runs().stream()
                        .filter(run -> !(ResultView.latePull(run) >= 1))
                        .toList()
                : plain;
        List<RunRecord> weak =
                ResultView.worst(asked, run -> run.sourceAccuracy() < WEAK_SOURCE, run -> -run.sourceAccuracy());
        boolean isExplained = sourceNotLearned(evidence).isPresent()
                || unfitStatistics(evidence).isPresent()
                || learnedByHeart(evidence).isPresent();
        return weak.isEmpty() || isExplained
                ? Optional.empty()
                : Optional.of(evidence.finding(
                        Severity.WARNING,
                        "weak-source",
                        "The source is hardly learned",
                        weak,
                        "of the source's own test examples, %s classifies only %s correctly; on the target it cannot be expected to do better."
                                .formatted(
                                        ResultView.name(weak.get(0)),
                                        percent(weak.get(0).sourceAccuracy())),
                        String.format(
                                Locale.ROOT,
                                "Improve this before you compare methods: more steps (--steps; now %d), more labelled examples, or a model to start from (--from).",
                                evidence.record().recipe().steps())));
    }

    private static double promised(RunRecord run) {
        return ResultView.shortfall(run) + run.sourceAccuracy();
    }
}
