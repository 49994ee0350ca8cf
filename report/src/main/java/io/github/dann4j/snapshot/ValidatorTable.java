package io.github.dann4j.snapshot;

import io.github.dann4j.report.Report;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.ComparisonRecord.Row;
import io.github.dann4j.result.Figure;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import io.github.dann4j.validate.pool.Choice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The validators of a comparison, as a report shows them. */
final class ValidatorTable {
    private ValidatorTable() {}

    /** Returns a column for each validator that any method has. */
    static List<Report.Validator> of(ComparisonRecord record) {
        return Validators.all().stream()
                .map(validator -> column(validator, record))
                .filter(column -> !column.values().isEmpty())
                .toList();
    }

    private static Report.Validator column(Validator validator, ComparisonRecord record) {
        Map<Row, Double> means = new LinkedHashMap<>();
        for (Row row : record.rows()) {
            Double mean = mean(validator.name(), row.method(), record);
            if (mean != null) {
                means.put(row, mean);
            }
        }
        List<Row> rows = List.copyOf(means.keySet());
        Choice choice = rows.size() < 2
                ? null
                : Choice.of(
                        validator.name(),
                        validator.largerIsBetter(),
                        means.values().stream().mapToDouble(Double::doubleValue).toArray(),
                        accuracies(rows));
        Map<String, Double> values = new LinkedHashMap<>();
        means.forEach((row, mean) -> values.put(row.method(), mean));
        return new Report.Validator(
                validator.name(),
                validator.title(),
                validator.largerIsBetter(),
                values,
                choice == null ? null : rows.get(choice.best()).method(),
                choice == null ? null : choice.correlation());
    }

    /** Returns the mean over the seeds; null unless every training of the method has a value. */
    private static @Nullable Double mean(String validator, String method, ComparisonRecord record) {
        List<@Nullable Double> all = record.runs().stream()
                .filter(run -> run.method().equals(method))
                .map(RunRecord::validators)
                .<@Nullable Double>map(values -> values.get(validator))
                .toList();
        List<Double> known = all.stream().filter(Objects::nonNull).toList();
        return all.isEmpty() || known.size() < all.size()
                ? null
                : Figure.of(known).mean();
    }

    /** Null if any target accuracy is unknown. */
    private static double @Nullable [] accuracies(List<Row> rows) {
        double[] accuracies = new double[rows.size()];
        for (int i = 0; i < accuracies.length; i++) {
            Figure accuracy = rows.get(i).targetAccuracy();
            if (accuracy == null) {
                return null;
            }
            accuracies[i] = accuracy.mean();
        }
        return accuracies;
    }
}
