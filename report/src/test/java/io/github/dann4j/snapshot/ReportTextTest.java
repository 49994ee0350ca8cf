package io.github.dann4j.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.report.Report.Fact;
import io.github.dann4j.report.Report.Highlight;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.result.Figure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static final List<Long> SEEDS = List.of(0L, 1L);

    @Test
    void aGain_isToldWithItsSpreadAndItsPartOfTheGap() {
        ReportText text = text(
                row("source-only", figure(0.50, 0.54), null, 0.0),
                row("dann", figure(0.90, 0.94), figure(0.5, 0.54), 0.888),
                row("target-only", figure(0.97, 0.97), null, 1.0));

        assertThat(text.question()).contains("the source, here", "the target, there");
        assertThat(text.answer())
                .isEqualTo(
                        "DANN classifies 92.00 ± 2.83 % of the target's test images correctly, training on the source alone"
                                + " 52.00 ± 2.83 %: 40.00 points more, 89 % of the way to training on the target's own labels"
                                + " (mean ± standard deviation over 2 seeds).");
        assertThat(text.highlights())
                .extracting(Highlight::value)
                .containsExactly("52.00 ± 2.83 %", "92.00 ± 2.83 %", "+40.00 points", "89 %", "52.00 ± 2.83 %");
    }

    @Test
    void aLoss_isToldAsOne() {
        ReportText text = text(
                row("source-only", figure(0.5, 0.5), null, 0.0),
                row("dann", figure(0.4, 0.4), figure(0.5, 0.5), -0.25),
                row("target-only", figure(0.9, 0.9), null, 1.0));

        assertThat(text.answer())
                .contains("10.00 points less", "further away from training on the target's own labels");
        assertThat(text.highlights()).extracting(Highlight::value).contains("-10.00 points", "-25 %");
    }

    @Test
    void withoutLabelsOfTheTarget_nobodyKnows() {
        ReportText text = text(row("source-only", null, null, null), row("dann", null, figure(0.6, 0.6), null));

        assertThat(text.answer())
                .startsWith(
                        "The accuracy is unknown: there has no labels. DANN classifies 100.00 ± 0.00 % of the source's test images")
                .contains("recognises the domain of 60.00 ± 0.00 % (50 % if it cannot distinguish them");
    }

    @Test
    void oneMethodAlone_isToldWithoutComparison() {
        assertThat(text(row("adabn", figure(0.7, 0.7), null, null)).answer())
                .isEqualTo("AdaBN classifies 70.00 ± 0.00 % of the target's test images correctly"
                        + " (mean ± standard deviation over 2 seeds).");
    }

    @Test
    void settings_nameEverythingThatDecides() {
        List<Fact> facts = text(row("dann", figure(0.7, 0.7), figure(0.5, 0.5), null)).settings().stream()
                .flatMap(table -> table.facts().stream())
                .toList();

        assertThat(facts)
                .contains(
                        new Fact("Seeds", "0, 1"),
                        new Fact("Compute threads", "2"),
                        new Fact("source, train", "here: 1,234 images of 28 × 28 × 1; SHA-256 abc"),
                        new Fact("", "a.png: skipped"));
        assertThat(facts).anySatisfy(fact -> {
            assertThat(fact.name()).isEqualTo("DANN");
            assertThat(fact.value()).contains("gamma 10.0", "warmUp");
        });
    }

    @Test
    void settings_nameStrongViews_whereAMethodAsksForThem() {
        assertThat(names(text(row("dann", figure(0.7, 0.7), figure(0.5, 0.5), null))))
                .contains("Augmentation")
                .doesNotContain("Strong views");
        assertThat(names(text(row("strong-views", figure(0.7, 0.7), null, null))))
                .contains("Augmentation", "Strong views");
    }

    private static List<String> names(ReportText text) {
        return text.settings().stream()
                .flatMap(table -> table.facts().stream())
                .map(Fact::name)
                .toList();
    }

    private static Figure figure(double... perSeed) {
        List<Double> values = new ArrayList<>();
        for (double value : perSeed) {
            values.add(value);
        }
        return Figure.of(values);
    }

    private static ComparisonRecord.Row row(String method, Figure target, Figure domains, Double gap) {
        return new ComparisonRecord.Row(method, SEEDS, target, figure(1, 1), domains, gap, 60, 1000);
    }

    private static ReportText text(ComparisonRecord.Row... rows) {
        return new ReportText(new ComparisonRecord(
                "here",
                "there",
                "best",
                "last",
                List.of(rows),
                Preset.PAPER.recipe(DataCatalog.entry("mnist"), DataCatalog.entry("mnist-m")),
                List.of(new DataRecord(
                        "source", "here", "train", 1234, List.of(28, 28, 1), "abc", List.of("a.png: skipped"))),
                new EnvironmentRecord("1", "2.10", "17", "Linux", "a processor", "cpu", 2, "fp32"),
                null,
                List.of()));
    }
}
