package io.github.dann4j.diagnosis;

import static io.github.dann4j.diagnosis.ResultView.LN_2;
import static io.github.dann4j.diagnosis.ResultView.adversarial;
import static io.github.dann4j.diagnosis.ResultView.number;
import static io.github.dann4j.diagnosis.ResultView.percent;

import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.Term;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules about the game between the features and the domain classifier. */
final class AdversaryRules {
    /**
     * The loss of a domain classifier that learns falls below ln 2 by more than this at some point; the smallest dip of
     * all stored runs is 0.009.
     */
    private static final double DIP = 0.008;

    /**
     * A guess may cost at most this much more than ln 2; above that, the domain classifier is wrong rather than
     * ignorant.
     */
    private static final double RISE = 0.1;

    /**
     * Above this domain accuracy the features keep the cue to the domain: at most 0.67 in runs that gained, 0.84 or
     * more in failures.
     */
    private static final double STRONG = 0.8;

    private static final double WINS = 0.95;
    private static final double WINS_LOSS = 0.2;

    /** A λ below this adapts nothing. */
    private static final double NO_LAMBDA = 0.05;

    /** With a λ above this at the first adversarial point there is no ramp: the recipe's λ is 0.30 there. */
    private static final double NO_RAMP = 0.6;

    /**
     * The label loss has risen if its late mean is this many times its lowest earlier value; stored runs have at most
     * 1.25.
     */
    private static final double RISEN = 2;

    private static final double RISEN_BY = 0.1;

    private static final double SERIOUS_SOURCE_COST = 0.2;

    /**
     * A domain loss this far above that of a guess: the features change faster than the domain classifier can follow.
     */
    private static final double OVERSHOOT = 0.1;

    private AdversaryRules() {}

