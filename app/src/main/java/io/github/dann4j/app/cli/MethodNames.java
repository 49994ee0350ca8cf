package io.github.dann4j.app.cli;

import io.github.dann4j.experiment.MethodName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a method's name. */
final class MethodNames implements ITypeConverter<MethodName> {
    @Override
    public MethodName convert(String text) {
        String name = text.strip();
        return Arrays.stream(MethodName.values())
                .filter(method -> method.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown method '%s'; nearest: %s; known: %s"
                        .formatted(
                                name,
                                nearest(name),
                                Arrays.stream(MethodName.values())
                                        .map(MethodName::label)
                                        .collect(Collectors.joining(", ")))));
    }

    private static String nearest(String name) {
        return Arrays.stream(MethodName.values())
                .map(MethodName::label)
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }
}
