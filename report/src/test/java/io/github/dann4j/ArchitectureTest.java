package io.github.dann4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The floors of the library, and the dependencies that are allowed between its packages: docs/ARCHITECTURE.md, as
 * rules.
 */
class ArchitectureTest {
    private static final String ROOT = "io.github.dann4j";

    private static final List<String> MODULES = List.of("image", "classify", "engine", "embed", "core", "report");

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /**
     * Every package, and the packages of this project that it may use: only those of earlier lines, so there is no
     * cycle.
     */
    private static final Map<String, Set<String>> MAY_USE = table("""
            api:
            failure: api
            files: failure api
            data.image: failure api files
            backbone: failure api data.image
            classify: failure api files data.image backbone
            engine: failure api
            fetch: failure api files
            distribute: failure api engine
            model: failure api engine distribute
            data: failure api engine
            data.name: failure api engine data
            data.format: failure api files engine data
            data.synth: failure api engine data data.name
            data.prepare: failure api engine distribute data data.name data.image
            data.extract: failure api files engine backbone data data.image
            data.catalog: failure api files fetch engine data data.extract data.name data.format data.image data.synth data.prepare
            pretrained: failure api engine backbone data.image model
            shallow: failure api engine data
            data.batch: failure api engine distribute data data.prepare
            optimize: failure api engine model
            evaluate: failure api engine distribute model data data.batch
            validate: failure api
            labelshift:
            train: failure api engine distribute model data data.batch optimize
            loss: failure api engine
            adapt: failure api engine model data data.batch optimize evaluate train loss
            adapt.statistic: failure api engine model data data.batch train loss adapt
            adapt.adversary: failure api engine model data data.batch optimize evaluate labelshift train loss adapt
            adapt.selftraining: failure api engine model data data.batch optimize evaluate train loss adapt
            adapt.registry: failure api adapt adapt.statistic adapt.adversary adapt.selftraining
            export: failure api engine backbone model data data.image data.prepare
            embed.point: failure api engine
            embed: failure api engine embed.point
            paper: failure api files engine data data.synth data.catalog embed.point shallow
            report: failure api files
            tensorboard: failure api files
            benchmark: failure api engine model data data.prepare data.batch optimize evaluate train adapt
            recipe: failure api files engine backbone model data data.name data.prepare data.batch optimize train adapt adapt.registry
            result: failure api engine data evaluate train adapt adapt.registry recipe
            diagnosis: failure api model data.batch evaluate train adapt adapt.registry recipe result
            predict: failure api files engine pretrained backbone model data data.extract data.synth data.name data.image data.prepare data.catalog data.batch evaluate validate train adapt adapt.registry export embed.point recipe result
            experiment: failure api files engine pretrained backbone distribute model data data.extract data.name data.synth data.prepare data.catalog data.batch optimize evaluate train adapt adapt.registry recipe result predict
            paper.image: failure api files engine model data data.name data.synth data.catalog data.batch evaluate adapt recipe result experiment paper shallow
            choose: failure api files engine model data data.batch data.synth data.catalog train adapt adapt.statistic adapt.registry validate recipe result predict experiment
            sweep: failure api files engine data experiment model train adapt adapt.registry validate recipe result predict choose
            snapshot: failure api engine model data data.prepare data.batch optimize evaluate train adapt adapt.registry embed.point embed report recipe result diagnosis experiment
            run: failure api files engine model data data.name data.batch optimize evaluate train adapt adapt.registry embed.point report tensorboard recipe result predict validate experiment choose sweep snapshot
            """);

    static final Set<String> PACKAGES = MAY_USE.keySet();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void package_usesOnlyWhatItMay(String name) {
        noClasses()
                .that(resideInAPackage(of(name)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(notIn(name, MAY_USE.get(name))))
                .allowEmptyShould(true)
                .check(LIBRARY);
    }

    @Test
    void arrows_pointDown() {
        Set<String> below = new HashSet<>();
        MAY_USE.forEach((name, used) -> {
            assertThat(below).as(name).containsAll(used);
            below.add(name);
        });
    }

    @Test
    void everyPackage_hasAFloor_andAtMost25Classes() throws IOException {
        Map<String, Long> files = new TreeMap<>();
        for (String module : MODULES) {
            Path sources = Path.of("..", module, "src", "main", "java").resolve(Path.of("", ROOT.split("\\.")));
            try (Stream<Path> all = Files.walk(sources)) {
                all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .map(file ->
                                sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                        .forEach(name -> files.merge(name, 1L, Long::sum));
            }
        }

        assertThat(files)
                .containsOnlyKeys(PACKAGES)
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(25));
    }

    @Test
    void everyPackage_isNullMarked() {
        assertThat(LIBRARY.getPackage(ROOT).getSubpackagesInTree())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.isAnnotatedWith(NullMarked.class))
                        .as(one.getName())
                        .isTrue());
    }

    /** What leaves the library is plain values: a reader of results need not load libtorch. */
    @Test
    void tensors_stayBelowResultsAndReports() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        of("recipe"),
                        of("result"),
                        of("diagnosis"),
                        of("experiment"),
                        of("snapshot"),
                        of("run"),
                        of("report"),
                        of("tensorboard"),
                        of("files"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.pytorch..")
                .allowEmptyShould(true)
                .check(LIBRARY);
    }

    @Test
    void reportFetchAndFiles_needNoNatives() {
        noClasses()
                .that()
                .resideInAnyPackage(of("report"), of("tensorboard"), of("fetch"), of("files"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .allowEmptyShould(true)
                .check(LIBRARY);
    }

    @Test
    void library_printsNothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
    }

    @Test
    void library_neverEndsTheProcess() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(LIBRARY);
    }

    private static Map<String, Set<String>> table(String lines) {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : lines.strip().split("\n")) {
            String[] parts = line.split(":", 2);
            table.put(
                    parts[0],
                    Arrays.stream(parts[1].split(" "))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toSet()));
        }
        return table;
    }

    private static String of(String name) {
        return ROOT + "." + name;
    }

    private static String packageBelowRoot(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1);
    }

    private static DescribedPredicate<JavaClass> notIn(String self, Set<String> allowed) {
        return describe(
                "are neither in it nor in " + allowed,
                type -> !packageBelowRoot(type).equals(self) && !allowed.contains(packageBelowRoot(type)));
    }
}
