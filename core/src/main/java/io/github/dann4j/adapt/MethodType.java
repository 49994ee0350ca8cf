package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.train.Term;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a method: its name, what it needs, the terms it reports, and how to create it. All code that runs, records
 * or shows methods uses this description and knows no method by name. Immutable; equality is identity.
 *
 * @param <S> settings of the method
 */
@PublicApi
public final class MethodType<S extends Record> {
    /** Creates a method on a network. The network must outlive the method. */
    @FunctionalInterface
    public interface Maker<S extends Record> {
        AdaptationMethod on(Network network, MethodSetup<S> setup);
    }

    /** Refines the finished network of another method. */
    @FunctionalInterface
    public interface Refinement {
        void refine(Network network, UnlabeledExamples target, Precision precision, long seed);
    }

    private final String name;
    private final String title;
    private final String citation;
    private final S defaults;
    private final BatchNeeds needs;
    private final List<Term> terms;
    private final Maker<S> maker;
    private Function<S, Stages> stages = settings -> Stages.NONE;
    private UnaryOperator<NetworkSpec> network = UnaryOperator.identity();
    private boolean targetLabels;
    private boolean ownStatistics;
    private @Nullable String obstacle;
    private @Nullable MethodType<?> base;
    private @Nullable Refinement refinement;

    private MethodType(
            String name,
            String title,
            String citation,
            S defaults,
            BatchNeeds needs,
            List<Term> terms,
            Maker<S> maker) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "a method's name must consist of lower-case letters, digits and hyphens; got '%s'".formatted(name));
        }
        this.name = name;
        this.title = title;
        this.citation = citation;
        this.defaults = defaults;
        this.needs = needs;
        this.terms = List.copyOf(terms);
        this.maker = maker;
    }

    private MethodType(MethodType<S> other) {
        this(other.name, other.title, other.citation, other.defaults, other.needs, other.terms, other.maker);
        this.stages = other.stages;
        this.network = other.network;
        this.targetLabels = other.targetLabels;
        this.ownStatistics = other.ownStatistics;
        this.obstacle = other.obstacle;
        this.base = other.base;
        this.refinement = other.refinement;
    }

    /**
     * Creates the description of a method.
     *
     * @param name name in commands and results: lower-case letters, digits, hyphens
     * @param title name in tables and charts
     * @param citation where the method was published
     * @param defaults settings if a recipe has none for the method
     * @param needs batches that the method's own steps need
     * @param terms terms that the method's own steps report, the label loss first if there is one
     * @param maker creates the method
     */
    public static <S extends Record> MethodType<S> of(
            String name,
            String title,
            String citation,
            S defaults,
            BatchNeeds needs,
            List<Term> terms,
            Maker<S> maker) {
        return new MethodType<>(name, title, citation, defaults, needs, terms, maker);
    }

    /** Returns a copy with stages before the method's own steps. */
    public MethodType<S> withStages(Function<S, Stages> ofSettings) {
        MethodType<S> changed = new MethodType<>(this);
        changed.stages = ofSettings;
        return changed;
    }

    /** Returns a copy whose network has other heads than the recipe's, or the same heads with other inputs. */
    public MethodType<S> withNetwork(UnaryOperator<NetworkSpec> ofRecipe) {
        MethodType<S> changed = new MethodType<>(this);
        changed.network = ofRecipe;
        return changed;
    }

    /** Returns a copy that trains on the labelled target instead of the source: no adaptation, but the upper bound. */
    public MethodType<S> onTargetLabels() {
        MethodType<S> changed = new MethodType<>(this);
        changed.targetLabels = true;
        return changed;
    }

    /** Returns a copy that needs networks whose batch norms keep statistics per domain. */
    public MethodType<S> withOwnStatistics() {
        MethodType<S> changed = new MethodType<>(this);
        changed.ownStatistics = true;
        return changed;
    }

    /**
     * Returns a copy that cannot learn from labelled target examples beside the source.
     *
     * @param reason a clause, such as "its label predictor is frozen"
     */
    public MethodType<S> withoutLabeledTarget(String reason) {
        MethodType<S> changed = new MethodType<>(this);
        changed.obstacle = reason;
        return changed;
    }

    /**
     * Returns a copy that consists of another method's training followed by a refinement. If a run has both methods, it
     * trains only once.
     */
    public MethodType<S> after(MethodType<?> other, Refinement what) {
        MethodType<S> changed = new MethodType<>(this);
        changed.base = other;
        changed.refinement = what;
        return changed;
    }

    /** Returns the name in commands and results. */
    public String name() {
        return name;
    }

    /** Returns the name in tables and charts. */
    public String title() {
        return title;
    }

    /** Returns where the method was published. */
    public String citation() {
        return citation;
    }

    /** Returns the settings that apply if a recipe has none for the method. */
    public S defaults() {
        return defaults;
    }

    /** Returns the batches that the method's own steps need. */
    public BatchNeeds needs() {
        return needs;
    }

    /** Returns the terms that the method's own steps report. */
    public List<Term> terms() {
        return terms;
    }

    /** Returns whether the method's own steps report {@code term}. */
    public boolean tells(Term term) {
        return terms.contains(term);
    }

    /** Returns whether the method trains on the labelled target instead of the source. */
    public boolean needsTargetLabels() {
        return targetLabels;
    }

    /** Returns whether the method needs batch norms that keep statistics per domain. */
    public boolean needsOwnStatistics() {
        return ownStatistics;
    }

    /** Returns why the method cannot learn from labelled target examples beside the source; null if it can. */
    public @Nullable String obstacleToLabeledTarget() {
        return obstacle;
    }

    /**
     * Returns the stages before the method's own steps.
     *
     * @throws IllegalArgumentException if the settings draw the source by the target's class shares, but the method's
     *     steps need balanced classes
     */
    public Stages stages(Record settings) {
        Stages before = stages.apply(cast(settings));
        if (before.resample() && needs.balancedSource()) {
            throw new IllegalArgumentException(
                    "%s: resample draws the source by the target's class shares, but the method needs balanced classes; set %s.resample=false"
                            .formatted(name, name));
        }
        return before;
    }

    /** Returns the network that the method trains, derived from the recipe's. */
    public NetworkSpec network(NetworkSpec ofRecipe) {
        return network.apply(ofRecipe);
    }

    /** Returns the method whose training this method shares; null if it has its own training. */
    public @Nullable MethodType<?> base() {
        return base;
    }

    /** Returns the refinement after the training of {@link #base}; null if the method has its own training. */
    public @Nullable Refinement refinement() {
        return refinement;
    }

    /**
     * Creates the method on a fresh network, which must outlive the method.
     *
     * @throws IllegalArgumentException if {@code setup} has settings of another method
     */
    public AdaptationMethod on(Network fresh, MethodSetup<? extends Record> setup) {
        return maker.on(
                fresh, new MethodSetup<>(setup.training(), cast(setup.settings()), setup.target(), setup.seed()));
    }

    @SuppressWarnings("unchecked") // a record of that class is an S
    private S cast(Record settings) {
        if (!defaults.getClass().isInstance(settings)) {
            throw new IllegalArgumentException("%s: expected settings %s, got %s"
                    .formatted(name, defaults.getClass().getSimpleName(), settings));
        }
        return (S) settings;
    }

    @Override
    public String toString() {
        return name;
    }
}
