package io.github.dann4j.recipe;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.backbone.BackboneRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods and seeds to compare, all with one recipe.
 *
 * @param preset name of the preset that the recipe is based on
 * @param methods the methods, each once, in the order of the table
 * @param seeds each method is trained once with each seed
 * @param backbone the frozen network that computes the examples from images; null if the examples are taken as they are
 * @param from saved model that every training starts from; null for fresh weights
 */
public record Comparison(
        String source,
        String target,
        String preset,
        Recipe recipe,
        List<MethodType<?>> methods,
        List<Long> seeds,
        @Nullable InitialModel from,
        @Nullable BackboneRecord backbone) {
    public Comparison {
        methods = List.copyOf(methods);
        seeds = List.copyOf(seeds);
        recipe = recipe.withSettingsOf(methods);
        requireOnce("methods", methods);
        requireOnce("seeds", seeds);
        methods.forEach(recipe::requirePossible);
    }

    /** Creates a comparison whose trainings start from fresh weights. */
    public Comparison(
            String source, String target, String preset, Recipe recipe, List<MethodType<?>> methods, List<Long> seeds) {
        this(source, target, preset, recipe, methods, seeds, null, null);
    }

    /** Returns this comparison on the features that a frozen backbone computes from images; null for none. */
    public Comparison with(@Nullable BackboneRecord frozen) {
        return new Comparison(source, target, preset, recipe, methods, seeds, from, frozen);
    }

    private static void requireOnce(String what, List<?> values) {
        if (values.isEmpty() || new LinkedHashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException(
                    "%s: expected at least one, and each only once, got %s".formatted(what, values));
        }
    }

    /** Whether a method refines the training of another method of this comparison, as AdaBN refines source-only's. */
    public boolean comesWithAnother(MethodType<?> method) {
        return method.base() != null && methods.contains(method.base());
    }

    /** Returns the methods of this comparison that refine a method's network. */
    public List<MethodType<?>> refinementsOf(MethodType<?> method) {
        return methods.stream().filter(other -> other.base() == method).toList();
    }

    /** Number of trainings, over all methods and seeds. */
    public int trainings() {
        return (int) trained().count() * seeds.size();
    }

    /** Number of images that go through the network in all trainings together. */
    public long images() {
        return trained().mapToLong(recipe::images).sum() * seeds.size();
    }

    /** Whether a method has its own training in this comparison. */
    public boolean trains(MethodType<?> method) {
        return methods.contains(method) && !comesWithAnother(method);
    }

    /** The methods whose networks a report looks at: without adaptation and with it, or whatever there is. */
    public static List<MethodType<?>> shown(List<MethodType<?>> methods) {
        List<MethodType<?>> both = new ArrayList<>();
        if (methods.contains(SourceOnly.TYPE)) {
            both.add(SourceOnly.TYPE);
        }
        if (methods.contains(Dann.TYPE)) {
            both.add(Dann.TYPE);
        } else {
            methods.stream()
                    .filter(method -> method.needs().usesTarget())
                    .findFirst()
                    .ifPresent(both::add);
        }
        return both.isEmpty() ? List.of(methods.get(0)) : both;
    }

    private Stream<MethodType<?>> trained() {
        return methods.stream().filter(this::trains);
    }
}
