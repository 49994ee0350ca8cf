package io.github.dann4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One word for one thing: no text that people read has a word that docs/GLOSSARY.md replaces. */
class WordsTest {
    private static final Path ROOT = Path.of("..");
    private static final String GLOSSARY = "docs/GLOSSARY.md";

    private static final List<String> PLACES = List.of(
            "image/src",
            "classify/src",
            "engine/src",
            "embed/src",
            "core/src",
            "report/src",
            "app/src",
            "bench/src",
            "consumers/src",
            "bench/two-hosts.sh",
            "docs",
            "dann4j",
            ".ci/run",
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "SECURITY.md");

    /** Phrases that keep a word that is replaced elsewhere. */
    private static final List<String> EXCEPTIONS = List.of(
            "working directory", // the glossary's own word for that of a process
            "Adapting Visual Category Models to New Domains", // the title of a paper
            "On learning invariant representations for domain adaptation", // the title of a paper
            "Wasserstein distance guided representation learning", // the title of a paper
            "A DIRT-T approach to unsupervised domain adaptation", // the title of a paper
            "dann4j pictures 2"); // in cache files: with another text, the program would decode all images again

    private static Words words;

    @BeforeAll
    static void readGlossary() throws IOException {
        words = Words.of(Files.readString(ROOT.resolve(GLOSSARY)));
    }

