package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.report.FeatureFilm.Frame;
import io.github.dann4j.report.FeatureFilm.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Node;

class FeatureFilmTest {
    private static final int POINTS = 600;
    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    @Test
    void gif_hasAllFrames_beginsAnewForEver_andIsSmall() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        film(20, 2).writeGif(bytes);

        assertThat(bytes.size()).isLessThan(3_000_000);
        ImageReader reader = reader(bytes);
        assertThat(reader.getNumImages(true)).isEqualTo(20);
        assertThat(node(reader, 0, "ApplicationExtension").getUserObject()).isEqualTo(new byte[] {1, 0, 0});
        assertThat(node(reader, 0, "GraphicControlExtension").getAttribute("delayTime"))
                .isEqualTo("35");
        assertThat(node(reader, 19, "GraphicControlExtension").getAttribute("delayTime"))
                .isEqualTo("300");
    }

    /** The colour table of an image is easily lost when it is written as a GIF. */
    @Test
    void gif_keepsTheColoursOfItsClasses() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        film(2, 1).writeGif(bytes);
        BufferedImage last = reader(bytes).read(1);

        assertThat(last.getRGB(2, 2)).isEqualTo(Color.WHITE.getRGB());
        for (int label = 0; label < DIGITS.size(); label++) {
            assertThat(count(last, Palette.colour(label, DIGITS.size())))
                    .as("pixels of class %d", label)
                    .isGreaterThan(100);
        }
    }

    /** One point moves from the left to the right; everything else stays. */
    @Test
    void axes_stayTheSameFromFrameToFrame() {
        double[][] first = {{0, 0}, {4, 4}, {0, 4}};
        double[][] last = {{4, 0}, {4, 4}, {0, 4}};
        Panel panel = new Panel("Source only", "x", "y", List.of(new Frame(1, "", first), new Frame(2, "", last)));
        List<BufferedImage> frames = new FeatureFilm(
                        "film", "a", "b", List.of("one"), new int[3], new boolean[] {true, true, true}, List.of(panel))
                .frames();

        int stay = 0;
        for (int y = 95; y < 200; y++) { // the upper part of the panel: the two points that stay
            for (int x = 0; x < frames.get(0).getWidth(); x++) {
                assertThat(frames.get(0).getRGB(x, y)).isEqualTo(frames.get(1).getRGB(x, y));
                stay += frames.get(0).getRGB(x, y) == Palette.colour(0, 1).getRGB() ? 1 : 0;
            }
        }
        assertThat(stay).isGreaterThan(20);
    }

    @Test
    void pointsWithoutAClass_manyClasses_andPointsInOnePlace_canBeDrawn() {
        List<String> many = IntStream.range(0, 43).mapToObj(i -> "class " + i).toList();
        Panel panel = new Panel("DANN", "x", "y", List.of(new Frame(1, "", new double[2][2])));

        assertThat(new FeatureFilm(
                                "film", "a", "b", many, new int[] {42, -1}, new boolean[] {false, true}, List.of(panel))
                        .frames())
                .hasSize(1);
    }

    @Test
    void longTitle_staysInsideTheImage() {
        Panel panel = new Panel("DANN", "x", "y", List.of(new Frame(1, "", new double[1][2])));
        for (int length : new int[] {10, 60, 300}) {
            BufferedImage image = new FeatureFilm(
                            "w".repeat(length), "a", "b", List.of("c"), new int[1], new boolean[1], List.of(panel))
                    .frames()
                    .get(0);

            int rightmost = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 8; y < 30; y++) { // the title's line
                    rightmost = image.getRGB(x, y) == Color.WHITE.getRGB() ? rightmost : x;
                }
            }
            assertThat(rightmost).as("title of %d letters", length).isBetween(100, image.getWidth() - 20);
        }
    }

    @Test
    void panelsWithOtherSteps_orOtherPoints_areRefused() {
        Panel one = new Panel("one", "x", "y", List.of(new Frame(1, "", new double[1][2])));
        Panel later = new Panel("later", "x", "y", List.of(new Frame(2, "", new double[1][2])));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureFilm(
                        "film", "a", "b", List.of("c"), new int[1], new boolean[1], List.of(one, later)))
                .withMessageContaining("'later'");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new FeatureFilm("film", "a", "b", List.of("c"), new int[3], new boolean[3], List.of(one)))
                .withMessageContaining("1 points, there are 3");
    }

    private static FeatureFilm film(int frames, int panels) {
        Random random = new Random(1);
        List<Panel> all = new ArrayList<>();
        for (int p = 0; p < panels; p++) {
            List<Frame> moments = new ArrayList<>();
            for (int f = 0; f < frames; f++) {
                double[][] places = new double[POINTS][];
                for (int i = 0; i < POINTS; i++) {
                    places[i] = new double[] {random.nextGaussian() + i % 10, random.nextGaussian() + i % 3};
                }
                moments.add(new Frame(f + 1, "a note", places));
            }
            all.add(new Panel("panel " + p, "first", "second", moments));
        }
        int[] classes = IntStream.range(0, POINTS).map(i -> i % 10).toArray();
        boolean[] target = new boolean[POINTS];
        for (int i = POINTS / 2; i < POINTS; i++) {
            target[i] = true;
        }
        return new FeatureFilm("film", "printed", "textured", DIGITS, classes, target, all);
    }

    private static ImageReader reader(ByteArrayOutputStream bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return reader;
    }

    private static IIOMetadataNode node(ImageReader reader, int frame, String name) throws IOException {
        Node root = reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
        return (IIOMetadataNode)
                ((IIOMetadataNode) root).getElementsByTagName(name).item(0);
    }

    private static int count(BufferedImage image, Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
