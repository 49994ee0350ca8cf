package io.github.dann4j.snapshot;

import io.github.dann4j.adapt.MethodProvider;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.NoSettings;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.train.Term;
import java.util.List;

/** Provides a method that asks for strong views; it trains as source-only does. */
public final class StrongViews implements MethodProvider {
    @Override
    public List<MethodType<?>> methods() {
        return List.of(MethodType.of(
                "strong-views",
                "Strong views",
                "a test",
                new NoSettings(),
                BatchNeeds.BOTH.withTarget(View.STRONG),
                List.of(Term.LABEL_LOSS),
                (network, setup) -> new SourceOnly(network, setup.training())));
    }
}
