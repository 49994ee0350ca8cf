package io.github.dann4j.adapt.registry;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodProvider;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Adda;
import io.github.dann4j.adapt.adversary.Alda;
import io.github.dann4j.adapt.adversary.Bsp;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.adapt.adversary.ImplicitAlignment;
import io.github.dann4j.adapt.adversary.Iwdan;
import io.github.dann4j.adapt.adversary.Mcd;
import io.github.dann4j.adapt.adversary.Mdd;
import io.github.dann4j.adapt.adversary.Swd;
import io.github.dann4j.adapt.adversary.Wdgrl;
import io.github.dann4j.adapt.selftraining.DirtT;
import io.github.dann4j.adapt.selftraining.InformationMaximisation;
import io.github.dann4j.adapt.selftraining.MeanTeacher;
import io.github.dann4j.adapt.selftraining.PseudoLabels;
import io.github.dann4j.adapt.selftraining.Shot;
import io.github.dann4j.adapt.selftraining.Tent;
import io.github.dann4j.adapt.selftraining.Vada;
import io.github.dann4j.adapt.selftraining.Vmt;
import io.github.dann4j.adapt.statistic.Afn;
import io.github.dann4j.adapt.statistic.Associative;
import io.github.dann4j.adapt.statistic.Bnm;
import io.github.dann4j.adapt.statistic.Coral;
import io.github.dann4j.adapt.statistic.Dan;
import io.github.dann4j.adapt.statistic.DeepJdot;
import io.github.dann4j.adapt.statistic.Jan;
import io.github.dann4j.adapt.statistic.Mcc;
import io.github.dann4j.api.PublicApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The registry of all methods: the library's own, then those of every {@link MethodProvider}. */
@PublicApi
public final class Methods {
    private static final List<MethodType<?>> ALL = withProvided(List.of(
            SourceOnly.TYPE,
            AdaBn.TYPE,
            Dann.TYPE,
            Cdan.TYPE,
            Mcd.TYPE,
            MeanTeacher.TYPE,
            Shot.TYPE,
            Mcc.TYPE,
            Coral.TYPE,
            Dan.TYPE,
            Jan.TYPE,
            Afn.TYPE,
            Bnm.TYPE,
            Associative.TYPE,
            DeepJdot.TYPE,
            Bsp.TYPE,
            Mdd.TYPE,
            Swd.TYPE,
            Wdgrl.TYPE,
            Adda.TYPE,
            Alda.TYPE,
            Iwdan.TYPE,
            ImplicitAlignment.TYPE,
            Vada.TYPE,
            Vmt.TYPE,
            DirtT.TYPE,
            Tent.TYPE,
            InformationMaximisation.TYPE,
            PseudoLabels.TYPE,
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
