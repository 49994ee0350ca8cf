package io.github.dann4j.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.result.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportOptionsTest {
    private static final ComparisonRecord RECORD = new ComparisonRecord(
            "mnist",
            "mnist-m",
            "best",
            "last",
            List.of(new ComparisonRecord.Row(
                    "dann", List.of(0L, 1L), null, new Figure(1, 0, List.of(1.0, 1.0)), null, null, 1, 1)),
            Preset.DANN.recipe(DataCatalog.entry("mnist"), DataCatalog.entry("mnist-m")),
            List.of(),
            new EnvironmentRecord("1", "2", "17", "Linux", "a processor", "cpu", 2, "bf16"),
            null,
            List.of());

    @Test
    void whatWasLeftToTheProgram_isSaid() {
        assertThat(ReportOptions.again(List.of("compare"), RECORD, "--seeds"))
                .isEqualTo("./dann4j compare --seeds 0,1 --precision bf16 --device cpu --threads 2");
    }

    @Test
    void whatWasGiven_staysAsItIs_butTheFolder() {
        assertThat(ReportOptions.again(
                        List.of("train", "--out", "x", "--threads=1", "--seed", "7", "--out=y", "--precision", "auto"),
                        RECORD,
                        "--seed"))
                .isEqualTo("./dann4j train --threads=1 --seed 7 --precision bf16 --device cpu");
    }

    @Test
    void whatAShellWouldRead_isQuoted() {
        assertThat(ReportOptions.again(List.of("compare", "--source", "folder:a b'c", "mnist[5:]"), RECORD, "--seeds"))
                .contains("--source 'folder:a b'\\''c' 'mnist[5:]'");
    }
}
