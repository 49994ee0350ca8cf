package io.github.dann4j;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            files: api failure
            data.image: api failure files
            backbone: api failure data.image
            classify: api failure files data.image backbone
            engine: api failure
            fetch: api failure files
            distribute: api failure engine
            model: api failure engine distribute
            data: api failure engine
            data.name: api failure engine data
            data.format: api failure files engine data
            data.synth: api failure engine data data.name
            data.prepare: api failure engine distribute data data.name data.image
            data.store: api failure files engine
            data.extract: api failure files engine backbone data data.store data.image
            data.catalog: api failure files fetch engine data data.store data.extract data.name data.format data.image data.synth data.prepare
            pretrained: api failure fetch engine backbone data.image model
            shallow: api failure engine data
            data.batch: api failure engine distribute data data.prepare
            optimize: api failure engine model
            evaluate: api failure engine distribute model data.batch
            validate.numeric:
            validate: api failure validate.numeric
            validate.pool: validate validate.numeric
            labelshift:
            train: api failure engine distribute model data.batch optimize
            loss: api failure
            adapt: api failure engine model data.batch train loss
            adapt.statistic: api failure engine model data.batch train loss adapt
            adapt.adversary: api failure engine model data.batch optimize labelshift train loss adapt
            adapt.selftraining: api failure engine model data.batch optimize evaluate train loss adapt
            adapt.registry: api failure adapt adapt.statistic adapt.adversary adapt.selftraining
            export: api failure engine backbone model data data.image data.prepare
            embed.point: api failure engine
            embed: api failure engine embed.point
            paper: api failure files engine data data.synth data.catalog embed.point shallow
            report: api failure
            tensorboard: api failure files
            benchmark: api failure engine model data data.prepare data.batch optimize evaluate train adapt
            recipe: api failure files engine backbone model data data.name data.prepare data.batch optimize train adapt adapt.selftraining adapt.registry
            result: api failure engine data evaluate train adapt recipe
            diagnosis: api failure model data.batch evaluate train adapt adapt.registry recipe result
            predict: api failure files engine pretrained backbone model data data.store data.extract data.synth data.name data.image data.prepare data.catalog data.batch evaluate validate train adapt adapt.registry export embed.point recipe result
            experiment: api failure files engine pretrained backbone distribute model data data.extract data.name data.synth data.prepare data.catalog data.batch optimize evaluate validate train adapt adapt.registry recipe result predict
            paper.image: api failure files engine model data.synth data.catalog data.batch evaluate adapt recipe result experiment paper shallow
            choose: api failure files engine backbone model data data.extract data.batch data.synth data.catalog train adapt adapt.statistic adapt.adversary adapt.selftraining adapt.registry validate validate.pool recipe result predict experiment
            choose.study: api failure files validate validate.pool choose
            sweep: api failure files engine backbone data experiment model train adapt.registry validate recipe result predict choose
            snapshot: api failure engine model data data.prepare data.batch evaluate validate validate.pool train adapt adapt.registry embed.point embed report recipe result diagnosis experiment
            run: api failure files model data data.name data.batch optimize evaluate train adapt adapt.registry embed.point report tensorboard recipe result predict validate experiment choose sweep snapshot
            """);

    static final Set<String> PACKAGES = MAY_USE.keySet();

    /** Annotations and failures are for all packages. */
    private static final Set<String> EVERYWHERE = Set.of("api", "failure");

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

    /** A dependency that is allowed but not there any more would come back unnoticed. */
    @ParameterizedTest
    @FieldSource("PACKAGES")
    void package_mayUseOnlyWhatItUses(String name) {
        Set<String> used = LIBRARY.stream()
                .filter(type -> type.getPackageName().equals(of(name)))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .filter(type -> type.getPackageName().startsWith(ROOT + "."))
                .map(ArchitectureTest::packageBelowRoot)
                .collect(Collectors.toSet());
        used.addAll(EVERYWHERE);
        assertThat(used).as(name).containsAll(MAY_USE.get(name));
    }

    @Test
    void theTableInTheDocument_isThisOne() throws IOException {
        Map<String, Set<String>> documented = new LinkedHashMap<>();
        Pattern row = Pattern.compile("\\| `([a-z.]+)` \\| [^|]+ \\| ([^|]*)\\|");
        for (String line : Files.readAllLines(Path.of("..", "docs", "ARCHITECTURE.md"))) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches() && PACKAGES.contains(matcher.group(1))) {
                documented.put(
                        matcher.group(1),
                        Arrays.stream(matcher.group(2).split("`"))
                                .filter(PACKAGES::contains)
                                .collect(Collectors.toSet()));
            }
        }
        Map<String, Set<String>> all = new LinkedHashMap<>();
        MAY_USE.forEach((name, used) -> all.put(
                name, used.stream().filter(one -> !EVERYWHERE.contains(one)).collect(Collectors.toSet())));
        assertThat(documented).containsExactlyEntriesOf(all);
    }

    /** Without the arrows to which a longer path leads; those of the program are drawn by hand. */
    @Test
    void theDrawingInTheDocument_isOfThisTable() throws IOException {
        Map<String, Set<String>> below = new LinkedHashMap<>(); // what a package uses, and what that uses
        Set<String> expected = new TreeSet<>();
        MAY_USE.forEach((name, used) -> {
            Set<String> all = new HashSet<>(used);
            used.forEach(one -> all.addAll(below.get(one)));
            below.put(name, all);
            used.stream()
                    .filter(one -> !one.equals("api"))
                    .filter(one ->
                            used.stream().noneMatch(other -> below.get(other).contains(one)))
                    .forEach(one -> expected.add(name + " --> " + one));
        });
        Pattern arrow = Pattern.compile(" +([a-z.]+)(?:\\[.*?])? --> ([a-z.]+).*");
        Set<String> drawn = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "ARCHITECTURE.md"))) {
            Matcher matcher = arrow.matcher(line);
            if (matcher.matches() && PACKAGES.contains(matcher.group(1))) {
                drawn.add(matcher.group(1) + " --> " + matcher.group(2));
            }
        }

        assertThat(drawn).isEqualTo(expected);
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
