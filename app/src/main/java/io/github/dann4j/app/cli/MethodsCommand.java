package io.github.dann4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Methods;
import io.github.dann4j.train.Term;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dann4j methods}: every registered method, those of other jars too. */
@Command(
        name = "methods",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "List the methods: what each one needs, and its settings with their defaults.",
        footer = {"", "Example:  dann4j compare --methods source-only,cdan --set cdan.lambda.max=1"})
final class MethodsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** A method as JSON has it. */
    private record Entry(
            String name,
            String title,
            String citation,
            boolean source,
            int targetViews,
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
                    method.needs().source(),
                    method.needs().targetViews(),
                    method.needsTargetLabels(),
                    method.needsOwnStatistics(),
                    method.stages(method.defaults()).warmUp(),
                    method.terms().stream().map(Term::name).toList(),
                    method.defaults());
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ObjectMapper mapper = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        if (json) {
            out.println(mapper.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Methods.all().stream().map(Entry::of).toList()));
        } else {
            for (MethodType<?> method : Methods.all()) {
                out.printf("%-14s %s (%s)%n", method.name(), method.title(), method.citation());
                out.printf("%-14s trains on %s%n", "", data(method));
                List<String> settings = new ArrayList<>();
                addSettings(method.name(), mapper.valueToTree(method.defaults()), settings);
                if (!settings.isEmpty()) {
                    out.printf("%-14s %s%n", "", String.join(", ", settings));
                }
            }
        }
        out.flush();
        return 0;
    }

    /** Each value as {@code --set} takes it. */
    private static void addSettings(String key, JsonNode value, List<String> settings) {
        if (value.isObject()) {
            value.properties().forEach(field -> addSettings(key + "." + field.getKey(), field.getValue(), settings));
        } else {
            settings.add(key + "=" + value.asText());
        }
    }

    private static String data(MethodType<?> method) {
        List<String> parts = new ArrayList<>();
        double warmUp = method.stages(method.defaults()).warmUp();
        if (warmUp > 0) {
            parts.add(String.format(Locale.ROOT, "the source for %.0f %% of the steps, then on ", 100 * warmUp));
        }
        List<String> batches = new ArrayList<>();
        if (method.needs().source()) {
            batches.add(method.needsTargetLabels() ? "the labelled target" : "the source");
        }
        if (method.needs().usesTarget()) {
            batches.add(
                    method.needs().targetViews() == 1
                            ? "the target"
                            : String.format(
                                    Locale.ROOT,
                                    "%d views of the target",
                                    method.needs().targetViews()));
        }
        parts.add(String.join(" and ", batches));
        if (method.base() != null) {
            parts.add(", and after it on statistics of the target");
        }
        return String.join("", parts);
    }
}