    @Test
    void texts_useTheWordsOfTheGlossary() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            found.addAll(findings(name(file), Files.readString(file)));
        }

        assertThat(String.join("\n", found)).isEmpty();
    }

    @Test
    void files_areOfAllKinds() throws IOException {
        assertThat(files().stream().map(WordsTest::name))
                .contains(
                        "core/src/main/java/io/github/dann4j/adapt/Dann.java",
                        "report/src/test/java/io/github/dann4j/WordsTest.java",
                        "core/src/main/resources/io/github/dann4j/recipe/recipe-texts.properties",
                        "core/src/main/resources/io/github/dann4j/recipe/recipes/best.json",
                        "report/src/main/resources/io/github/dann4j/report/report.html",
                        "report/src/main/resources/io/github/dann4j/report/report.js",
                        "app/src/main/java/io/github/dann4j/app/cli/Main.java",
                        "app/src/main/windows/dann4j.bat",
                        "docs/guide/method.md",
                        "dann4j",
                        "README.md");
    }

    @Test
    void exceptions_areNeeded() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files()) {
            all.append(text(name(file), Files.readString(file)).replaceAll("\\s+", " "));
        }

        assertThat(all.toString()).contains(EXCEPTIONS);
    }

    /** A word in italics has other meanings, in which it is used. */
    @Test
    void words_areThoseOfBothKindsOfTables_withoutItalics() {
        assertThat(words.instead)
                .containsEntry("picture", "image")
                .containsEntry("goes on", "continue, resume")
                .doesNotContainKeys("set", "not", "word");
    }

    @Test
    void finding_namesFileLineWordAndTheWordToUse() {
        assertThat(findings("docs/A.md", "# Data\n\nTwo Pictures.\n"))
                .containsExactly("docs/A.md:3: \"Pictures\", use \"image\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/** Reads pictures. */",
                "/**\n * It goes\n     * on.\n */",
                "int a; // of one picture",
                "int a; // it goes\n    // on",
                "/** {@link Image the picture} */",
                "String a = \"no picture\";",
                "String a = \"it goes \"\n    + \"on and on\";",
                "String a = \"\"\"\n    no \"picture\"\n    \"\"\";",
                "char a = '\"'; String b = \"no \\\"picture\\\"\";",
            })
    void wordInACommentOrAMessage_isFound(String java) {
        assertThat(findings("core/src/main/java/A.java", java)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int picture = 1;",
                "String a = \"picture\";",
                "String a = \"try --picture\";",
                "String a = \"it goes \" + picture + \" on\";",
                "/** Reads {@code {picture}}, {@link Picture#picture} and <code>the picture</code>. */",
                "/**\n * Reads.\n *\n * @param picture an image\n * @throws Picture never\n */",
            })
    void wordInCode_isNot(String java) {
        assertThat(findings("core/src/main/java/A.java", java)).isEmpty();
    }

    /** Literals of tests are what files and users contain. */
    @Test
    void literalOfATest_isNotRead() {
        assertThat(findings("core/src/test/java/A.java", "String a = \"no picture\"; // a picture"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"One picture.", "[a picture](image.md)", "| a | picture |", "```\ncode\n```\nA picture."})
    void wordInAPage_isFound(String markdown) {
        assertThat(findings("README.md", markdown)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"`a picture`", "``a ` picture``", "```sh\na picture\n```", "[an image](picture.md)"})
    void wordInACodeSpan_isNot(String markdown) {
        assertThat(findings("README.md", markdown)).isEmpty();
    }

    @Test
    void otherFiles_areReadByTheirKind() {
        assertThat(findings("a.js", "picture('picture', `no ${picture({})} picture`); // a picture"))
                .hasSize(2);
        assertThat(findings("a.html", "<p id=\"picture\" title=\"picture\">A picture<script>picture</script>"))
                .hasSize(2);
        assertThat(findings("a.properties", "# A picture\npicture=a picture")).hasSize(2);
        assertThat(findings("a.json", "{\"picture\": \"picture\", \"purpose\": \"one picture\"}"))
                .hasSize(1);
        assertThat(findings("dann4j", "#!/bin/sh\n# a picture\npicture # a picture\nfail \"no picture\" picture"))
                .hasSize(3);
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String place : PLACES) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(place))) {
                all.filter(file -> Files.isRegularFile(file) && isRead(name(file)))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    /** Stored results keep the words of the version that wrote them. */
    private static boolean isRead(String name) {
        return !name.startsWith("docs/results/")
                && name.matches("dann4j|\\.ci/run|.*\\.(java|md|js|html|properties|json|yaml|sh|bat)");
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static List<String> findings(String name, String file) {
        return words.find(name, text(name, file));
    }

    private static String text(String name, String file) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "java" -> ReadText.ofJava(file, name.contains("/main/"));
            case "md" -> ReadText.ofMarkdown(name.equals(GLOSSARY) ? Words.without(file) : file);
            case "js" -> ReadText.ofJavaScript(file);
            case "html" -> ReadText.ofHtml(file);
            case "properties" -> ReadText.ofProperties(file);
            case "json" -> ReadText.ofJson(file);
            default -> ReadText.ofScript(file);
        };
    }

    /** The words that the glossary replaces. */
    private static final class Words {
        private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|\\n]+)\\|([^|\\n]+)\\|(?:([^|\\n]+)\\|)?$");

        /** The word to use by the word that is not. */
        private final Map<String, String> instead;

        private final Pattern any;
        private final Pattern exceptions;

        private Words(Map<String, String> instead) {
            this.instead = instead;
            any = Pattern.compile("(?i)(?<!--)\\b(" + alternatives(instead.keySet().stream()) + ")s?\\b");
            exceptions = Pattern.compile(alternatives(EXCEPTIONS.stream()));
        }

        /** Reads the tables: word, meaning and the words not used for it, or such a word and the word to use. */
        static Words of(String glossary) {
            Map<String, String> instead = new LinkedHashMap<>();
            Matcher row = ROW.matcher(glossary);
            while (row.find()) {
                boolean both = row.group(3) == null;
                String use = row.group(both ? 2 : 1).strip();
                for (String word : row.group(both ? 1 : 3).split(",")) {
                    if (!word.isBlank() && !word.contains("*") && !word.contains("---")) {
                        instead.put(word.strip().toLowerCase(Locale.ROOT), use);
                    }
                }
            }
            instead.remove("word"); // the heads of the tables
            instead.remove("not");
            return new Words(instead);
        }

        /** Returns the glossary without the words that it replaces. */
        static String without(String glossary) {
            return ROW.matcher(glossary).replaceAll(row -> row.group(3) == null ? "" : "|$1|$2|");
        }

        List<String> find(String name, String text) {
            String checked =
                    exceptions.matcher(text).replaceAll(found -> found.group().replaceAll("\\S", "-"));
            List<String> found = new ArrayList<>();
            Matcher matcher = any.matcher(checked);
            while (matcher.find()) {
                long line = 1
                        + checked.substring(0, matcher.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                String word = matcher.group(1)
                        .replaceAll("\\s+", " ")
                        .replace('’', '\'')
                        .toLowerCase(Locale.ROOT);
                found.add("%s:%s: \"%s\", use \"%s\""
                        .formatted(name, line, matcher.group().replaceAll("\\s+", " "), instead.get(word)));
            }
            return found;
        }

        /** Matches any of the phrases across the ends of lines, longer ones first. */
        private static String alternatives(Stream<String> phrases) {
            return phrases.sorted(Comparator.comparing(String::length).reversed())
                    .map(phrase -> phrase.replace(" ", "\\s+").replace("'", "['’]"))
                    .collect(Collectors.joining("|"));
        }
    }
}
