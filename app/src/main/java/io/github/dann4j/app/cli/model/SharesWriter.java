package io.github.dann4j.app.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.labelshift.Confusion;
import io.github.dann4j.labelshift.ShareEstimate;
import io.github.dann4j.labelshift.ShareEstimator;
import io.github.dann4j.labelshift.ShareEstimators;
import io.github.dann4j.labelshift.ShiftSample;
import io.github.dann4j.predict.ModelCard;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the class shares of a target as all estimators see them. */
final class SharesWriter {
    private static final int REPETITIONS = 50;
    private static final long SEED = 0;
    private static final int WIDTH = 14;

    /** Below this, a class can hardly be distinguished from mixtures of others. */
    private static final double LOW_SEPARATION = 0.1;

    private final ModelCard card;
    private final String things;
    private final ShiftSample sample;
    private final double @Nullable [] truth;
    private final List<ShareEstimate> estimates;
    private final double separation;

    /**
     * Computes the estimates.
     *
     * @param things what the examples are called, in the plural
     * @param truth shares of the classes in the target's test labels, {@code [K]}; null if it has none
     */
    SharesWriter(ModelCard card, String things, ShiftSample sample, double @Nullable [] truth) {
        this.card = card;
        this.things = things;
        this.sample = sample;
        this.truth = truth == null ? null : truth.clone();
        this.estimates = ShareEstimators.all().stream()
                .map(estimator -> ShareEstimate.of(estimator, sample, REPETITIONS, SEED))
                .toList();
        this.separation = Confusion.hard(sample).separation();
    }

    void json(PrintWriter out) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("source", card.source());
        result.put("target", card.target());
        result.put("sourceImages", sample.sourceLabels().length);
        result.put("targetImages", sample.targetLogits().length);
        result.put("separation", separation);
        result.put("classNames", card.classNames());
        result.put("sourceShares", sample.sourceShares());
        result.put("targetShares", truth);
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int e = 0; e < estimates.size(); e++) {
            ShareEstimator estimator = ShareEstimators.all().get(e);
            ShareEstimate estimate = estimates.get(e);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", estimator.name());
            one.put("title", estimator.title());
            one.put("citation", estimator.citation());
            one.put("shares", estimate.shares());
            one.put("errors", estimate.errors());
            one.put("distance", truth == null || estimate.shares() == null ? null : distance(estimate.shares(), truth));
            all.add(one);
        }
        result.put("estimators", all);
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    void text(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s -> %s: %,d source test and %,d target training %s; shares in %%, with standard errors%n%n",
                ShownText.of(card.source()),
                ShownText.of(card.target()),
                sample.sourceLabels().length,
                sample.targetLogits().length,
                things);
        int wide = card.classNames().stream()
                .mapToInt(name -> ShownText.of(name).length())
                .reduce("distance".length(), Math::max);
        TextTable table = new TextTable().left("class", wide).right("source", WIDTH);
        if (truth != null) {
            table.right("target test", WIDTH);
        }
        estimates.forEach(estimate -> table.right(estimate.estimator(), WIDTH));
        double[] source = sample.sourceShares();
        for (int k = 0; k < source.length; k++) {
            List<String> cells =
                    new ArrayList<>(List.of(ShownText.of(card.classNames().get(k)), percent(source[k])));
            if (truth != null) {
                cells.add(percent(truth[k]));
            }
            for (ShareEstimate estimate : estimates) {
                cells.add(cell(estimate, k));
            }
            table.row(cells);
        }
        if (truth != null) {
            List<String> cells = new ArrayList<>(List.of("distance", percent(distance(source, truth)), ""));
            for (ShareEstimate estimate : estimates) {
                double[] shares = estimate.shares();
                cells.add(shares == null ? "-" : percent(distance(shares, truth)));
            }
            table.row(cells);
        }
        table.print(out);
        if (truth != null) {
            out.printf("%ndistance: half the sum of the differences to the shares of the target's test labels%n");
        }
        out.printf(
                Locale.ROOT,
                "%nseparation %.2f: smallest singular value of the predictions given the class; 1 if the source is predicted without mistakes%n",
                separation);
        if (separation < LOW_SEPARATION) {
            out.printf(
                    Locale.ROOT,
                    "It is below %.1f: the model hardly tells some classes apart, so do not trust bbse and bbse-soft.%n",
                    LOW_SEPARATION);
        }
    }

    private static String cell(ShareEstimate estimate, int k) {
        double[] shares = estimate.shares();
        double[] errors = estimate.errors();
        if (shares == null) {
            return "-";
        }
        return percent(shares[k]) + (errors == null ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * errors[k]));
    }

    /** Returns the total variation distance, in [0, 1]. */
    private static double distance(double[] shares, double[] others) {
        double sum = 0;
        for (int k = 0; k < others.length; k++) {
            sum += Math.abs(shares[k] - others[k]) / 2;
        }
        return sum;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
