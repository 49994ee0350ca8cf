package io.github.dann4j.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.InputScale;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class BatchPairSamplerTest {
    /** Inputs equal to pixel values: every pixel of image i is i. */
    private static final Normalisation IDENTITY = new Normalisation(List.of(0.0), List.of(1 / 255.0));

    @Test
    void eachDomain_comesWholeInEveryRound_andInAnotherOrderEachTime() {
        try (Domains domains = new Domains(10, 7)) {
            BatchPairSampler sampler = domains.sampler(4, 0);
            List<Integer> source = new ArrayList<>();
            List<Integer> target = new ArrayList<>();
            for (int step = 0; step < 35; step++) { // 14 rounds of the source, 20 of the target
                draw(sampler, source, target);
            }
            assertThat(rounds(source, 10))
                    .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            assertThat(rounds(target, 7))
                    .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6));
            assertThat(rounds(source, 10)).doesNotHaveDuplicates();
            assertThat(rounds(target, 7)).doesNotHaveDuplicates();
        }
    }

    /** Both domains are the same image, so whatever differs in a pair was drawn by the augmentation. */
    @Test
    void sourceAndTargetOfAPair_areVariedDifferently_andEveryPairAnew() {
        byte[] pixels = new byte[6 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (3 * (i % 64));
        }
        Augmentation augmentation = new Augmentation(1.3, 10, 0.1, 1.2, 0.5);
        try (PointerScope scope = new PointerScope();
                ImageSet one = ImageSet.labeled(
                        "one",
                        Split.TRAIN,
                        pixels,
                        new ImageSize(8, 8),
                        1,
                        new int[] {0, 1, 0, 1, 0, 1},
                        List.of("0", "1"));
                LabeledExamples images = new LabeledExamples(one, IDENTITY)) {
            BatchPairSampler sampler = new BatchPairSampler(images, images.unlabeled(), 4, augmentation, 3);
            BatchPair first = sampler.next();
            BatchPair second = sampler.next();
            List<float[]> batches = List.of(
                    Tensors.floats(first.source().inputs()),
                    Tensors.floats(first.target().inputs()),
                    Tensors.floats(second.source().inputs()),
                    Tensors.floats(second.target().inputs()));

            for (int a = 0; a < batches.size(); a++) {
                for (int b = 0; b < a; b++) {
                    assertThat(batches.get(a)).isNotEqualTo(batches.get(b));
                }
            }
        }
    }

    @Test
    void labels_stayWithTheirImages() {
        try (Domains domains = new Domains(10, 7);
                PointerScope scope = new PointerScope()) {
            BatchPairSampler sampler = domains.sampler(3, 1);
            for (int step = 0; step < 9; step++) {
                LabeledBatch batch = sampler.next().source();
                assertThat(Tensors.longs(batch.labels()))
                        .isEqualTo(firstPixels(batch.inputs()).stream()
                                .mapToLong(i -> i % 5)
                                .toArray());
            }
        }
    }

    @Test
    void theSameSeed_drawsTheSame_anotherDoesNot() {
        try (Domains domains = new Domains(50, 40)) {
            assertThat(order(domains, 3)).isEqualTo(order(domains, 3));
            assertThat(order(domains, 4)).isNotEqualTo(order(domains, 3));
        }
    }

    @Test
    void theOrderOfADomain_doesNotDependOnTheOther() {
        try (Domains small = new Domains(50, 8);
                Domains large = new Domains(50, 40);
                Domains other = new Domains(13, 40)) {
            assertThat(order(small, 3).get(0)).isEqualTo(order(large, 3).get(0));
            assertThat(order(other, 3).get(1)).isEqualTo(order(large, 3).get(1));
        }
        try (Domains same = new Domains(40, 40)) {
            assertThat(order(same, 3).get(0))
                    .as("domains of one size")
                    .isNotEqualTo(order(same, 3).get(1));
        }
    }

    @Test
    void aTargetThatNobodyLooksAt_isNotDrawn_andChangesNoLaterPair() {
        try (Domains domains = new Domains(50, 40);
                PointerScope scope = new PointerScope()) {
            BatchPairSampler whole = domains.sampler(3, 1);
            BatchPairSampler part = domains.sampler(3, 1);
            for (int step = 0; step < 4; step++) {
                BatchPair expected = whole.next();
                BatchPair pair = part.next(BatchNeeds.SOURCE);
                assertThat(firstPixels(pair.source().inputs()))
                        .isEqualTo(firstPixels(expected.source().inputs()));
                assertThatIllegalStateException().isThrownBy(pair::target).withMessageContaining("needs 0 views");
            }
            assertThat(firstPixels(part.next().target().inputs()))
                    .isEqualTo(firstPixels(whole.next().target().inputs()));
        }
    }

    @Test
    void givenShares_areWhatTheSourceIsDrawnBy_eachClassInRounds() {
        double[] shares = {0.5, 0.25, 0.25, 0, 0};
        List<Integer> source = new ArrayList<>();
        try (Domains domains = new Domains(50, 40)) {
            BatchPairSampler sampler = domains.bySourceShares(shares, 20, 5);
            for (int step = 0; step < 100; step++) {
                draw(sampler, source, new ArrayList<>());
            }
        }
        for (int c = 0; c < shares.length; c++) {
            int label = c;
            List<Integer> ofClass = source.stream().filter(i -> i % 5 == label).toList();
            assertThat(ofClass.size() / 2000.0).isCloseTo(shares[c], within(0.05));
            assertThat(rounds(ofClass, 10))
                    .allSatisfy(round -> assertThat(round).doesNotHaveDuplicates());
        }
    }

    @Test
    void aShareOfAClassWithoutImages_isRefused() {
        try (Domains domains = new Domains(4, 40)) { // classes 0 to 3
            assertThatThrownBy(() -> domains.bySourceShares(new double[] {0.2, 0.2, 0.2, 0.2, 0.2}, 4, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessage("class 4 has a share of 0.2, but the dataset has no image of it");
        }
    }

    /** The seeds are those of earlier versions, so that their trainings give the same results. */
    @Test
    void weakViews_areSeededByDomainAndNumber_whateverStandsBesideThem() {
        Augmentation weak = new Augmentation(1.3, 10, 0.1, 1.2, 0.5);
        try (Domains domains = new Domains(50, 40);
                PointerScope scope = new PointerScope()) {
            BatchPairSampler sampler = new BatchPairSampler(domains.source, domains.target, 6, weak, 3);
            BatchPairSampler mixed = new BatchPairSampler(domains.source, domains.target, 6, weak, 3);
            IndexSampler order = new IndexSampler(40, 6, Seeds.derive(3, "target order"));
            for (int pair = 0; pair < 3; pair++) {
                BatchPair views = sampler.next(BatchNeeds.BOTH.withTarget(View.WEAK, View.WEAK));
                BatchPair strong = mixed.next(
                        BatchNeeds.BOTH.withSource(View.WEAK, View.STRONG).withTarget(View.STRONG, View.WEAK));
                Tensor drawn = domains.target.batch(order.next()).inputs();
                assertThat(Tensors.floats(views.target(0).inputs()))
                        .isEqualTo(Tensors.floats(weak.apply(
                                drawn, InputScale.of(IDENTITY), seed("target augmentation", pair), Shard.ALL, 6)));
                assertThat(Tensors.floats(views.target(1).inputs()))
                        .isEqualTo(Tensors.floats(weak.apply(
                                drawn,
                                InputScale.of(IDENTITY),
                                seed("target augmentation, view 1", pair),
                                Shard.ALL,
                                6)))
                        .isEqualTo(Tensors.floats(strong.target(1).inputs()));
                assertThat(Tensors.floats(strong.target(0).inputs()))
                        .isEqualTo(Tensors.floats(StrongAugmentation.DEFAULT.apply(
                                drawn,
                                InputScale.of(IDENTITY),
                                seed("target strong augmentation", pair),
                                Shard.ALL,
                                6)));
                assertThat(Tensors.floats(strong.source(0).inputs()))
                        .isEqualTo(Tensors.floats(views.source(0).inputs()));
                assertThat(Tensors.longs(strong.source(1).labels()))
                        .isEqualTo(Tensors.longs(views.source(0).labels()));
                assertThat(Tensors.floats(strong.source(1).inputs()))
                        .isNotEqualTo(Tensors.floats(strong.source(0).inputs()));
            }
        }
    }

    private static long seed(String stream, int pair) {
        return Seeds.derive(Seeds.derive(3, stream), pair);
    }

    @Test
    void aStrongView_isStrong_whereTheWeakOneIsTheImageAsItIs() {
        try (Domains domains = new Domains(50, 40);
                PointerScope scope = new PointerScope()) {
            BatchPair pair = domains.sampler(6, 3).next(BatchNeeds.BOTH.withTarget(View.WEAK, View.STRONG));
            float[] weak = Tensors.floats(pair.target(0).inputs());
            assertThat(weak)
                    .isEqualTo(Tensors.floats(domains.target
                            .batch(new IndexSampler(40, 6, Seeds.derive(3, "target order")).next())
                            .inputs()));
            assertThat(Tensors.floats(pair.target(1).inputs()))
                    .hasSameSizeAs(weak)
                    .isNotEqualTo(weak);
            assertThat(pair.target(1).indices()).isEqualTo(pair.target(0).indices());
        }
    }

    /** 23 images of five classes: one more of each of the first three than of the others. */
    @Test
    void aBalancedSource_hasEveryClassEquallyOften_andDependsOnTheNumberOfThePairAlone() {
        BatchNeeds balanced = BatchNeeds.BOTH.withBalancedSource();
        try (Domains domains = new Domains(23, 40);
                PointerScope scope = new PointerScope()) {
            List<List<Integer>> drawn = new ArrayList<>();
            BatchPairSampler whole = domains.sampler(10, 3);
            for (int pair = 0; pair < 9; pair++) {
                BatchPair one = whole.next(balanced);
                int[] counts = new int[5];
                for (long label : Tensors.longs(one.source().labels())) {
                    counts[(int) label]++;
                }
                assertThat(counts).containsOnly(2);
                drawn.add(firstPixels(one.source().inputs()));
            }
            BatchPairSampler late = domains.sampler(10, 3);
            late.next();
            late.skip(3);
            assertThat(firstPixels(late.next(balanced).source().inputs())).isEqualTo(drawn.get(4));
            late.next(BatchNeeds.TARGET);
            late.skip(2);
            assertThat(firstPixels(late.next(balanced).source().inputs())).isEqualTo(drawn.get(8));

            BatchPairSampler plain = domains.sampler(10, 3);
            plain.skip(9);
            assertThat(firstPixels(whole.next().source().inputs()))
                    .as("plain pairs are those of a sampler that never balanced")
                    .isEqualTo(firstPixels(plain.next().source().inputs()));
        }
    }

    @Test
    void severalWorkers_shareOutTheSameBalancedBatchAndStrongViews() {
        BatchNeeds needs = BatchNeeds.BOTH.withTarget(View.WEAK, View.STRONG).withBalancedSource();
        try (Domains domains = new Domains(23, 40);
                PointerScope scope = new PointerScope()) {
            BatchPairSampler whole = shared(domains, Shard.ALL);
            List<BatchPairSampler> workers = List.of(
                    shared(domains, new Shard(0, 3)),
                    shared(domains, new Shard(1, 3)),
                    shared(domains, new Shard(2, 3)));
            for (int pair = 0; pair < 4; pair++) {
                BatchPair all = whole.next(needs);
                List<Float> source = new ArrayList<>();
                List<Float> strong = new ArrayList<>();
                for (BatchPairSampler worker : workers) {
                    BatchPair part = worker.next(needs);
                    source.addAll(values(part.source().inputs()));
                    strong.addAll(values(part.target(1).inputs()));
                }
                assertThat(values(all.source().inputs())).isEqualTo(source);
                assertThat(values(all.target(1).inputs())).isEqualTo(strong);
            }
        }
    }

    private static List<Float> values(Tensor inputs) {
        List<Float> values = new ArrayList<>();
        for (float value : Tensors.floats(inputs)) {
            values.add(value);
        }
        return values;
    }

    private static BatchPairSampler shared(Domains domains, Shard share) {
        Augmentations augmentations =
                new Augmentations(new Augmentation(1.3, 10, 0.1, 1.2, 0.5), StrongAugmentation.DEFAULT);
        return new BatchPairSampler(domains.source, domains.target, 10, augmentations, 3, share);
    }

    @Test
    void aBalancedSource_andOneByGivenShares_excludeEachOther() {
        try (Domains domains = new Domains(50, 40)) {
            BatchPairSampler sampler = domains.bySourceShares(new double[] {0.2, 0.2, 0.2, 0.2, 0.2}, 20, 5);
            assertThatIllegalStateException()
                    .isThrownBy(() -> sampler.next(BatchNeeds.BOTH.withBalancedSource()))
                    .withMessageContaining("drawn by given class shares");
        }
    }

    /** The source has classes 0 to 4 in turn; the target has many images of class 1, one of class 3 and two of class 4. */
    @Test
    void batchesByClasses_haveTheSameClassesInBothDomains_thatBothHave() {
        long[] targetClasses = new long[40];
        Arrays.fill(targetClasses, 1);
        targetClasses[7] = 3;
        targetClasses[8] = 4;
        targetClasses[9] = 4;
        int[] counts = new int[5];
        try (Domains domains = new Domains(50, 40)) {
            BatchPairSampler sampler = domains.byClasses(targetClasses, 10, 5);
            for (int step = 0; step < 30; step++) {
                List<Integer> source = new ArrayList<>();
                List<Integer> target = new ArrayList<>();
                draw(sampler, source, target);
                assertThat(source.stream().map(i -> (long) i % 5))
                        .isEqualTo(target.stream().map(i -> targetClasses[i]).toList());
                source.forEach(i -> counts[i % 5]++);
            }
            assertThat(counts).containsExactly(0, 100, 0, 100, 100);
        }
    }

    @Test
    void byClasses_theImagesOfAClassComeInRounds_andPairsCanBeSkipped() {
        long[] targetClasses = new long[40];
        Arrays.setAll(targetClasses, i -> i % 2);
        try (Domains domains = new Domains(50, 40)) {
            BatchPairSampler all = domains.byClasses(targetClasses, 8, 5);
            BatchPairSampler later = domains.byClasses(targetClasses, 8, 5);
            later.skip(4);
            List<Integer> source = new ArrayList<>();
            List<Integer> target = new ArrayList<>();
            for (int step = 0; step < 5; step++) { // 20 images of each class
                draw(all, source, target);
            }
            List<Integer> skippedTo = new ArrayList<>();
            draw(later, skippedTo, new ArrayList<>());

            assertThat(target).doesNotHaveDuplicates().hasSize(40);
            assertThat(rounds(source.stream().filter(i -> i % 5 == 0).toList(), 10))
                    .allSatisfy(round -> assertThat(round).doesNotHaveDuplicates());
            assertThat(skippedTo).isEqualTo(source.subList(32, 40));
        }
    }

    @Test
    void domainsWithoutACommonClass_areRefused() {
        long[] targetClasses = new long[40];
        Arrays.fill(targetClasses, 4);
        try (Domains domains = new Domains(4, 40)) { // classes 0 to 3
            assertThatThrownBy(() -> domains.byClasses(targetClasses, 4, 0)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void aBatchLargerThanADomain_isRefusedWithBothNumbers() {
        try (Domains domains = new Domains(10, 7)) {
            assertThatThrownBy(() -> domains.sampler(8, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("a domain that has 7, got a batch of 8; use a smaller batch");
            assertThatThrownBy(() -> domains.sampler(0, 0))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("got a batch of 0");
        }
    }

    @Test
    void anUnlabelledView_hasTheSameImages_andNoWayToALabel() {
        try (Domains domains = new Domains(10, 7);
                PointerScope scope = new PointerScope()) {
            assertThat(firstPixels(domains.target.batch(new long[] {3, 1}).inputs()))
                    .containsExactly(3, 1);
            assertThat(firstPixels(domains.target.batch(new long[] {6, 0, 2}).inputs()))
                    .containsExactly(6, 0, 2);
            assertThat(domains.target.batch(new long[0]).inputs().size(0)).isZero();
            assertThat(firstPixels(domains.target.range(2, 5).inputs())).containsExactly(2, 3, 4);
        }
        for (Class<?> type : List.of(UnlabeledExamples.class, UnlabeledBatch.class)) {
            for (Method method : type.getDeclaredMethods()) {
                assertThat(method.getName().toLowerCase(Locale.ROOT)).doesNotContain("label");
                assertThat(method.getReturnType())
                        .isNotIn(ImageSet.class, LabeledExamples.class, LabeledBatch.class, Pixels.class);
            }
        }
        assertThat(UnlabeledBatch.class.getRecordComponents())
                .extracting(RecordComponent::getName)
                .containsExactly("inputs", "indices");
    }

    @Test
    void aSetWithoutLabels_cannotBeASource() {
        try (ImageSet set = images(3).unlabelled()) {
            assertThatThrownBy(() -> new LabeledExamples(set, IDENTITY))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("has no labels; it can only be an unlabelled target");
        }
    }

    private static List<List<Integer>> order(Domains domains, long seed) {
        BatchPairSampler sampler = domains.sampler(5, seed);
        List<List<Integer>> order = List.of(new ArrayList<>(), new ArrayList<>());
        for (int step = 0; step < 20; step++) {
            draw(sampler, order.get(0), order.get(1));
        }
        return order;
    }

    private static void draw(BatchPairSampler sampler, List<Integer> source, List<Integer> target) {
        try (PointerScope scope = new PointerScope()) {
            BatchPair pair = sampler.next();
            source.addAll(firstPixels(pair.source().inputs()));
            target.addAll(firstPixels(pair.target().inputs()));
        }
    }

    private static List<List<Integer>> rounds(List<Integer> drawn, int size) {
        List<List<Integer>> rounds = new ArrayList<>();
        for (int from = 0; from + size <= drawn.size(); from += size) {
            rounds.add(drawn.subList(from, from + size));
        }
        return rounds;
    }

    private static List<Integer> firstPixels(Tensor images) {
        float[] values = Tensors.floats(images);
        int image = values.length / (int) images.size(0);
        List<Integer> first = new ArrayList<>();
        for (int at = 0; at < values.length; at += image) {
            first.add(Math.round(values[at]));
        }
        return first;
    }

    private record Images(byte[] pixels, int[] labels) {
        ImageSet labelled() {
            return ImageSet.labeled("x", Split.TRAIN, tensor(), labels, Collections.nCopies(5, "c"));
        }

        ImageSet unlabelled() {
            return ImageSet.unlabeled("x", Split.TRAIN, tensor());
        }

        private Tensor tensor() {
            return Tensors.ofBytes(pixels, labels.length, 2, 2, 1);
        }
    }

    private static Images images(int count) {
        byte[] pixels = new byte[4 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            Arrays.fill(pixels, 4 * i, 4 * i + 4, (byte) i);
            labels[i] = i % 5;
        }
        return new Images(pixels, labels);
    }

    /** A labelled source and an unlabelled target, with everything that has to be closed. */
    private static final class Domains implements AutoCloseable {
        final ImageSet sourceSet;
        final ImageSet targetSet;
        final LabeledExamples source;
        final UnlabeledExamples target;

        Domains(int sourceSize, int targetSize) {
            sourceSet = images(sourceSize).labelled();
            targetSet = images(targetSize).unlabelled();
            source = new LabeledExamples(sourceSet, IDENTITY);
            target = new UnlabeledExamples(targetSet, IDENTITY);
        }

        BatchPairSampler sampler(int batch, long seed) {
            return new BatchPairSampler(source, target, batch, seed);
        }

        BatchPairSampler bySourceShares(double[] shares, int batch, long seed) {
            return BatchPairSampler.bySourceShares(source, shares, target, batch, Augmentation.NONE, seed);
        }

        BatchPairSampler byClasses(long[] targetClasses, int batch, long seed) {
            return BatchPairSampler.byClasses(
                    source,
                    targetClasses,
                    target,
                    batch,
                    new Augmentations(Augmentation.NONE, StrongAugmentation.DEFAULT),
                    seed,
                    Shard.ALL);
        }

        @Override
        public void close() {
            source.close();
            target.close();
            sourceSet.close();
            targetSet.close();
        }
    }
}
