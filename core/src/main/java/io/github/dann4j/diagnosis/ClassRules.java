package io.github.dann4j.diagnosis;

import static io.github.dann4j.diagnosis.Evidence.LN_2;
import static io.github.dann4j.diagnosis.Evidence.number;
import static io.github.dann4j.diagnosis.Evidence.percent;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about which classes the target is given. */
final class ClassRules {
    /** Predictions this far from the shares they should have, in nats, use as little as half of the classes. */
    private static final double COLLAPSE = LN_2;

    /** Predicted shares of DANN from the true ones, in nats: runs that gained have at most 0.061 or 0.071, failures 0.091 and more. */
    private static final double MISMATCH = 0.08;

    /** Fewer test images a class are chance rather than shares. */
    private static final int IMAGES_PER_CLASS = 30;

    /** AdaBN's imbalance: at most 0.08 on all balanced pairs, 0.15 and 0.16 on the two thinned targets. */
    private static final double ANOTHER_BALANCE = 0.1;

    /** DANN's imbalance below this share of AdaBN's: the classes were made as even as the source's. */
    private static final double EVENED = 0.5;

    /** Below, the counted class shares are not used at all (see {@link ClassShareEstimate}). */
    private static final double NO_TRUST = 0.7;

    /** MNIST → SVHN, which failed, has 0.24; the lowest of those that gained with all steps has 0.49, with a quarter of them 0.40. */
    private static final double HOPELESS = 0.3;

    /** As high as source only's: one stored run has 0.99 and gained a point, all others 0.92 and less. */
    private static final double AS_UNDECIDED = 0.95;

    /** An entropy below this is of a network that is sure anyway, in nats. */
    private static final double SURE = 0.1;

    private ClassRules() {}