    /** The domain classifier learns nothing from its first step on. */
    static Optional<Finding> flatDomainLoss(ResultView evidence) {
        List<RunRecord> flat =
                ResultView.worst(evidence.runs(), AdversaryRules::isFlat, run -> -Math.abs(meanDomainLoss(run) - LN_2));
        if (flat.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = flat.get(0);
        return Optional.of(evidence.finding(
                Severity.SERIOUS,
                "flat-domain-loss",
                "The domain classifier learns nothing",
                flat,
                String.format(
                        Locale.ROOT,
                        "the domain loss stays at %.3f from the first adversarial step to the last: that is ln 2, the loss of a guess, so the features learn nothing about the domains.",
                        meanDomainLoss(run)),
                wayOutOfFlatness(run, evidence)));
    }

    private static boolean isFlat(RunRecord run) {
        List<CurvePoint> points = adversarial(run);
        return !points.isEmpty()
                && points.stream().allMatch(point -> {
                    double above = domainLoss(point) - LN_2;
                    return above > -DIP && above < RISE;
                });
    }

    private static String wayOutOfFlatness(RunRecord run, ResultView evidence) {
        Double first = adversarial(run).get(0).term(Term.LAMBDA);
        if (first != null && first > NO_RAMP) {
            return "Try a λ that rises slowly from 0 and less high (it is %s at the first point), so that the domain classifier learns before the features evade it."
                    .formatted(number(first));
        }
        if (SourceRules.learnsNothing(run, evidence)) {
            return "Try a higher learning rate or more steps: the label loss does not fall either.";
        }
        return "Check whether the domain head can learn at all: try a wider head, look for dead layers, raise the learning rate. If the domains look alike to the network, there is nothing to adapt.";
    }

    /** The features still distinguish the domains at the end. */
    static Optional<Finding> strongDomainClassifier(ResultView evidence) {
        List<RunRecord> strong =
                ResultView.worst(evidence.runs(), run -> domainAccuracy(run) >= STRONG, AdversaryRules::domainAccuracy);
        if (strong.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = strong.get(0);
        double loss = ResultView.lateOrLast(run, point -> point.term(Term.DOMAIN_LOSS));
        boolean wins = domainAccuracy(run) >= WINS || loss <= WINS_LOSS;
        double lambda = ResultView.lateOrLast(run, point -> point.term(Term.LAMBDA));
        return Optional.of(
                evidence.finding(
                        wins ? Severity.SERIOUS : Severity.WARNING,
                        "strong-domain-classifier",
                        wins ? "The features are not adapted" : "The domains stay apart",
                        strong,
                        "the domain classifier is still right in %s of the cases at the end (a guess: 50 %%), its loss is %s: the features still distinguish the domains."
                                .formatted(percent(domainAccuracy(run)), number(loss)),
                        lambda < NO_LAMBDA
                                ? "Raise λ, which is only %s at the end (%s)."
                                        .formatted(number(lambda), evidence.lambdaOption())
                                : "Remove from the images what distinguishes the domains and the classes do not need (a frame, a blur, a size), put the domain classifier on fewer features, or train longer."));
    }

    /** The adversary is stronger than the label predictor. */
    static Optional<Finding> overpoweringLambda(ResultView evidence) {
        List<RunRecord> pulled = ResultView.worst(
                evidence.runs(),
                run -> symptom(run, evidence) != null,
                run -> evidence.sourceCost(run) + ResultView.lateLabelLoss(run));
        if (pulled.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = pulled.get(0);
        double pull = ResultView.latePull(run);
        return Optional.of(evidence.finding(
                evidence.sourceCost(run) >= SERIOUS_SOURCE_COST || SourceRules.learnsNothing(run, evidence)
                        ? Severity.SERIOUS
                        : Severity.WARNING,
                "overpowering-lambda",
                "λ is too strong for the label loss",
                pulled,
                "%s%s: the features serve the adversary at the expense of the classes."
                        .formatted(
                                symptom(run, evidence),
                                Double.isNaN(pull)
                                        ? ""
                                        : ", and λ times the domain loss's gradient at the features is %s times the label loss's"
                                                .formatted(number(pull))),
                "Try half of λ or less (%s; it ends at %s), a slower ramp, or a warm-up on the source."
                        .formatted(
                                evidence.lambdaOption(),
                                number(ResultView.lateOrLast(run, point -> point.term(Term.LAMBDA))))));
    }

    private static @Nullable String symptom(RunRecord run, ResultView evidence) {
        double label = ResultView.lateLabelLoss(run);
        double lowest = ResultView.earlier(run).stream()
                .map(point -> point.term(Term.LABEL_LOSS))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(Double.NaN);
        if (label >= RISEN * lowest && label >= lowest + RISEN_BY) {
            return "the label loss was as low as %s and ends at %s".formatted(number(lowest), number(label));
        }
        if (evidence.sourceCost(run) >= ResultView.COSTLY && evidence.labelLossGaveWay(run)) {
            return "source accuracy ends %s below that of source only".formatted(percent(evidence.sourceCost(run)));
        }
        double domain = ResultView.late(run, point -> point.term(Term.DOMAIN_LOSS));
        if (domain >= LN_2 + OVERSHOOT) {
            return "the domain loss ends at %s, above that of a guess (0.69)".formatted(number(domain));
        }
        return SourceRules.learnsNothing(run, evidence) && ResultView.latePull(run) >= 1
                ? "the label loss never falls below %s".formatted(number(label))
                : null;
    }

    private static double meanDomainLoss(RunRecord run) {
        return adversarial(run).stream()
                .mapToDouble(AdversaryRules::domainLoss)
                .average()
                .orElse(Double.NaN);
    }

    private static double domainLoss(CurvePoint point) {
        Double loss = point.term(Term.DOMAIN_LOSS);
        return loss == null ? Double.NaN : loss;
    }

    private static double domainAccuracy(RunRecord run) {
        Double accuracy = run.domainAccuracy();
        return accuracy == null ? Double.NaN : accuracy;
    }
}
