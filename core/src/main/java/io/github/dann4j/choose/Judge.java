package io.github.dann4j.choose;

import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import io.github.dann4j.validate.pool.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Decides among trained methods on held-out examples, without a label of the target: measures the methods, refuses
 * those that fail a guard, chooses by places, estimates the accuracy, and says why.
 */
public final class Judge {
    private Judge() {}

    /**
     * Judges the candidates of an earlier verdict again, by the guards and the rule of this version, from their stored
     * figures.
     */
    public static Verdict again(Verdict earlier) {
        List<Candidate> trained = earlier.candidates().stream()
                .map(one -> one.figures().isEmpty()
                        ? one // its training diverged
                        : new Candidate(one.method(), one.seconds(), null, one.figures()))
                .toList();
        List<Candidate> candidates = ChoiceRule.placed(Guards.ofAll(Guards.ofEach(trained)));
        Candidate chosen = earlier.data().against().isEmpty() ? ChoiceRule.best(candidates) : candidates.get(0);
        List<String> because = because(earlier.data(), candidates, chosen);
        return new Verdict(
                advice(chosen),
                chosen.method(),
                AccuracyEstimate.of(chosen, earlier.heldOutTarget()),
                because,
                earlier.remarks(),
                earlier.request(),
                earlier.data(),
                earlier.plan(),
                earlier.heldOutSource(),
                earlier.heldOutTarget(),
                candidates,
                earlier.measuredAccuracy());
    }

    private static String advice(Candidate chosen) {
        return chosen.method().equals(SourceOnly.TYPE.name()) ? Verdict.DO_NOT : Verdict.ADAPT;
    }

    private static List<String> because(DataLook look, List<Candidate> candidates, Candidate chosen) {
        List<String> because = new ArrayList<>(look.against());
        because.addAll(ChoiceRule.reasons(candidates, chosen));
        because.add(AccuracyEstimate.basis(chosen));
        return because;
    }

    static Verdict verdict(Request request, ChoosingData data, Plan plan, List<Trained> trained) {
        return verdict(request, data.look(), plan, data.heldSource(), data.heldTarget(), trained);
    }

    /** @param trained source only first, and not failed */
    static Verdict verdict(
            Request request, DataLook look, Plan plan, int heldSource, int heldTarget, List<Trained> trained) {
        List<Candidate> candidates =
                ChoiceRule.placed(Guards.ofAll(withAgreement(Guards.ofEach(measured(trained)), trained)));
        Candidate chosen = look.against().isEmpty() ? ChoiceRule.best(candidates) : candidates.get(0);
        return new Verdict(
                advice(chosen),
                chosen.method(),
                AccuracyEstimate.of(chosen, heldTarget),
                because(look, candidates, chosen),
                remarks(look, trained, chosen),
                request,
                look,
                plan,
                heldSource,
                heldTarget,
                candidates,
                null);
    }

    /** Computes the figures of each model on its own. */
    private static List<Candidate> measured(List<Trained> trained) {
        Outputs sourceOnly = Objects.requireNonNull(trained.get(0).outputs());
        List<Candidate> candidates = new ArrayList<>();
        for (Trained one : trained) {
            Map<String, Double> figures = new LinkedHashMap<>();
            Outputs outputs = one.outputs();
            if (outputs != null) {
                for (Validator validator : Validators.all()) {
                    figures.put(validator.name(), validator.value(outputs));
                }
                figures.put(Candidate.CLASSES, ShareShift.usedClasses(outputs));
                figures.put(Candidate.AGREEMENT, Agreement.of(outputs, sourceOnly));
            }
            candidates.add(new Candidate(one.method(), one.seconds(), one.failure(), figures));
        }
        return candidates;
    }

    /** Whether one of two methods refines the network of the other: then their agreement says nothing. */
    private static boolean isOfSameTraining(String one, String other) {
        return isBase(one, other) || isBase(other, one);
    }

    private static boolean isBase(String method, String base) {
        return Methods.find(method)
                .map(type -> type.base() != null && type.base().name().equals(base))
                .orElse(false);
    }

    /**
     * Adds to each candidate that has passed so far how far it agrees with the others that have passed, if there are
     * any. Candidates of the same training do not count.
     */
    private static List<Candidate> withAgreement(List<Candidate> candidates, List<Trained> trained) {
        List<Candidate> more = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            List<Outputs> others = new ArrayList<>();
            for (int j = 0; j < candidates.size(); j++) {
                if (j != i
                        && candidates.get(j).refused() == null
                        && !isOfSameTraining(
                                trained.get(i).method(), trained.get(j).method())) {
                    others.add(Objects.requireNonNull(trained.get(j).outputs()));
                }
            }
            Candidate candidate = candidates.get(i);
            Outputs own = trained.get(i).outputs();
            more.add(
                    own == null || others.isEmpty()
                            ? candidate
                            : candidate.with(Candidate.ENSEMBLE, Agreement.withEnsemble(own, others)));
        }
        return more;
    }

    private static List<String> remarks(DataLook look, List<Trained> trained, Candidate chosen) {
        List<String> remarks = new ArrayList<>(look.remarks());
        Outputs outputs = trained.stream()
                .filter(one -> one.method().equals(chosen.method()))
                .map(one -> Objects.requireNonNull(one.outputs()))
                .findFirst()
                .orElseThrow();
        ShareShift shift = ShareShift.of(outputs);
        if (shift.isLarge()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "the target seems to have other class shares than the source: by the predictions, %.0f %% of its examples would have to change their class for equal shares; if that is wrong, so is the model",
                    100 * shift.distance()));
        }
        return remarks;
    }
}
