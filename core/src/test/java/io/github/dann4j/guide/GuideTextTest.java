package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code in docs/guide is the code of this package, here and in the module classify, which is compiled and run. */
class GuideTextTest {
    private static final Path PAGES = Path.of("../docs/guide");
    private static final Path README = Path.of("../README.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/io/github/dann4j/guide"),
            Path.of("../classify/src/test/java/io/github/dann4j/guide"));
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION =
            Pattern.compile("// guide:begin[^\n]*\n(.*?)\n *// guide:end", Pattern.DOTALL);

    @Test
    void everyBlockOfThePages_isARegionOfTheTests_andEveryRegionIsShown() throws IOException {
        List<String> shown = new ArrayList<>();
        for (String page : texts(PAGES, ".md")) {
            find(BLOCK, page).forEach(shown::add);
        }
        find(BLOCK, Files.readString(README)).forEach(shown::add);
        List<String> tested = new ArrayList<>();
        for (Path folder : SOURCES) {
            for (String source : texts(folder, ".java")) {
                find(REGION, source).map(region -> region.stripIndent() + "\n").forEach(tested::add);
            }
        }
        tested.removeIf(region -> region.contains("(.*?)")); // the pattern above, in this file

        assertThat(shown).hasSizeGreaterThanOrEqualTo(5).containsExactlyInAnyOrderElementsOf(tested);
    }

    private static Stream<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1));
    }

    private static List<String> texts(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(one -> one.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
