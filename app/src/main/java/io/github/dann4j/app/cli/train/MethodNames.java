package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.failure.NearestName;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a name to a method. */
public final class MethodNames implements ITypeConverter<MethodType<?>> {
    @Override
    public MethodType<?> convert(String text) {
        String name = text.strip();
        List<String> known = Methods.all().stream().map(MethodType::name).toList();
        return Methods.all().stream()
                .filter(method -> method.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown method '%s'; nearest: %s; known: %s"
                        .formatted(name, NearestName.of(name, known), String.join(", ", known))));
    }
}
