package io.github.dann4j.adapt;

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
 * A method as a value: how it is called, what it needs, what it tells, and how it is made. Everything that runs, records or shows methods
 * asks this, and knows none by name. Immutable; two are the same if they are one object.
 *
 * @param <S> settings of the method beyond those of any training
 */
public final class MethodType<S extends Record> {
    /** Makes a method on a network, which must outlive it. */
    @FunctionalInterface
    public interface Maker<S extends Record> {
        AdaptationMethod on(Network network, MethodSetup<S> setup);
    }

    /** What a method does to the finished network of another one. */
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
                    "the name of a method has lower-case letters, digits and hyphens; got '%s'".formatted(name));
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
        this.base = other.base;
        this.refinement = other.refinement;
    }

    /**
     * A method.
     *
     * @param name as users write it and results record it: lower-case letters, digits, hyphens
     * @param title as people read it in tables and pictures
     * @param citation where it was published
     * @param defaults its settings where a recipe has none
     * @param needs what its own updates want of the data
     * @param terms what its own updates tell, the label loss first where there is one
     * @param maker makes it
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

    /** The same, with stages before the method's own updates. */
    public MethodType<S> withStages(Function<S, Stages> ofSettings) {
        MethodType<S> changed = new MethodType<>(this);
        changed.stages = ofSettings;
        return changed;
    }

    /** The same, on a network that has other heads than the recipe's, or the same ones on another input. */
    public MethodType<S> withNetwork(UnaryOperator<NetworkSpec> ofRecipe) {
        MethodType<S> changed = new MethodType<>(this);
        changed.network = ofRecipe;
        return changed;
    }

    /** The same, trained on the labelled target in place of the source: no adaptation, but the upper bound of all. */
    public MethodType<S> onTargetLabels() {
        MethodType<S> changed = new MethodType<>(this);
        changed.targetLabels = true;
        return changed;
    }

    /** The same, for networks whose batch norms have statistics of each domain. */
    public MethodType<S> withOwnStatistics() {
        MethodType<S> changed = new MethodType<>(this);
        changed.ownStatistics = true;
        return changed;
    }

    /** The same, known to be another method's training and something after it: where both are wanted, one training does. */
    public MethodType<S> after(MethodType<?> other, Refinement what) {
        MethodType<S> changed = new MethodType<>(this);
        changed.base = other;
        changed.refinement = what;
        return changed;
    }

    /** As users write it. */
    public String name() {
        return name;
    }

    /** As people read it in tables and pictures. */
    public String title() {
        return title;
    }

    /** Where it was published. */
    public String citation() {
        return citation;
    }

    /** Its settings where a recipe has none. */
    public S defaults() {
        return defaults;
    }

    /** What its own updates want of the data. */
    public BatchNeeds needs() {
        return needs;
    }

    /** What its own updates tell. */
    public List<Term> terms() {
        return terms;
    }

    /** Whether its own updates tell this. */
    public boolean tells(Term term) {
        return terms.contains(term);
    }

    /** Whether it trains on the labelled target in place of the source. */
    public boolean needsTargetLabels() {
        return targetLabels;
    }

    /** Whether its network needs batch norm with statistics of each domain. */
    public boolean needsOwnStatistics() {
        return ownStatistics;
    }

    /**
     * What comes before its own updates.
     *
     * @throws IllegalArgumentException if the source is to be drawn by the target's class shares, and the method's updates need it balanced
     */
    public Stages stages(Record settings) {
        Stages before = stages.apply(cast(settings));
        if (before.resample() && needs.balancedSource()) {
            throw new IllegalArgumentException(
                    "%s: resample draws the source by the target's class shares, but the method needs every class equally often; set %s.resample=false"
                            .formatted(name, name));
        }
        return before;
    }

    /** The network that it trains, made of the recipe's. */
    public NetworkSpec network(NetworkSpec ofRecipe) {
        return network.apply(ofRecipe);
    }

    /** The method whose training this one's is; null for one with a training of its own. */
    public @Nullable MethodType<?> base() {
        return base;
    }

    /** What it does after its base's training; null for one with a training of its own. */
    public @Nullable Refinement refinement() {
        return refinement;
    }

    /**
     * The method on a fresh network, which must outlive it.
     *
     * @throws IllegalArgumentException if {@code setup} has the settings of another method
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
