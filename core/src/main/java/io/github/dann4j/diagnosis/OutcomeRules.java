package io.github.dann4j.diagnosis;

import static io.github.dann4j.diagnosis.ResultView.number;
import static io.github.dann4j.diagnosis.ResultView.percent;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.RunRecord.CurvePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about the final result, by the labels of the target's test set or without labels. */
final class OutcomeRules {
    /** A shortfall of less than this, or of less than its standard error on as many test images, is a tie. */
    private static final double TIE = 0.01;

    /**
     * A fall from one point of the last quarter of the curve to a later one; stored runs of the recipes have at most
     * 0.05, on samples of 500.
     */
    private static final double SWING = 0.1;

    /** With fewer test images, such a swing can be chance. */
    private static final int FEWEST_IMAGES = 300;

    private static final int FEWEST_POINTS = 4;

    /**
     * A gain over source only of less than this counts as none if source only leaves room for more. Of the stored runs
     * whose source-only accuracy is below {@link #ROOM}, the failures on MNIST → SVHN gain at most 0.017, and all that
     * worked gain at least 0.021.
     */
    private static final double NO_GAIN = 0.02;

    /** Target accuracy of source only from which on small gains are all that can be expected. */
    private static final double ROOM = 0.8;

    /**
     * Validators whose values are shown where the target has no labels: the one that orders methods best and the one whose
     * choices lose least in docs/VALIDATORS.md. No threshold of theirs holds on all pairs, so none is a rule.
     */
    private static final List<String> SHOWN_VALIDATORS = List.of("class-ami", "bnm");

    private OutcomeRules() {}

