package io.github.dann4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.dann4j.api.PublicApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library promises: few types, all of them in packages that every module can use, and enough for the guide. */
class PublicApiTest {
    private static final Path ROOT = Path.of("..");
    private static final String PREFIX = "io.github.dann4j.";

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.dann4j");

    /** The packages that every module may use, and how many types with a promise each of them has. */
    private static final Map<String, Long> PROMISE = Stream.of("""
            adapt 10
            adapt.registry 1
            api 1
            classify 3
            data 7
            data.batch 8
            data.catalog 2
            data.image 2
            data.name 1
            data.prepare 5
            data.synth 1
            embed 4
            embed.point 6
            engine 3
            evaluate 2
            experiment 4
            failure 1
            model 12
            optimize 3
            predict 5
            recipe 4
            result 1
            train 10
            """.strip().split("\n"))
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));

    private static final Pattern EXPORT = Pattern.compile("(?m)^ *exports ([\\w.]+);");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern WORD = Pattern.compile("(?<![\\w.])[A-Z]\\w*");
    private static final Pattern NO_CODE =
            Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*\"|(?m:^import [^;]*;)");

    @Test
    void promise_isAsManyTypesInEachPackageAsListed() {
        Map<String, Long> counts =
                promised().collect(Collectors.groupingBy(type -> name(type.getPackageName()), Collectors.counting()));

        assertThat(counts).isEqualTo(PROMISE);
        assertThat(promised().filter(type -> !type.getModifiers().contains(JavaModifier.PUBLIC)))
                .isEmpty();
    }

    /** A package without a promise is exported only to the other modules of this project. */
    @Test
    void modules_exportToAllThePackagesWithAPromiseAlone() throws IOException {
        Set<String> exported = new TreeSet<>();
        for (String module : List.of("image", "classify", "engine", "embed", "core", "report")) {
            EXPORT.matcher(Files.readString(ROOT.resolve(module).resolve("src/main/java/module-info.java")))
                    .results()
                    .forEach(export -> exported.add(name(export.group(1))));
        }

        assertThat(exported).isEqualTo(PROMISE.keySet());
    }

    /** A type that implements another one, or extends it, promises the other's methods too. */
    @Test
    void promisedTypes_inheritFromPromisedTypesAlone() {
        assertThat(promised()
                        .flatMap(type -> Stream.concat(
                                type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream()))
                        .filter(type -> type.getPackageName().startsWith("io.github.dann4j"))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(Predicate.not(promised().collect(Collectors.toSet())::contains))
                        .map(JavaClass::getName)
                        .distinct())
                .isEmpty();
    }

    @Test
    void readmeGuideAndConsumers_useTypesWithAPromiseAlone() throws IOException {
        Set<String> promised = promised().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        Set<String> without = LIBRARY.stream()
                .filter(type -> type.isTopLevelClass() && !type.isAnnotatedWith(PublicApi.class))
                .map(JavaClass::getSimpleName)
                .filter(Predicate.not(promised::contains))
                .collect(Collectors.toSet());
        List<String> codes = new ArrayList<>();
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/guide"))) {
            for (Path page :
                    Stream.concat(pages, Stream.of(ROOT.resolve("README.md"))).toList()) {
                JAVA_BLOCK.matcher(Files.readString(page)).results().forEach(block -> codes.add(block.group(1)));
            }
        }
        codes.add(Files.readString(ROOT.resolve("consumers/src/main/java/example/TenSteps.java")));
        Set<String> used = codes.stream()
                .flatMap(code ->
                        WORD.matcher(NO_CODE.matcher(code).replaceAll(" ")).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).contains("Experiment", "AdaptationMethod", "NetworkSpec", "Predictor", "Classifier");
        used.retainAll(without);
        assertThat(used).isEmpty();
    }

    @Test
    void architecture_namesTheNumbers() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/ARCHITECTURE.md")).replaceAll("\\s+", " ");
        long types = PROMISE.values().stream().mapToLong(Long::longValue).sum();

        assertThat(page).contains(String.format(Locale.ROOT, "%d types in %d packages", types, PROMISE.size()));
    }

    private static Stream<JavaClass> promised() {
        return LIBRARY.stream().filter(type -> type.isAnnotatedWith(PublicApi.class));
    }

    private static String name(String packageName) {
        return packageName.substring(PREFIX.length());
    }
}
