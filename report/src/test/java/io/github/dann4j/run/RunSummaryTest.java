package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {
    private static final String REQUEST =
            "{\"request\":{\"source\":\"usps\",\"target\":\"mnist\",\"preset\":\"quick\"}}";

    @TempDir
    Path temp;

    @Test
    void below_listsAdaptationsAndSweeps_withTheirStates() throws IOException {
        write("b-sweep/request.json", REQUEST);
        write("b-sweep/sweep.json", "{}");
        write("a-adapted/adapt.json", REQUEST);
        write("a-adapted/candidates/dann/outcome.json", "{}");
        write("c-damaged/adapt.json", "{\"request\":");
        write("d-other/notes.json", "{}");

        assertThat(RunSummary.below(temp))
                .containsExactly(
                        summary("a-adapted", "unfinished", "adapt", "usps", "mnist", "quick"),
                        summary("b-sweep", "ended", "sweep", "usps", "mnist", "quick"),
                        summary("c-damaged", "damaged", "adapt", "?", "?", "?"));
    }

    private RunSummary summary(
            String folder, String state, String command, String source, String target, String preset) {
        return new RunSummary(temp.resolve(folder).toString(), state, source, target, preset, null, Map.of(), command);
    }

    private void write(String name, String text) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
