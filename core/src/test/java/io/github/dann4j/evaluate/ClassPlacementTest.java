package io.github.dann4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.ClassPlacement.Place;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import org.junit.jupiter.api.Test;

/** The features are the pixels themselves; the last pixel shows the domain. */
class ClassPlacementTest {
    private static final int CLASSES = 4;
    private static final int DOMAIN_PIXEL = ToyImages.PIXELS - 1;

    /** Returns images of classes 0 to 2 with the pixel of their place bright; none of class 3. */
    private static ToyImages images(int[] placeOfClass, boolean[] looksLikeTarget) {
        int[] labels = {0, 1, 2, 0, 1, 2, 0, 1, 2};
        return ToyImages.of(labels, CLASSES, 0, (pixels, label, random) -> {
            pixels[placeOfClass[label]] = 255;
            pixels[DOMAIN_PIXEL] = looksLikeTarget[label] ? 255 : 0;
        });
    }

    private static Network network() {
        Network network = new Network(ToyNets.pixels(CLASSES), 0);
        float[] domains = new float[ToyImages.PIXELS];
        domains[DOMAIN_PIXEL] = 1;
        ToyNets.set(network, "domains.0.weight", domains);
        ToyNets.set(network, "domains.0.bias", 0);
        return network;
    }

    @Test
    void classesThatLieWhereOthersBelong_areClearAmongThemselvesButNotAtTheSource() {
        boolean[] none = {false, false, false};
        try (ToyImages source = images(new int[] {0, 1, 2}, none);
                ToyImages target = images(new int[] {1, 0, 2}, none);
                Network network = network()) {
            ClassPlacement placement = placement(network, source, target);

            for (int c = 0; c < 3; c++) {
                assertThat(placement.classes().get(c).silhouette())
                        .as("class %d", c)
                        .isEqualTo(1);
                assertThat(placement.classes().get(c).atSource())
                        .as("class %d", c)
                        .isEqualTo(c < 2 ? -1 : 1);
            }
            assertThat(placement.all().silhouette()).isEqualTo(1);
            assertThat(placement.all().atSource()).isCloseTo(-1 / 3.0, within(1e-12));
        }
    }

    @Test
    void domainsAreNamed_classByClass_andInAllAsInTheResults() {
        boolean[] onlyTheFirst = {true, false, false};
        boolean[] butTheLast = {true, true, false};
        try (ToyImages source = images(new int[] {0, 1, 2}, onlyTheFirst);
                ToyImages target = images(new int[] {0, 1, 2}, butTheLast);
                Network network = network()) {
            ClassPlacement placement = placement(network, source, target);

            assertThat(placement.classes().subList(0, 3))
                    .extracting(Place::sourceNamed)
                    .containsExactly(0.0, 1.0, 1.0);
            assertThat(placement.classes().subList(0, 3))
                    .extracting(Place::targetNamed)
                    .containsExactly(1.0, 1.0, 0.0);
            assertThat((placement.all().sourceNamed() + placement.all().targetNamed()) / 2)
                    .isEqualTo(new Evaluator(network, Precision.FP32)
                            .domainAccuracy(source.unlabeled(), target.unlabeled()));
        }
    }

    @Test
    void whatIsNotDefined_isNull() {
        boolean[] none = {false, false, false};
        try (ToyImages source = images(new int[] {0, 1, 2}, none);
                ToyImages target = images(new int[] {0, 1, 2}, none);
                Network network = network()) {
            assertThat(placement(network, source, target).classes().get(3))
                    .isEqualTo(new Place(null, null, null, null));
            Place withoutClassifier = ClassPlacement.of(
                            new Evaluator(network, Precision.FP32),
                            source.labeled(),
                            target.labeled(),
                            Domain.TARGET,
                            false)
                    .all();
            assertThat(withoutClassifier).isEqualTo(new Place(1.0, 1.0, null, null));
        }
    }

    private static ClassPlacement placement(Network network, ToyImages source, ToyImages target) {
        return ClassPlacement.of(
                new Evaluator(network, Precision.FP32), source.labeled(), target.labeled(), Domain.TARGET, true);
    }
}
