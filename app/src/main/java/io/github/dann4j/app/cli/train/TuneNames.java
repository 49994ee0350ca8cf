package io.github.dann4j.app.cli.train;

import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a name to what is trained with a backbone. */
final class TuneNames implements ITypeConverter<Tune> {
    /** The names, for help texts. */
    static final String ALL = "heads|last-stage|all";

    /** The name that {@link Tune#HEADS} had in earlier versions, whose runs are still resumed. */
    private static final String EARLIER = "none";

    @Override
    public Tune convert(String text) {
        String name = current(text);
        return Stream.of(Tune.values())
                .filter(tune -> tune.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of heads, last-stage, all, got '%s'".formatted(text)));
    }

    /** Whether two names stand for the same, of which one may be from a run of an earlier version. */
    static boolean isSame(String one, String other) {
        return current(one).equals(current(other));
    }

    private static String current(String text) {
        String name = text.strip().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return name.equals(EARLIER) ? Tune.HEADS.toString() : name;
    }
}
