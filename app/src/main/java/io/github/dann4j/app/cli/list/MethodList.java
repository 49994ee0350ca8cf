package io.github.dann4j.app.cli.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.train.Term;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints the registered methods as text and as JSON. Separate from the command, so that the JSON library is loaded only
 * when it is needed.
 */
final class MethodList {
    private static final ObjectMapper MAPPER = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

    private MethodList() {}

    /** A method as written to JSON. */
    private record Entry(
            String name,
            String title,
            String citation,
            List<View> sourceViews,
            List<View> targetViews,
            boolean balancedSource,
            boolean targetLabels,
            boolean ownStatistics,
            double warmUp,
            List<String> terms,
            Record settings) {
        static Entry of(MethodType<?> method) {
            return new Entry(
                    method.name(),
                    method.title(),
                    method.citation(),
                    method.needs().sourceViews(),
                    method.needs().targetViews(),
                    method.needs().balancedSource(),
                    method.needsTargetLabels(),
                    method.needsOwnStatistics(),
                    method.stages(method.defaults()).warmUp(),
                    method.terms().stream().map(Term::name).toList(),
                    method.defaults());
        }
    }

    static void printJson(PrintWriter out) {
        try {
            out.println(MAPPER.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Methods.all().stream().map(Entry::of).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every method can be written", e);
        }
    }

    static void print(PrintWriter out) {
        for (MethodType<?> method : Methods.all()) {
            out.printf("%-14s %s (%s)%n", method.name(), method.title(), method.citation());
            out.printf("%-14s trains on %s%n", "", data(method));
            List<String> settings = new ArrayList<>();
            addSettings(method.name(), MAPPER.valueToTree(method.defaults()), settings);
            if (!settings.isEmpty()) {
                out.printf("%-14s %s%n", "", String.join(", ", settings));
            }
        }
    }

    /** Adds each value in the form that {@code --set} takes. */
    private static void addSettings(String key, JsonNode value, List<String> settings) {
        if (value.isObject()) {
            value.properties().forEach(field -> addSettings(key + "." + field.getKey(), field.getValue(), settings));
        } else {
            settings.add(key + "=" + value.asText());
        }
    }

    private static String views(List<View> views) {
        long strong = views.stream().filter(view -> view == View.STRONG).count();
        if (views.size() == 1) {
            return strong == 0 ? "" : "a strong view of ";
        }
        return strong == 0
                ? String.format(Locale.ROOT, "%d views of ", views.size())
                : String.format(Locale.ROOT, "%d weak and %d strong views of ", views.size() - strong, strong);
    }

    private static String data(MethodType<?> method) {
        List<String> parts = new ArrayList<>();
        double warmUp = method.stages(method.defaults()).warmUp();
        if (warmUp > 0) {
            parts.add(String.format(Locale.ROOT, "the source for %.0f %% of the steps, then on ", 100 * warmUp));
        }
        List<String> batches = new ArrayList<>();
        BatchNeeds needs = method.needs();
        if (needs.usesSource()) {
            String source = method.needsTargetLabels() ? "the labelled target" : "the source";
            batches.add(views(needs.sourceViews())
                    + source
                    + (needs.balancedSource() ? " (every class equally often)" : ""));
        }
        if (needs.usesTarget()) {
            batches.add(views(needs.targetViews()) + "the target");
        }
        parts.add(String.join(" and ", batches));
        if (method.base() != null) {
            parts.add(", then computes batch statistics of the target");
        }
        return String.join("", parts);
    }
}
