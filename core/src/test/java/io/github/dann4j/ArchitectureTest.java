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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The floors of the library, and which way the arrows between its packages may point: docs/ARCHITECTURE.md, as rules. */
class ArchitectureTest {
    private static final String ROOT = "io.github.dann4j";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Every package, and those of this project that it may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry(
                    "experiment",
                    Set.of(
                            "report",
                            "tensorboard",
                            "adapt",
                            "train",
                            "evaluate",
                            "embed",
                            "export",
                            "model",
                            "data",
                            "distribute",
                            "engine",
                            "files",
                            "failure")),
            Map.entry("benchmark", Set.of("adapt", "train", "evaluate", "model", "data", "engine", "failure")),
            Map.entry("report", Set.of("files", "failure")),
            Map.entry("tensorboard", Set.of("files", "failure")),
            Map.entry("adapt", Set.of("train", "evaluate", "model", "data", "engine", "failure")),
            Map.entry("train", Set.of("model", "data", "distribute", "engine", "failure")),
            Map.entry("evaluate", Set.of("model", "data", "distribute", "engine", "failure")),
            Map.entry("embed", Set.of("engine", "failure")),
            Map.entry("export", Set.of("model", "data", "engine", "failure")),
            Map.entry("model", Set.of("distribute", "engine", "failure")),
            Map.entry("data", Set.of("distribute", "engine", "fetch", "files", "failure")),
            Map.entry("distribute", Set.of("engine", "failure")),
            Map.entry("engine", Set.of("failure")),
            Map.entry("fetch", Set.of("files", "failure")),
            Map.entry("files", Set.of("failure")),
            Map.entry("failure", Set.of()));

    static final Set<String> PACKAGES = MAY_USE.keySet();

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void package_usesOnlyWhatItMay(String name) {
        noClasses()
                .that(resideInAPackage(of(name)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(notIn(name, MAY_USE.get(name))))
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void everyPackage_hasAFloor() {
        Set<String> present =
                CORE.stream().map(ArchitectureTest::packageBelowRoot).collect(Collectors.toSet());

        assertThat(present).isSubsetOf(PACKAGES).contains("engine", "data", "model", "train", "adapt");
    }

    @Test
    void everyPackage_isNullMarked() {
        assertThat(CORE.getPackage(ROOT).getSubpackagesInTree())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.isAnnotatedWith(NullMarked.class))
                        .as(one.getName())
                        .isTrue());
    }

    /** What leaves the library is plain values: a reader of results need not load libtorch. */
    @Test
    void tensors_stayBelowExperimentAndReport() {
        noClasses()
                .that()
                .resideInAnyPackage(of("experiment"), of("report"), of("tensorboard"), of("files"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.pytorch..")
                .allowEmptyShould(true)
                .check(CORE);
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
                .check(CORE);
    }

    @Test
    void library_printsNothing() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
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
                .check(CORE);
    }

    private static String of(String name) {
        return ROOT + "." + name + "..";
    }

    private static String packageBelowRoot(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).split("\\.")[0];
    }

    private static DescribedPredicate<JavaClass> notIn(String self, Set<String> allowed) {
        return describe(
                "are neither in it nor in " + allowed,
                type -> !packageBelowRoot(type).equals(self) && !allowed.contains(packageBelowRoot(type)));
    }
}
