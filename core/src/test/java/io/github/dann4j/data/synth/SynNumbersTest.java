package io.github.dann4j.data.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the promised properties of each part of a generated house number. */
class SynNumbersTest {
    private static final Range NONE = new Range(0, 0);

    @Test
    void theLabelledDigitStandsInTheMiddle_whereverItStandsInTheNumber() {
        DigitGroup numerals = new DigitGroup(
                List.of(0.0, 0.0, 1.0),
                List.of(Typeface.SERIF),
                new Placement(new Range(24, 24), new Range(0.6, 0.6), NONE, NONE, Range.within(1)),
                NONE,
                NONE);
        Rectangle2D seven = Typeface.SERIF.glyph(7).bounds();
        Set<Integer> digitsBefore = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            DigitGroup.Written number = numerals.draw(7, new SeededRandom(i), 32);
            Point2D middle =
                    number.toPixels().transform(new Point2D.Double(seven.getCenterX(), seven.getCenterY()), null);
            assertThat(middle.getX()).isCloseTo(16, within(1.0));
            assertThat(middle.getY()).isCloseTo(16, within(1.0));
            double left = -number.outline().getBounds2D().getMinX();
            digitsBefore.add((int) Math.round(left / Typeface.SERIF.glyph(0).advance()));
        }
        assertThat(digitsBefore).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void strokesAreThickerByTheWeight_andABorderGoesAroundThem() {
        DigitGroup thin = plain(NONE);
        DigitGroup thick = plain(new Range(0.06, 0.06));
        try (Canvas canvas = new Canvas(32)) {
            double own = sum(thin.draw(4, new SeededRandom(1), 32).strokes(canvas));
            double thicker = sum(thick.draw(4, new SeededRandom(1), 32).strokes(canvas));
            double bordered = sum(thick.draw(4, new SeededRandom(1), 32).around(canvas, 0.05));
            assertThat(thicker).isGreaterThan(1.1 * own);
            assertThat(bordered).isGreaterThan(1.2 * thicker);
        }
    }

    @Test
    void coloursKeepTheContrast_andTheBorderNeverSwallowsTheStroke() {
        PaintColours colours =
                new PaintColours(new Range(60, 180), new Range(30, 90), 0, 0.3, 1, new Range(0.05, 0.05));
        int light = 0;
        for (int i = 0; i < 2_000; i++) {
            PaintColours.Drawn drawn = colours.draw(new SeededRandom(i));
            double stroke = drawn.stroke()[0];
            double ground = drawn.ground()[0];
            double border = drawn.border()[0];
            assertThat(drawn.stroke()).as("grey").containsExactly(new double[] {stroke, stroke, stroke}, within(1e-9));
            assertThat(Math.abs(stroke - ground)).isBetween(30 - 1e-9, 90 + 1e-9);
            assertThat(Math.abs(stroke - border)).isGreaterThanOrEqualTo(Math.abs(stroke - ground) - 1e-9);
            assertThat(Math.signum(stroke - border)).isEqualTo(Math.signum(stroke - ground));
            light += stroke > ground ? 1 : 0;
        }
        assertThat(light / 2_000.0).isCloseTo(0.3, within(0.04));
    }

    @Test
    void mostColoursAreNearGrey_someAreStrong() {
        PaintColours colours = SynNumbers.standard().colours();
        double[] spreads = new double[2_000];
        for (int i = 0; i < spreads.length; i++) {
            double[] ground = colours.draw(new SeededRandom(i)).ground();
            spreads[i] = Math.max(ground[0], Math.max(ground[1], ground[2]))
                    - Math.min(ground[0], Math.min(ground[1], ground[2]));
        }
        java.util.Arrays.sort(spreads);
        assertThat(spreads[1_000]).as("median").isLessThan(30);
        assertThat(spreads[1_900]).as("95 %").isGreaterThan(45);
    }

    @Test
    void lightGrowsAcrossTheImage_andNothingElseChanges() {
        PhotoEffects shaded = new PhotoEffects(NONE, new Range(40, 40), NONE, NONE);
        byte[] pixels = new byte[3 * 32 * 32];
        float[][] planes = new float[3][32 * 32];
        for (float[] plane : planes) {
            java.util.Arrays.fill(plane, 120);
        }
        try (Canvas canvas = new Canvas(32)) {
            shaded.stain(planes, new SeededRandom(3), 32);
            shaded.expose(planes, new SeededRandom(3), canvas, pixels, 0);
        }
        int lowest = 255;
        int highest = 0;
        for (byte pixel : pixels) {
            lowest = Math.min(lowest, pixel & 0xff);
            highest = Math.max(highest, pixel & 0xff);
        }
        assertThat(highest - lowest)
                .as("twice the shade, up to √2 as far along a diagonal")
                .isBetween(76, 114);
        assertThat((lowest + highest) / 2).isBetween(116, 124);
    }

