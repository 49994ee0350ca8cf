package io.github.dann4j.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values that one step reports for a method's {@link Term}s, in order. Immutable. */
public final class Terms {
    private final Map<Term, Double> values;

    private Terms(Map<Term, Double> values) {
        this.values = values;
    }

    /** Returns one value. */
    public static Terms of(Term term, double value) {
        return new Terms(Map.of(term, value));
    }

    /** Returns these values and one more. */
    public Terms and(Term term, double value) {
        Map<Term, Double> more = new LinkedHashMap<>(values);
        more.put(term, value);
        return new Terms(more);
    }

    /** Returns the value of a term; NaN if the step does not report it. */
    public double get(Term term) {
        return values.getOrDefault(term, Double.NaN);
    }

    /** Passes each term with its value to {@code reader}. */
    public void forEach(BiConsumer<Term, Double> reader) {
        values.forEach(reader);
    }

    /** Returns the number of values. */
    public int size() {
        return values.size();
    }

    /** Returns whether every loss is finite. */
    public boolean areFinite() {
        return values.entrySet().stream()
                .allMatch(entry -> entry.getKey().kind() != Term.Kind.LOSS || Double.isFinite(entry.getValue()));
    }

    /** Returns the losses as text: {@code label loss 0.123, domain loss 0.693}. */
    public String losses() {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Term.Kind.LOSS)
                .map(entry ->
                        String.format(Locale.ROOT, "%s %.3f", entry.getKey().title(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Terms terms && terms.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().name() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
