package io.github.dann4j.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTextTest {
    @Test
    void finding_isWrittenWithItsSeverityRuleAndWayOut_inLinesThatFit() {
        Finding finding = new Finding(
                Severity.WARNING,
                "a-rule",
                "Something is odd",
                "It is %s odd.".formatted("very ".repeat(40)),
                "Try less.");

        assertThat(printed(List.of(finding)))
                .contains("warning  Something is odd [a-rule]", "It is very very", "-> Try less.")
                .satisfies(text -> assertThat(text.lines())
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100)));
    }

    @Test
    void nothingFound_isSaid() {
        assertThat(printed(List.of())).contains("nothing found", "docs/DIAGNOSIS.md");
    }

    private static String printed(List<Finding> findings) {
        StringWriter text = new StringWriter();
        DiagnosisText.print(findings, new PrintWriter(text));
        return text.toString();
    }
}