    @Test
    void aPenCoversItsWidth_whatOverlapsAddsUp_andHolesStay() {
        Path2D cross = new Path2D.Double();
        cross.moveTo(4, 16);
        cross.lineTo(28, 16);
        cross.moveTo(16, 28);
        cross.lineTo(16, 4);
        Path2D ring = new Path2D.Double(new Rectangle2D.Double(8, 8, 16, 16));
        try (Canvas canvas = new Canvas(32)) {
            float[] covered = canvas.coverage(new Stroke(4, 0.1).along(cross));
            assertThat(covered[16 * 32 + 16]).as("crossing").isEqualTo(1);
            assertThat(covered[14 * 32 + 8]).as("inside of the line").isEqualTo(1);
            assertThat(covered[13 * 32 + 8]).as("outside of it").isZero();
            assertThat(covered[16 * 32 + 2]).as("within the round end").isPositive();
            float[] frame = canvas.coverage(new Stroke(4, 0.1).along(ring));
            assertThat(frame[16 * 32 + 16]).as("hole").isZero();
            assertThat(frame[8 * 32 + 16]).as("side").isEqualTo(1);
            assertThat(frame[6 * 32 + 8]).as("corner is closed").isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLATE", "PLATE_BOLD", "TUBE"})
    void drawnDigitsKeepWithinTheirBoxes_andAllDiffer(Typeface face) {
        Set<String> seen = new HashSet<>();
        try (Canvas canvas = new Canvas(32)) {
            for (int digit = 0; digit < 10; digit++) {
                Typeface.Glyph glyph = face.glyph(digit);
                Rectangle2D drawn = glyph.outline().getBounds2D();
                assertThat(glyph.bounds().getHeight()).isEqualTo(1);
                assertThat(drawn.getHeight()).as("height of %d", digit).isCloseTo(1, within(0.06));
                assertThat(drawn.getMinX()).as("left of %d", digit).isGreaterThan(-0.03);
                assertThat(drawn.getMaxX())
                        .as("right of %d", digit)
                        .isLessThan(glyph.bounds().getWidth() + 0.03);
                AffineTransform large = AffineTransform.getTranslateInstance(4, 30);
                large.scale(28, 28);
                seen.add(java.util.Arrays.toString(canvas.coverage(large.createTransformedShape(glyph.outline()))));
            }
        }
        assertThat(seen).hasSize(10);
    }

    @Test
    void aPlatesThreeHasAFlatTop_aTubesARoundOne() {
        assertThat(Typeface.PLATE.glyph(3).outline().contains(0.06, -0.95)).isTrue();
        assertThat(Typeface.TUBE.glyph(3).outline().contains(0.06, -0.95)).isFalse();
    }

    @Test
    void settingsOutsideTheirRange_areRefusedByName() {
        assertThatThrownBy(() -> plain(new Range(0, 0.4)))
                .hasMessageContaining("weight must be within 0.0 to 0.3, got 0.0 to 0.4");
        assertThatThrownBy(() -> new PaintColours(NONE, NONE, 0, 0, 0, NONE))
                .hasMessageContaining("contrast must be within 1.0 to 255.0");
        assertThatThrownBy(() -> new PhotoEffects(NONE, NONE, new Range(0, 5), NONE))
                .hasMessageContaining("blur must be within 0.0 to 4.0");
        assertThatThrownBy(() -> new DigitGroup(
                        List.of(0.5, 0.1, 0.1),
                        List.of(Typeface.SANS),
                        SynNumbers.standard().numerals().placement(),
                        NONE,
                        NONE))
                .hasMessageContaining("three shares that add up to 1");
    }

    private static DigitGroup plain(Range weight) {
        return new DigitGroup(
                List.of(1.0, 0.0, 0.0),
                List.of(Typeface.SANS),
                new Placement(new Range(20, 20), new Range(1, 1), NONE, NONE, NONE),
                NONE,
                weight);
    }

    private static double sum(float[] covered) {
        double sum = 0;
        for (float share : covered) {
            sum += share;
        }
        return sum;
    }
}
