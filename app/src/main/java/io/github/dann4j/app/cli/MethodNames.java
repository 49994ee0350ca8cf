package io.github.dann4j.app.cli;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Methods;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a method's name. */
final class MethodNames implements ITypeConverter<MethodType<?>> {
    @Override
    public MethodType<?> convert(String text) {
        String name = text.strip();
        return Methods.all().stream()
                .filter(method -> method.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown method '%s'; nearest: %s; known: %s"
                        .formatted(
                                name,
                                nearest(name),
                                Methods.all().stream().map(MethodType::name).collect(Collectors.joining(", ")))));
    }

    private static String nearest(String name) {
        return Methods.all().stream()
                .map(MethodType::name)
                .min(Comparator.comparingInt(
                        known -> LevenshteinDistance.getDefaultInstance().apply(known, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }
}
