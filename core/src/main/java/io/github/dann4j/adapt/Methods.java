package io.github.dann4j.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The registry of all methods: the library's own, then those of every {@link MethodProvider}. */
public final class Methods {
    private static final List<MethodType<?>> ALL = withProvided(List.of(
            SourceOnly.TYPE,
            AdaBn.TYPE,
            Dann.TYPE,
            Cdan.TYPE,
            Mcd.TYPE,
            MeanTeacher.TYPE,
            Shot.TYPE,
            SourceOnly.ON_TARGET));

    private Methods() {}

    private static List<MethodType<?>> withProvided(List<MethodType<?>> own) {
        List<MethodType<?>> all = new ArrayList<>(own);
        for (MethodProvider provider : ServiceLoader.load(MethodProvider.class)) {
            for (MethodType<?> method : provider.methods()) {
                if (all.stream().anyMatch(other -> other.name().equals(method.name()))) {
                    throw new IllegalStateException("%s provides a method '%s', but that name is already taken"
                            .formatted(provider.getClass().getName(), method.name()));
                }
                all.add(method);
            }
        }
        return List.copyOf(all);
    }

    /** Returns all methods in the order of listings. */
    public static List<MethodType<?>> all() {
        return ALL;
    }

    /** Returns the method of that name, or empty if there is none. */
    public static Optional<MethodType<?>> find(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }

    /**
     * Returns the method of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static MethodType<?> of(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no method '%s'; there are %s"
                        .formatted(name, ALL.stream().map(MethodType::name).collect(Collectors.joining(", ")))));
    }
}
