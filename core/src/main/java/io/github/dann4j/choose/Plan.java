package io.github.dann4j.choose;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.adapt.selftraining.MeanTeacher;
import io.github.dann4j.adapt.statistic.Coral;
import io.github.dann4j.adapt.statistic.Mcc;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which methods are trained, and for how many steps each.
 *
 * @param steps of each training
 * @param imagesPerSecond measured before the plan was made; 0 if it was not needed
 * @param methods names, in the order of the trainings, {@code source-only} first
 * @param left the methods that are left out, and why, one sentence each
 */
public record Plan(int steps, double imagesPerSecond, List<String> methods, List<String> left) {
    /** Share of the budget that trainings may take; the rest is for their curves, tests and figures. */
    private static final double FOR_TRAINING = 0.75;

    /** Rather than trainings with fewer steps than this, fewer methods are trained. */
    private static final int FEWEST_STEPS = 400;

    /** Never fewer, however short the budget is. */
    private static final int LEAST_STEPS = 50;

    /** A batch needs so many examples of each class for a loss of class confusion to mean something. */
    private static final int OF_CLASS = 3;

    public Plan {
        methods = List.copyOf(methods);
        left = List.copyOf(left);
    }

    /** The methods that suit images or vectors, the most useful first. */
    static List<MethodType<?>> suited(Recipe recipe) {
        List<MethodType<?>> methods =
                new ArrayList<>(List.of(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE, Mcc.TYPE, Coral.TYPE, Cdan.TYPE));
        if (recipe.network().input() instanceof NetworkInput.Images) {
            methods.add(5, MeanTeacher.TYPE);
        }
        return methods;
    }

    /**
     * Makes the plan.
     *
     * @param recipe with the batch of the trainings
     * @param imagesPerSecond measured speed, positive; has no effect if the request has a number of steps
     */
    static Plan of(Request request, Recipe recipe, DataLook look, double imagesPerSecond) {
        List<String> left = new ArrayList<>();
        List<MethodType<?>> methods = new ArrayList<>();
        boolean isFutile = !look.against().isEmpty();
        List<MethodType<?>> wanted = request.methods().isEmpty()
                ? suited(recipe)
                : request.methods().stream().<MethodType<?>>map(Methods::of).toList();
        for (MethodType<?> method : wanted) {
            String reason = isFutile && method != SourceOnly.TYPE
                    ? "the data advise against adaptation"
                    : obstacle(method, recipe, look, request.backbone() != null);
            if (reason == null) {
                methods.add(method);
            } else {
                left.add("%s: %s".formatted(method, reason));
            }
        }
        int steps = request.steps();
        if (steps == 0) {
            int fewest = Math.min(FEWEST_STEPS, recipe.steps());
            double images = request.budgetSeconds() * FOR_TRAINING * imagesPerSecond;
            steps = affordable(images, methods, recipe);
            while (steps < fewest && trainings(methods) > 2) {
                MethodType<?> last = methods.remove(methods.size() - 1);
                left.add(String.format(
                        Locale.ROOT,
                        "%s: no time for it, with %,.0f images a second and a budget of %d s",
                        last,
                        imagesPerSecond,
                        request.budgetSeconds()));
                steps = affordable(images, methods, recipe);
            }
            steps = Math.max(Math.min(LEAST_STEPS, recipe.steps()), Math.min(recipe.steps(), steps));
        }
        return new Plan(
                steps, imagesPerSecond, methods.stream().map(MethodType::name).toList(), left);
    }

    /** Number of steps of each training for which there is time. */
    private static int affordable(double images, List<MethodType<?>> methods, Recipe recipe) {
        double perStep = methods.stream()
                        .filter(method -> method.base() == null)
                        .mapToLong(recipe::images)
                        .sum()
                / (double) recipe.steps();
        return (int) Math.min(Integer.MAX_VALUE, images / perStep);
    }

    private static long trainings(List<MethodType<?>> methods) {
        return methods.stream().filter(method -> method.base() == null).count();
    }

    /**
     * Returns why a method cannot be trained here, or makes no sense here; null if it can.
     *
     * @param onFeatures whether a backbone computes features that tell the classes apart already: then the loss of MCC
     *     works in batches of two examples a class, as on Office-31 (docs/EXPERIMENTS.md)
     */
    private static @Nullable String obstacle(MethodType<?> method, Recipe recipe, DataLook look, boolean onFeatures) {
        if (method.needsTargetLabels()) {
            return "it needs labels of the target";
        }
        if (method.needsOwnStatistics() && !recipe.network().hasOwnStatistics()) {
            return "it needs batch statistics of each domain, and the network has none";
        }
        if (method.needs().needsImages() && !(recipe.network().input() instanceof NetworkInput.Images)) {
            return "it needs images";
        }
        if (method == Mcc.TYPE && !onFeatures && recipe.batchSize() < OF_CLASS * look.classes()) {
            return String.format(
                    Locale.ROOT,
                    "its loss needs a batch of %d for %d classes, and the batch is %d",
                    OF_CLASS * look.classes(),
                    look.classes(),
                    recipe.batchSize());
        }
        try {
            recipe.stages(method);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
