package io.github.dann4j.diagnosis;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.Term;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of a comparison, with the queries that the rules of the {@link Diagnosis} need.
 *
 * @param subject the method that the rules check: one that trains on the target
 */
record ResultView(ComparisonRecord record, MethodType<?> subject) {
    /** The loss of a domain classifier that guesses, in nats. */
    static final double LN_2 = Math.log(2);

    /** A loss of source accuracy that is too high a price for adaptation; stored runs lose at most 0.02. */
    static final double COSTLY = 0.05;

    private static final double GAVE_WAY = 1.2;

    /** The share of the curve that counts as the end of a training. */
    private static final double LATE = 0.25;

    /** The runs of the subject, in the order of the seeds. */
    List<RunRecord> runs() {
        return runs(subject);
    }

    /** The name of the subject within a sentence. */
    String name() {
        return name(subject);
    }

    /** Whether the subject has a domain classifier that its features fool through a reversal, with a λ. */
    boolean isAdversarial() {
        return subject.tells(Term.DOMAIN_LOSS) && subject.tells(Term.LAMBDA);
    }

    /** The option that sets the subject's λ. */
    String lambdaOption() {
        return subject == Dann.TYPE ? "--lambda" : "--set %s.lambda.max".formatted(subject.name());
    }

    /** The runs of a method, in the order of the seeds. */
    List<RunRecord> runs(MethodType<?> method) {
        return record.runs().stream()
                .filter(run -> run.method().equals(method.name()))
                .toList();
    }

    /** The run of another method with the same seed; null if that method was not compared. */
    @Nullable
    RunRecord beside(RunRecord run, MethodType<?> method) {
        return runs(method).stream()
                .filter(other -> other.seed() == run.seed())
                .findFirst()
                .orElse(null);
    }

    boolean has(MethodType<?> method) {
        return !runs(method).isEmpty();
    }

    /** Number of classes of the network. */
    int classes() {
        return record.recipe().network().classes();
    }

    /** Returns the mean of a value over the last quarter of a run's curve; NaN if the curve lacks the value. */
    static double late(RunRecord run, Function<CurvePoint, @Nullable Double> value) {
        return mean(lastQuarter(run), value);
    }

    /** Like {@link #late}; if the last quarter lacks the value, that of the last point before it, NaN if there is none. */
    static double lateOrLast(RunRecord run, Function<CurvePoint, @Nullable Double> value) {
        double late = late(run, value);
        return Double.isNaN(late)
                ? earlier(run).stream()
                        .map(value)
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .reduce((before, last) -> last)
                        .orElse(Double.NaN)
                : late;
    }

    static List<CurvePoint> lastQuarter(RunRecord run) {
        List<CurvePoint> curve = run.curve();
        return curve.subList(curve.size() - (int) Math.ceil(LATE * curve.size()), curve.size());
    }

    /** Returns the part of a run's curve before its last quarter. */
    static List<CurvePoint> earlier(RunRecord run) {
        return run.curve().subList(0, run.curve().size() - lastQuarter(run).size());
    }

    static double lateLabelLoss(RunRecord run) {
        return late(run, point -> point.term(Term.LABEL_LOSS));
    }

    /**
     * λ times the norm of the domain loss's gradient at the features, over that of the label loss, late in the run; NaN
     * if unknown.
     */
    static double latePull(RunRecord run) {
        return late(run, point -> {
            Double lambda = point.term(Term.LAMBDA);
            Double domain = point.term(Term.DOMAIN_GRADIENT);
            Double label = point.term(Term.LABEL_GRADIENT);
            return lambda == null || domain == null || label == null || label == 0 ? null : lambda * domain / label;
        });
    }

    /** The points at which the adversary was active, with a finite domain loss. */
    static List<CurvePoint> adversarial(RunRecord run) {
        return run.curve().stream().filter(ResultView::isAdversarial).toList();
    }

    private static boolean isAdversarial(CurvePoint point) {
        Double loss = point.term(Term.DOMAIN_LOSS);
        return loss != null && Double.isFinite(loss);
    }

    private static double mean(List<CurvePoint> points, Function<CurvePoint, @Nullable Double> value) {
        return points.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * How far the source's test accuracy falls short of what the label loss promises at the end of training: a
     * misclassified image costs at least ln 2, so at least 1 − L_y / ln 2 of the training images were classified
     * correctly.
     */
    static double shortfall(RunRecord run) {
        return 1 - lateLabelLoss(run) / LN_2 - run.sourceAccuracy();
    }

    /** The source accuracy that adaptation costs, compared with source only and the same seed; 0 if unknown. */
    double sourceCost(RunRecord run) {
        RunRecord sourceOnly = beside(run, SourceOnly.TYPE);
        return sourceOnly == null ? 0 : sourceOnly.sourceAccuracy() - run.sourceAccuracy();
    }

    /** Whether the label loss ends above that of source only with the same seed. */
    boolean labelLossGaveWay(RunRecord run) {
        RunRecord sourceOnly = beside(run, SourceOnly.TYPE);
        return sourceOnly != null && lateLabelLoss(run) > GAVE_WAY * lateLabelLoss(sourceOnly);
    }

    /** Returns the runs for which a rule holds, the run with the highest value first; empty if it holds for none. */
    static List<RunRecord> worst(List<RunRecord> runs, Predicate<RunRecord> rule, ToDoubleFunction<RunRecord> value) {
        return runs.stream()
                .filter(rule)
                .sorted(Comparator.comparingDouble(value).reversed())
                .toList();
    }

    /** @param worstFirst the runs that the finding is about; the values in {@code text} are those of the first */
    Finding finding(
            Severity severity, String rule, String title, List<RunRecord> worstFirst, String text, String advice) {
        boolean several = record.runs().stream()
                        .map(RunRecord::method)
                        .filter(Diagnosis::isSubject)
                        .distinct()
                        .count()
                > 1;
        boolean own = worstFirst.stream().allMatch(run -> run.method().equals(subject.name()));
        return new Finding(
                severity,
                rule,
                several && own && !title.contains(name()) ? "%s: %s".formatted(name(), title) : title,
                whose(worstFirst) + upper(text),
                advice);
    }

    /** The seeds that a sentence is about; empty if there is only one seed. */
    private String whose(List<RunRecord> worstFirst) {
        if (record.runs().stream().map(RunRecord::seed).distinct().count() == 1) {
            return "";
        }
        String seeds = worstFirst.stream()
                .map(RunRecord::seed)
                .distinct()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return seeds.contains(",")
                ? String.format(
                        Locale.ROOT,
                        "Seeds %s (worst: %d). ",
                        seeds,
                        worstFirst.get(0).seed())
                : "Seed %s. ".formatted(seeds);
    }

    private static String upper(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** The name of a run's method within a sentence. */
    static String name(RunRecord run) {
        return Methods.find(run.method()).map(ResultView::name).orElse(run.method());
    }

    /** A method's name within a sentence. */
    static String name(MethodType<?> method) {
        return method == SourceOnly.TYPE ? "source only" : method.title();
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
