package io.github.dann4j.app.cli.train;

import io.github.dann4j.failure.NearestName;
import io.github.dann4j.recipe.Preset;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a name to a preset. */
public final class PresetNames implements ITypeConverter<Preset> {
    /** The names in the order of {@code recipe list}. */
    public static final String ALL = "demo|quick|paper|dann|best|self-training|photographs";

    @Override
    public Preset convert(String text) {
        String name = text.strip();
        List<String> known = Arrays.stream(Preset.values()).map(Preset::label).toList();
        return Arrays.stream(Preset.values())
                .filter(preset -> preset.label().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("unknown preset '%s'; nearest: %s; known: %s"
                        .formatted(name, NearestName.of(name, known), String.join(", ", known))));
    }
}
