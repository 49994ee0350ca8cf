package io.github.dann4j.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.report.Report;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the validators of a report, on runs that are made by hand. */
class ValidatorTableTest {
    private static final Recipe RECIPE =
            Preset.QUICK.recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"));

    private final List<RunRecord> runs = new ArrayList<>();

    @Test
    void eachValidator_hasTheMeansOverTheSeeds_theBestMethod_andTheRankCorrelation() {
        run(SourceOnly.TYPE, 0, 0.5, Map.of("entropy", 0.5, "im", 1.0));
        run(SourceOnly.TYPE, 1, 0.6, Map.of("entropy", 0.75, "im", 2.0));
        run(AdaBn.TYPE, 0, 0.7, Map.of("entropy", 0.5, "im", 1.2));
        run(AdaBn.TYPE, 1, 0.7, Map.of("entropy", 0.5, "im", 1.2));
        run(Dann.TYPE, 0, 0.9, Map.of("entropy", 0.25, "im", 1.3));
        run(Dann.TYPE, 1, 0.9, Map.of("entropy", 0.5, "im", 1.5));
        run(SourceOnly.ON_TARGET, 0, 0.99, Map.of());
        run(SourceOnly.ON_TARGET, 1, 0.99, Map.of());

        List<Report.Validator> table = table(2, SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE, SourceOnly.ON_TARGET);

        assertThat(table).extracting(Report.Validator::name).containsExactly("entropy", "im");
        Report.Validator entropy = table.get(0);
        assertThat(entropy.largerIsBetter()).isFalse();
        assertThat(entropy.values())
                .containsOnly(entry("source-only", 0.625), entry("adabn", 0.5), entry("dann", 0.375));
        assertThat(entropy.best()).isEqualTo("dann");
        assertThat(entropy.correlation()).isEqualTo(1);
        Report.Validator im = table.get(1);
        assertThat(im.best()).isEqualTo("source-only");
        assertThat(im.correlation()).isEqualTo(-0.5);
    }

    @Test
    void targetWithoutLabels_hasABestMethod_andNoRankCorrelation() {
        run(SourceOnly.TYPE, 0, null, Map.of("im", 1.0));
        run(AdaBn.TYPE, 0, null, Map.of("im", 3.0));
        run(Dann.TYPE, 0, null, Map.of("im", 2.0));

        assertThat(table(1, SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE))
                .singleElement()
                .satisfies(im -> {
                    assertThat(im.best()).isEqualTo("adabn");
                    assertThat(im.correlation()).isNull();
                });
    }

    @Test
    void twoMethods_haveNoRankCorrelation_andOneHasNoBest() {
        run(SourceOnly.TYPE, 0, 0.5, Map.of("im", 1.0));
        run(Dann.TYPE, 0, 0.6, Map.of("im", 2.0));

        assertThat(table(1, SourceOnly.TYPE, Dann.TYPE)).singleElement().satisfies(im -> {
            assertThat(im.best()).isEqualTo("dann");
            assertThat(im.correlation()).isNull();
        });
        runs.remove(0);
        assertThat(table(1, Dann.TYPE))
                .singleElement()
                .satisfies(im -> assertThat(im.best()).isNull());
    }

    @Test
    void resultsOfEarlierVersions_haveNoTable() {
        run(SourceOnly.TYPE, 0, 0.5, Map.of());
        run(Dann.TYPE, 0, 0.6, Map.of());

        assertThat(table(1, SourceOnly.TYPE, Dann.TYPE)).isEmpty();
    }

    private void run(MethodType<?> method, long seed, @Nullable Double accuracy, Map<String, Double> validators) {
        runs.add(new RunRecord(
                method.name(),
                seed,
                accuracy,
                0.99,
                0.5,
                new TargetSignals(0.1, 0.02),
                null,
                10,
                1000,
                new int[10][10],
                List.of(),
                null,
                List.of(),
                validators));
    }

    private List<Report.Validator> table(int seeds, MethodType<?>... methods) {
        List<Long> all = seeds == 1 ? List.of(0L) : List.of(0L, 1L);
        Comparison settings = new Comparison("printed", "textured", "quick", RECIPE, List.of(methods), all);
        return ValidatorTable.of(ComparisonRecord.of(settings, List.of(), Precision.FP32, runs));
    }
}