    /** The method classifies less of the target correctly than a simpler method with the same seed. */
    static Optional<Finding> belowBaseline(ResultView evidence) {
        return Stream.of(
                        below(SourceOnly.TYPE, Severity.SERIOUS, evidence),
                        below(AdaBn.TYPE, Severity.WARNING, evidence))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Finding::severity));
    }

    private static Optional<Finding> below(MethodType<?> baseline, Severity severity, ResultView evidence) {
        List<RunRecord> below = ResultView.worst(
                evidence.runs(), run -> lead(run, baseline, evidence) > 0, run -> lead(run, baseline, evidence));
        if (below.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = below.get(0);
        double lead = lead(run, baseline, evidence);
        double own = accuracy(run);
        boolean tie = lead < Math.max(TIE, Math.sqrt(2 * own * (1 - own) / images(run)));
        return Optional.of(evidence.finding(
                tie ? Severity.NOTE : severity,
                "below-baseline",
                tie
                        ? "%s gains nothing over %s".formatted(evidence.name(), ResultView.name(baseline))
                        : "%s ends below %s".formatted(evidence.name(), ResultView.name(baseline)),
                below,
                "%s classifies %s of the target correctly; %s, %s %s."
                        .formatted(
                                evidence.name(),
                                percent(own),
                                ResultView.name(baseline),
                                evidence.isAdversarial() ? "without the adversary," : "without adaptation,",
                                percent(own + lead)),
                tie
                        ? "Use %s, which is simpler, or train longer.".formatted(ResultView.name(baseline))
                        : "Use %s here. The other findings and shares.agreement may give the reason."
                                .formatted(ResultView.name(baseline))));
    }

    /** The method is not below source only, but not worth its time either. */
    static Optional<Finding> noGain(ResultView evidence) {
        List<RunRecord> none = ResultView.worst(
                evidence.runs(),
                run -> {
                    double gain = -lead(run, SourceOnly.TYPE, evidence);
                    return gain >= 0 && gain < NO_GAIN && accuracy(run) - gain < ROOM;
                },
                run -> lead(run, SourceOnly.TYPE, evidence));
        if (none.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = none.get(0);
        return Optional.of(
                evidence.finding(
                        Severity.WARNING,
                        "no-gain",
                        "%s gains nothing over source only".formatted(evidence.name()),
                        none,
                        "%s classifies %s of the target correctly, source only without adaptation %s."
                                .formatted(
                                        evidence.name(),
                                        percent(accuracy(run)),
                                        percent(accuracy(run) + lead(run, SourceOnly.TYPE, evidence))),
                        "Use source only, which is simpler, or try other methods (dann4j adapt); if source only is near a guess too, the domains are too far apart: label some of the target."));
    }

    /** How far the baseline's target accuracy is above the method's; NaN if either is unknown. */
    private static double lead(RunRecord dann, MethodType<?> baseline, ResultView evidence) {
        RunRecord other = evidence.beside(dann, baseline);
        return other == null ? Double.NaN : accuracy(other) - accuracy(dann);
    }

    private static double accuracy(RunRecord run) {
        Double accuracy = run.targetAccuracy();
        return accuracy == null ? Double.NaN : accuracy;
    }

    /** The result depends on which step is the last. */
    static Optional<Finding> swingingEnd(ResultView evidence) {
        List<RunRecord> swinging = ResultView.worst(evidence.runs(), run -> swing(run) >= SWING, OutcomeRules::swing);
        return swinging.isEmpty()
                ? Optional.empty()
                : Optional.of(evidence.finding(
                        Severity.WARNING,
                        "swinging-end",
                        "The target accuracy swings at the end",
                        swinging,
                        "in the last quarter of the training the target accuracy of %s falls by %s, so the accuracy of the last step is a matter of chance."
                                .formatted(evidence.name(), percent(swing(swinging.get(0)))),
                        "Let the learning rate decay to zero (\"cosine\" in the recipe), or try %sa larger batch (--batch)."
                                .formatted(
                                        evidence.isAdversarial()
                                                ? "half of λ (%s 0.5) or ".formatted(evidence.lambdaOption())
                                                : "")));
    }

    /** The deepest fall from one point of the last quarter to a later one; 0 if there are too few points or images. */
    private static double swing(RunRecord run) {
        List<Double> accuracies = ResultView.lastQuarter(run).stream()
                .map(CurvePoint::targetAccuracy)
                .filter(Objects::nonNull)
                .toList();
        if (accuracies.size() < FEWEST_POINTS || images(run) < FEWEST_IMAGES) {
            return 0;
        }
        double highest = 0;
        double fall = 0;
        for (double accuracy : accuracies) {
            highest = Math.max(highest, accuracy);
            fall = Math.max(fall, highest - accuracy);
        }
        return fall;
    }

    /** Number of labelled test images of the target. */
    private static int images(RunRecord run) {
        return Arrays.stream(run.targetConfusion()).flatMapToInt(Arrays::stream).sum();
    }

    /** The accuracy is unknown; lists the signals that are available instead. */
    static Optional<Finding> unlabeledTarget(ResultView evidence) {
        if (evidence.record().runs().stream().anyMatch(run -> run.targetAccuracy() != null)
                || !evidence.has(evidence.subject())) {
            return Optional.empty();
        }
        RunRecord dann = evidence.runs().get(0);
        List<String> signals = new ArrayList<>();
        ClassShareEstimate shares = dann.shares();
        if (shares != null) {
            signals.add("agreement %s (from 0.85 on the class counts can be trusted, below 0.3 nothing can)"
                    .formatted(number(shares.agreement())));
        }
        RunRecord adaBn = evidence.beside(dann, AdaBn.TYPE);
        if (adaBn != null) {
            signals.add("imbalance of AdaBN %s, of %s %s (other class shares if the first is above 0.1)"
                    .formatted(
                            number(adaBn.signals().imbalance()),
                            evidence.name(),
                            number(dann.signals().imbalance())));
        }
        Double domains = dann.domainAccuracy();
        if (domains != null) {
            signals.add("domain accuracy %s (50 to 65 %% is healthy)".formatted(percent(domains)));
        }
        RunRecord sourceOnly = evidence.beside(dann, SourceOnly.TYPE);
        signals.add("entropy %s%s"
                .formatted(
                        number(dann.signals().entropy()),
                        sourceOnly == null
                                ? ""
                                : " (well below the %s of source only is healthy)"
                                        .formatted(number(sourceOnly.signals().entropy()))));
        for (String validator : SHOWN_VALIDATORS) {
            Double value = dann.validators().get(validator);
            Double before = sourceOnly == null ? null : sourceOnly.validators().get(validator);
            if (value != null) {
                signals.add("%s %s%s"
                        .formatted(
                                validator,
                                number(value),
                                before == null ? "" : " (of source only %s)".formatted(number(before))));
            }
        }
        return Optional.of(
                evidence.finding(
                        Severity.NOTE,
                        "unlabeled-target",
                        "The target has no labels: signals to judge by",
                        List.of(dann),
                        "most trustworthy first: %s.".formatted(String.join("; ", signals)),
                        "To be sure, label one or two hundred examples of the target by hand: a pair that fails can have healthy signals in all but the agreement, as MNIST → SVHN does."));
    }
}
