package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.Term;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the figures that a comparison computes from its runs, which are made by hand here. */
class ComparisonTest {
    private static final List<MethodType<?>> ALL = Preset.QUICK
            .defaults(DataCatalog.entry("printed"), DataCatalog.entry("textured"))
            .compared();
    private static final Recipe RECIPE = Preset.QUICK
            .recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"))
            .withBatchSize(8);

    /** Means of two seeds: 0.52, 0.41, 0.74 and 0.96. So DANN covers half of the gap, and AdaBN minus a quarter. */
    @Test
    void gapCovered_isTheShareOfTheWayFromSourceOnlyToTrainOnTarget() {
        ComparisonRecord record =
                comparison(ALL, new double[][] {{0.50, 0.54}, {0.40, 0.42}, {0.73, 0.75}, {0.95, 0.97}});

        assertThat(gap(record, SourceOnly.TYPE)).isCloseTo(0, within(1e-12));
        assertThat(gap(record, AdaBn.TYPE)).isCloseTo(-0.25, within(1e-12));
        assertThat(gap(record, Dann.TYPE)).isCloseTo(0.5, within(1e-12));
        assertThat(gap(record, SourceOnly.ON_TARGET)).isCloseTo(1, within(1e-12));
    }

    @Test
    void gapCovered_isNoneWithoutBothOfItsEnds_orBetweenEqualOnes() {
        double[][] accuracies = {{0.5}, {0.7}};
        assertThat(gap(comparison(List.of(SourceOnly.TYPE, Dann.TYPE), accuracies), Dann.TYPE))
                .isNull();
        assertThat(gap(comparison(List.of(Dann.TYPE, SourceOnly.ON_TARGET), accuracies), Dann.TYPE))
                .isNull();
        assertThat(gap(comparison(ALL, new double[][] {{0.5}, {0.6}, {0.7}, {0.5}}), Dann.TYPE))
                .isNull();
    }

    private static @Nullable Double gap(ComparisonRecord record, MethodType<?> method) {
        ComparisonRecord.Row row = record.row(method);
        assertThat(row).isNotNull();
        return row.gapCovered();
    }

    /** @param accuracies on the target, {@code [method][seed]} */
    private static ComparisonRecord comparison(List<MethodType<?>> methods, double[][] accuracies) {
        List<RunRecord> runs = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        for (int method = 0; method < accuracies.length; method++) {
            for (int seed = 0; seed < accuracies[method].length; seed++) {
                runs.add(run(methods.get(method), seed, accuracies[method][seed]));
            }
        }
        for (long seed = 0; seed < accuracies[0].length; seed++) {
            seeds.add(seed);
        }
        try (DomainPair pair = new DomainPair(
                "printed", "textured", RECIPE, new DataLocation(List.of()), new GeneratedSize(40, 20, 0))) {
            return ComparisonRecord.of(
                    new Comparison("printed", "textured", "quick", RECIPE, methods, seeds),
                    pair.records(),
                    Precision.FP32,
                    runs);
        }
    }

    private static RunRecord run(MethodType<?> method, long seed, double accuracy) {
        return new RunRecord(
                method.name(),
                seed,
                accuracy,
                0.99,
                method.tells(Term.DOMAIN_LOSS) ? 0.5 : null,
                new TargetSignals(0.1, 0.02),
                null,
                10,
                1000,
                new int[10][10],
                List.of());
    }
}
