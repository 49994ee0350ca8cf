package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.report.ScatterPlot.Axes;
import io.github.dann4j.report.ScatterPlot.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ScatterPlotTest {
    private static final Panel TWO = new Panel("kind", List.of("left", "<right> & co"), new int[] {0, 1, -1});
    private static final double[][] PLACES = {{-1, 0}, {1, 0}, {0, 1}};
    private static final Axes AXES = new Axes("across", "upwards", true);

    /** Half of the distance between the outermost points; the third point is as far above them. */
    private static final int HIGH = (ScatterPlot.SIDE - 2 * ScatterPlot.MARGIN) / 4;

    private static final int MIDDLE = 44 + ScatterPlot.SIDE / 2;

    @Test
    void points_lieWhereTheyShould_inTheColourOfTheirGroup() {
        BufferedImage image = plot(PLACES, TWO).draw();
        int left = ScatterPlot.LEFT + ScatterPlot.MARGIN;
        int right = ScatterPlot.LEFT + ScatterPlot.SIDE - ScatterPlot.MARGIN;

        assertThat(isNear(image.getRGB(left, MIDDLE + HIGH), TWO.colour(0))).isTrue();
        assertThat(isNear(image.getRGB(right, MIDDLE + HIGH), TWO.colour(1))).isTrue();
        assertThat(isNear(image.getRGB((left + right) / 2, MIDDLE - HIGH), TWO.colour(-1)))
                .isTrue();
    }

    @Test
    void panels_lieSideBySide() {
        assertThat(plot(PLACES, TWO, TWO).draw().getWidth())
                .isEqualTo(2 * plot(PLACES, TWO).draw().getWidth());
    }

    @Test
    void svg_holdsTheSamePoints_withAxesTicksAndLegend() throws Exception {
        Document svg = svg(plot(PLACES, TWO));
        List<Element> circles = elements(svg, "circle");
        List<String> texts =
                elements(svg, "text").stream().map(Element::getTextContent).toList();

        assertThat(circles).hasSize(3 + 2); // and two in the legend
        assertThat(circles).anySatisfy(circle -> {
            assertThat(Double.parseDouble(circle.getAttribute("cx"))).isEqualTo(ScatterPlot.LEFT + ScatterPlot.MARGIN);
            assertThat(Double.parseDouble(circle.getAttribute("cy"))).isEqualTo(MIDDLE + HIGH);
            assertThat(circle.getAttribute("fill"))
                    .isEqualTo(String.format(Locale.ROOT, "#%06x", TWO.colour(0).getRGB() & 0xFFFFFF));
        });
        assertThat(texts).contains("points", "across", "upwards", "left", "<right> & co", "-0.5", "1.0");
        assertThat(elements(svg, "title"))
                .singleElement()
                .extracting(Element::getTextContent)
                .isEqualTo("points");
        assertThat(svg.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
    }

    @Test
    void axesWhoseValuesMeanNothing_haveNoNumbers() throws Exception {
        Document svg = svg(new ScatterPlot("points", new Axes("a", "b", false), PLACES, List.of(TWO)));

        assertThat(elements(svg, "line")).isEmpty();
        assertThat(elements(svg, "text").stream().map(Element::getTextContent))
                .noneMatch(text -> text.matches("-?[0-9.]+"));
    }

    @Test
    void onePlace_oneDimension_andManyGroups_canBeDrawn() {
        List<String> many = IntStream.range(0, 43).mapToObj(i -> "class " + i).toList();

        assertThat(plot(new double[][] {{1}, {1}, {1}}, new Panel("class", many, new int[] {0, 20, 42}))
                        .draw()
                        .getHeight())
                .isGreaterThan(900);
    }

    @Test
    void groupsOfOtherPoints_areRefused() {
        assertThatThrownBy(() -> plot(new double[2][2], TWO))
                .hasMessageContaining("3")
                .hasMessageContaining("2");
    }

    private static ScatterPlot plot(double[][] places, Panel... panels) {
        return new ScatterPlot("points", AXES, places, List.of(panels));
    }

    private static Document svg(ScatterPlot plot) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        plot.writeSvg(bytes);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static boolean isNear(int rgb, Color colour) {
        Color drawn = new Color(rgb);
        return Math.abs(drawn.getRed() - colour.getRed()) < 90
                && Math.abs(drawn.getGreen() - colour.getGreen()) < 90
                && Math.abs(drawn.getBlue() - colour.getBlue()) < 90;
    }
}
