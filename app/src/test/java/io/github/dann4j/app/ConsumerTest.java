package io.github.dann4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others depend on: POMs that need nothing of this build. {@code consumers} has projects that use them. */
class ConsumerTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> PLATFORMS =
            List.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");

    private static final Pattern CLASSIFIED = Pattern.compile(
            "<artifactId>(\\w+)</artifactId>\\s*<version>[^<$]+</version>\\s*<classifier>([^<]+)</classifier>");

    /** Gradle reads no profile of a parent, so a property that one of them sets would stay a text in braces. */
    @Test
    void publishedPoms_needNoParent_noProfile_andNoProperty() throws IOException {
        List<Path> libraries = Stream.of("image", "classify", "engine", "embed", "core", "report")
                .map(module -> ROOT.resolve(module).resolve("target/.flattened-pom.xml"))
                .toList();
        List<Path> natives = PLATFORMS.stream().map(ConsumerTest::natives).toList();
        for (Path pom : Stream.concat(libraries.stream(), natives.stream()).toList()) {
            assumeTrue(Files.exists(pom), pom + " is of a build of all modules");

            assertThat(Files.readString(pom))
                    .as(pom.toString())
                    .doesNotContain(
                            "${",
                            "<parent>",
                            "<profile>",
                            "<repositories",
                            "<distributionManagement",
                            "<scope>test</scope>")
                    .contains("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm");
        }
        for (Path pom : libraries) {
            assertThat(Files.readString(pom))
                    .as("the natives are a dependency of their own: " + pom)
                    .doesNotContain("<classifier>");
        }
    }

    @Test
    void natives_areThreeLibrariesOfTheirPlatform() throws IOException {
        for (String platform : PLATFORMS) {
            Path pom = natives(platform);
            assumeTrue(Files.exists(pom), "natives have been built by another command");

            assertThat(CLASSIFIED
                            .matcher(Files.readString(pom))
                            .results()
                            .map(dependency -> dependency.group(1) + " " + dependency.group(2)))
                    .as(platform)
                    .containsExactlyInAnyOrder("javacpp " + platform, "openblas " + platform, "pytorch " + platform);
        }
    }

    @Test
    void consumers_useThisVersion() throws IOException {
        String version = version(Files.readString(ROOT.resolve("pom.xml")));

        assertThat(Files.readString(ROOT.resolve("consumers/maven/pom.xml")))
                .contains("<dann4j.version>" + version + "</dann4j.version>");
        assertThat(Files.readString(ROOT.resolve("consumers/gradle/build.gradle.kts")))
                .contains("val dann4j = \"" + version + "\"");
    }

    private static Path natives(String platform) {
        return ROOT.resolve("natives").resolve(platform).resolve("target/.flattened-pom.xml");
    }

    /** The first version in a POM of this project is its own. */
    private static String version(String pom) {
        Matcher version = Pattern.compile("<artifactId>dann4j[\\w-]*</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(pom);
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