    /** Few classes get nearly all predictions. */
    static Optional<Finding> collapsedClasses(Evidence evidence) {
        return Stream.of(evidence.subject(), AdaBn.TYPE, SourceOnly.TYPE)
                .map(method -> collapsedClasses(method, evidence))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Finding> collapsedClasses(MethodType<?> method, Evidence evidence) {
        List<RunRecord> collapsed =
                Evidence.worst(evidence.runs(method), run -> divergence(run) >= COLLAPSE, ClassRules::divergence);
        if (collapsed.isEmpty()) {
            return Optional.empty();
        }
        RunRecord run = collapsed.get(0);
        String what = enoughLabels(run)
                ? String.format(
                        Locale.ROOT,
                        "%s gives %s of the target to one of %d classes",
                        Evidence.name(method),
                        percent(largestShare(run)),
                        evidence.classes())
                : String.format(
                        Locale.ROOT,
                        "%s predicts the classes of the target in shares %s nats from the source's, as if at most %.0f of %d classes were there",
                        Evidence.name(method),
                        number(divergence(run)),
                        Math.max(1, evidence.classes() * Math.exp(-divergence(run))),
                        evidence.classes());
        boolean dann = method == evidence.subject();
        return Optional.of(
                evidence.finding(
                        dann ? Severity.SERIOUS : method == AdaBn.TYPE ? Severity.WARNING : Severity.NOTE,
                        "collapsed-classes",
                        dann
                                ? "The classes have collapsed on the target"
                                : "Without adaptation the predictions crowd on few classes",
                        collapsed,
                        "%s.".formatted(what),
                        dann
                                ? evidence.isAdversarial()
                                        ? "Try a lower λ (%s), a warm-up on the source, and the domain classifier on fewer features; or the target truly has only these classes."
                                                .formatted(evidence.lambdaOption())
                                        : "Try a longer warm-up on the source; or the target truly has only these classes."
                                : "Nothing is to be mended: that is how far apart the domains are; see what AdaBN and DANN make of it."));
    }

    /** The labels of the target's test set show the classes predicted in wrong shares. */
    static Optional<Finding> mismatchedClasses(Evidence evidence) {
        List<RunRecord> wrong = Evidence.worst(
                evidence.runs(),
                run -> enoughLabels(run) && divergence(run) >= MISMATCH && divergence(run) < COLLAPSE,
                ClassRules::divergence);
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(evidence.finding(
                        Severity.WARNING,
                        "mismatched-classes",
                        "Classes of the target were matched wrongly",
                        wrong,
                        "%s predicts the classes of the target in shares %s nats from the true ones (%s), so groups of pictures were laid on wrong classes."
                                .formatted(evidence.name(), number(divergence(wrong.get(0))), furthest(wrong.get(0))),
                        "See targetConfusion in results.json for which; try a source with the shares you expect (name%%0-4=0.2), more steps%s."
                                .formatted(
                                        evidence.isAdversarial()
                                                ? ", or half of λ (%s 0.5)".formatted(evidence.lambdaOption())
                                                : "")));
    }

    /** What AdaBN predicts says that the target's classes have other shares than the source's. */
    static Optional<Finding> anotherClassBalance(Evidence evidence) {
        List<RunRecord> other = Evidence.worst(
                evidence.runs(AdaBn.TYPE),
                run -> run.signals().imbalance() > ANOTHER_BALANCE,
                run -> run.signals().imbalance());
        if (other.isEmpty()) {
            return Optional.empty();
        }
        List<RunRecord> evened = other.stream()
                .filter(adaBn -> {
                    RunRecord dann = evidence.beside(adaBn, evidence.subject());
                    return dann != null
                            && dann.signals().imbalance()
                                    < EVENED * adaBn.signals().imbalance();
                })
                .toList();
        RunRecord adaBn = evened.isEmpty() ? other.get(0) : evened.get(0);
        RunRecord dann = evidence.beside(adaBn, evidence.subject());
        String found = "AdaBN's imbalance is %s (0.1 is the most that a like balance has)"
                .formatted(number(adaBn.signals().imbalance()));
        if (dann != null && !evened.isEmpty()) {
            return Optional.of(
                    evidence.finding(
                            Severity.SERIOUS,
                            "another-class-balance",
                            "%s has evened out a target with another balance of classes".formatted(evidence.name()),
                            evened,
                            "%s, of which %s leaves %s: it gave the target the source's class shares, which it seems not to have."
                                    .formatted(
                                            found,
                                            evidence.name(),
                                            number(dann.signals().imbalance())),
                            "Keep source only, or draw the source by the class shares you expect in the target (name%0-4=0.2)."));
        }
        double agreement = dann == null ? Double.NaN : agreement(dann);
        boolean corrected = agreement >= NO_TRUST;
        String correction = corrected
                ? "; the two predictions agree on %s, so %s's source was drawn by the shares that were counted"
                        .formatted(percent(agreement), evidence.name())
                : dann == null ? "" : "; nothing corrects %s for it".formatted(evidence.name());
        return Optional.of(evidence.finding(
                dann == null || corrected ? Severity.NOTE : Severity.WARNING,
                "another-class-balance",
                "The target seems to have another balance of classes",
                other,
                "%s%s.".formatted(found, correction),
                corrected
                        ? "Look at shares.predicted in results.json, whether these are the shares you expect."
                        : "Draw the source by the class shares you expect in the target (name%0-4=0.2)."));
    }

    /** The predictions by the statistics of either domain have little in common. */
    static Optional<Finding> distantDomains(Evidence evidence) {
        List<RunRecord> apart =
                Evidence.worst(evidence.runs(), run -> agreement(run) < NO_TRUST, run -> -agreement(run));
        if (apart.isEmpty()) {
            return Optional.empty();
        }
        double agreement = agreement(apart.get(0));
        if (agreement < HOPELESS) {
            return Optional.of(evidence.finding(
                    Severity.SERIOUS,
                    "distant-domains",
                    "The domains are too far apart for this method",
                    Evidence.worst(apart, run -> agreement(run) < HOPELESS, run -> -agreement(run)),
                    "before the adversary began, predictions by the batch statistics of either domain agreed on %s of the target: which class is laid on which is a matter of luck, whatever the other signals say."
                            .formatted(percent(agreement)),
                    "Do not trust %s here; bring the source nearer to the target (augmentation, another source), or label some of the target."
                            .formatted(evidence.name())));
        }
        if (evidence.has(AdaBn.TYPE)) {
            return Optional.empty(); // whose imbalance tells more
        }
        return Optional.of(evidence.finding(
                Severity.NOTE,
                "distant-domains",
                "The target's class shares could not be counted",
                apart,
                "predictions by the batch statistics of either domain agreed on %s of the target, and below 70 %% the source is drawn as it is, which harms only where the target has another balance of classes."
                        .formatted(percent(agreement)),
                "Run compare with AdaBN beside: if its imbalance is above 0.1, the target has another balance."));
    }

    /** The method is as undecided about the target as source only. */
    static Optional<Finding> undecidedTarget(Evidence evidence) {
        List<RunRecord> undecided = evidence.runs().stream()
                .filter(run -> {
                    RunRecord sourceOnly = evidence.beside(run, SourceOnly.TYPE);
                    return sourceOnly != null
                            && sourceOnly.signals().entropy() >= SURE
                            && run.signals().entropy()
                                    >= AS_UNDECIDED * sourceOnly.signals().entropy();
                })
                .toList();
        if (undecided.isEmpty()) {
            return Optional.empty();
        }
        RunRecord sourceOnly = evidence.beside(undecided.get(0), SourceOnly.TYPE);
        return Optional.of(evidence.finding(
                Severity.NOTE,
                "undecided-target",
                "The target still lies between the classes",
                undecided,
                "%s's predictions on the target have an entropy of %s, source only's %s: adaptation has decided little."
                        .formatted(
                                evidence.name(),
                                number(undecided.get(0).signals().entropy()),
                                number(
                                        sourceOnly == null
                                                ? Double.NaN
                                                : sourceOnly.signals().entropy())),
                "Train longer (--steps) or with a larger batch (--batch)."));
    }

    private static double agreement(RunRecord run) {
        ClassShareEstimate shares = run.shares();
        return shares == null ? Double.NaN : shares.agreement();
    }

    /** How far the predicted class shares are from the true ones where labels tell, else from the source's; in nats. */
    private static double divergence(RunRecord run) {
        if (!enoughLabels(run)) {
            return run.signals().imbalance();
        }
        double[] predicted = shares(predictedCounts(run));
        double[] actual = shares(trueCounts(run));
        double sum = 0;
        for (int c = 0; c < actual.length; c++) {
            sum += predicted[c] * Math.log(predicted[c] / actual[c]);
        }
        return sum;
    }

    private static boolean enoughLabels(RunRecord run) {
        int classes = run.targetConfusion().length;
        return classes > 0 && total(run) >= IMAGES_PER_CLASS * classes;
    }

    private static int total(RunRecord run) {
        return Arrays.stream(run.targetConfusion()).flatMapToInt(Arrays::stream).sum();
    }

    private static double largestShare(RunRecord run) {
        return (double) Arrays.stream(predictedCounts(run)).max().orElseThrow() / total(run);
    }

    /** The class whose predicted share is furthest from its true one, in words. */
    private static String furthest(RunRecord run) {
        int[] predicted = predictedCounts(run);
        int[] actual = trueCounts(run);
        int at = 0;
        for (int c = 1; c < actual.length; c++) {
            if (Math.abs(predicted[c] - actual[c]) > Math.abs(predicted[at] - actual[at])) {
                at = c;
            }
        }
        double total = total(run);
        return String.format(
                Locale.ROOT,
                "class number %d is predicted for %s and is %s",
                at,
                percent(predicted[at] / total),
                percent(actual[at] / total));
    }

    private static int[] trueCounts(RunRecord run) {
        return Arrays.stream(run.targetConfusion())
                .mapToInt(row -> Arrays.stream(row).sum())
                .toArray();
    }

    private static int[] predictedCounts(RunRecord run) {
        int[][] confusion = run.targetConfusion();
        int[] counts = new int[confusion.length];
        for (int[] row : confusion) {
            for (int c = 0; c < counts.length; c++) {
                counts[c] += row[c];
            }
        }
        return counts;
    }

    /** Half an image more a class: one that does not occur has a share yet, and its logarithm is a number. */
    private static double[] shares(int[] counts) {
        double sum = Arrays.stream(counts).sum() + counts.length / 2.0;
        return Arrays.stream(counts).mapToDouble(count -> (count + 0.5) / sum).toArray();
    }
}
