package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Recipe RECIPE = Preset.DANN.recipe(DataCatalog.entry("mnist"), DataCatalog.entry("mnist-m"));

    private static DataLook look(int target, int classes, List<String> foreign) {
        return new DataLook(
                "images",
                1000,
                target,
                classes,
                100,
                100,
                List.of(28, 28, 1),
                List.of(32, 32, 3),
                0,
                0,
                0,
                0,
                0,
                foreign);
    }

    private static Request request(long budget, int steps, String... methods) {
        return new Request("mnist", "mnist-m", "best", budget, steps, List.of(methods), 0, null);
    }

    @Test
    void enoughTime_trainsAllThatSuit_withTheStepsOfTheRecipe() {
        Plan plan = Plan.of(request(1_000_000, 0), RECIPE, look(1000, 10, List.of()), 1000);

        assertThat(plan.steps()).isEqualTo(4000);
        assertThat(plan.methods())
                .containsExactly("source-only", "adabn", "dann", "mcc", "coral", "mean-teacher", "cdan");
        assertThat(plan.left()).isEmpty();
    }

    @Test
    void budget_dividedByTheSpeed_givesTheSteps() {
        // 0.75 * 800 s * 100 images/s = 60,000 images. A step of source only and dann (a fifth on the source alone)
        // takes
        // 64 * (1 + 0.2 + 0.8 * 2) = 179.2 of them.
        Plan plan = Plan.of(request(800, 0, "source-only", "dann"), RECIPE, look(1000, 10, List.of()), 100);

        assertThat(plan.steps()).isEqualTo(334);
        assertThat(plan.methods()).containsExactly("source-only", "dann");
    }

    @Test
    void littleTime_leavesMethodsOut_andSaysSo() {
        Plan plan = Plan.of(request(900, 0), RECIPE, look(1000, 10, List.of()), 100);

        assertThat(plan.methods()).containsExactly("source-only", "adabn", "dann");
        assertThat(plan.left())
                .hasSize(4)
                .contains("mcc: no time for it, with 100 images a second and a budget of 900 s");
    }

    @Test
    void givenSteps_countWhateverTheBudget() {
        assertThat(Plan.of(request(1, 70), RECIPE, look(1000, 10, List.of()), 0).steps())
                .isEqualTo(70);
    }

    @Test
    void manyClasses_leaveMccOut() {
        Plan plan = Plan.of(request(1_000_000, 0), RECIPE, look(1000, 43, List.of()), 1000);

        assertThat(plan.methods()).doesNotContain("mcc");
        assertThat(plan.left())
                .containsExactly("mcc: its loss needs a batch of 129 for 43 classes, and the batch is 64");
    }

    @Test
    void manyClasses_leaveMccIn_onTheFeaturesOfABackbone() {
        BackboneRecord backbone = new BackboneRecord(
                "/net.onnx",
                "0".repeat(64),
                "features",
                Pooling.NONE,
                512,
                ImageTransform.IMAGENET,
                Provenance.of(Map.of()));
        Request request =
                new Request("shop", "phone", "photographs", 1_000_000, 0, List.of("source-only", "mcc"), 0, backbone);

        assertThat(Plan.of(request, RECIPE, look(1000, 43, List.of()), 1000).methods())
                .containsExactly("source-only", "mcc");
    }

    @Test
    void dataThatSpeakAgainstIt_trainSourceOnlyAlone() {
        assertThat(Plan.of(request(100, 5), RECIPE, look(10, 10, List.of()), 0).methods())
                .containsExactly("source-only");
        assertThat(Plan.of(request(100, 5), RECIPE, look(1000, 10, List.of("dog")), 0)
                        .methods())
                .containsExactly("source-only");
    }

    @Test
    void methodThatNeedsTargetLabels_isLeftOut() {
        Plan plan = Plan.of(request(100, 5, "source-only", "target-only"), RECIPE, look(1000, 10, List.of()), 0);

        assertThat(plan.methods()).containsExactly("source-only");
        assertThat(plan.left()).containsExactly("target-only: it needs labels of the target");
    }
}
