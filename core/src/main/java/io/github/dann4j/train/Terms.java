package io.github.dann4j.train;

import static org.bytedeco.pytorch.global.torch.cat;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Tensors;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The values that one step reports for a method's {@link Term}s, in order. Immutable.
 *
 * <p>On a GPU, a value may still be a tensor that is being computed. {@link #read} waits for all of them at once; a method
 * should not wait for single ones.
 */
@PublicApi
public final class Terms {
    private final Map<Term, Double> values; // NaN for a value that is still a tensor
    private final Map<Term, Tensor> tensors;

    private Terms(Map<Term, Double> values, Map<Term, Tensor> tensors) {
        this.values = values;
        this.tensors = tensors;
    }

    /** Returns one value. */
    public static Terms of(Term term, double value) {
        return new Terms(Map.of(term, value), Map.of());
    }

    /**
     * Returns one value.
     *
     * @param value a single number of any shape; on a GPU, {@link #read} it before its memory is released
     */
    public static Terms of(Term term, Tensor value) {
        return new Terms(Map.of(), Map.of()).and(term, value);
    }

    /** Returns these values and one more. */
    public Terms and(Term term, double value) {
        Map<Term, Double> more = new LinkedHashMap<>(values);
        more.put(term, value);
        return new Terms(more, tensors);
    }

    /** Returns these values and one more; parameters as for {@link #of(Term, Tensor)}. */
    public Terms and(Term term, Tensor value) {
        if (value.is_cpu()) {
            return and(term, (double) Tensors.floats(value)[0]); // nothing to wait for
        }
        Map<Term, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(term, value);
        return new Terms(and(term, Double.NaN).values, more);
    }

    /** Returns the same with all values as numbers, after the device has computed them. */
    public Terms read() {
        if (tensors.isEmpty()) {
            return this;
        }
        try (PointerScope scope = new PointerScope()) {
            float[] read = Tensors.floats(cat(new TensorVector(tensors.values().stream()
                    .map(value -> value.detach().to(ScalarType.Float).reshape(1))
                    .toArray(Tensor[]::new))));
            Map<Term, Double> all = new LinkedHashMap<>(values);
            int at = 0;
            for (Term term : tensors.keySet()) {
                all.put(term, (double) read[at++]);
            }
            return new Terms(all, Map.of());
        }
    }

    private Map<Term, Double> values() {
        return read().values;
    }

    /** Returns whether the step reports a term. */
    public boolean has(Term term) {
        return values.containsKey(term);
    }

    /** Returns the value of a term; NaN if the step does not report it. */
    public double get(Term term) {
        return values().getOrDefault(term, Double.NaN);
    }

    /** Passes each term with its value to {@code reader}. */
    public void forEach(BiConsumer<Term, Double> reader) {
        values().forEach(reader);
    }

    /** Returns the number of values. */
    public int size() {
        return values.size();
    }

    /** Returns whether every loss is finite. */
    public boolean areFinite() {
        return values().entrySet().stream()
                .allMatch(entry -> entry.getKey().kind() != Term.Kind.LOSS || Double.isFinite(entry.getValue()));
    }

    /** Returns the losses as text: {@code label loss 0.123, domain loss 0.693}. */
    public String losses() {
        return values().entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Term.Kind.LOSS)
                .map(entry ->
                        String.format(Locale.ROOT, "%s %.3f", entry.getKey().title(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Terms terms && terms.values().equals(values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return values().entrySet().stream()
                .map(entry -> entry.getKey().name() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
