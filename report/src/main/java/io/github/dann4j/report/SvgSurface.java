package io.github.dann4j.report;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Draws into an SVG document, with an element per dot, for editing in a drawing program. */
final class SvgSurface implements Surface {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final XMLStreamWriter xml;

    /** Draws the content of the document. */
    @FunctionalInterface
    interface DecodedImage {
        void drawOn(Surface surface);
    }

    /** Carries a checked exception through a method that declares none. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(XMLStreamException cause) {
            super(cause);
        }
    }

    private SvgSurface(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes a document with one drawing on white. */
    static void write(OutputStream out, String title, int width, int height, DecodedImage image) throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("svg");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeAttribute("width", Integer.toString(width));
            xml.writeAttribute("height", Integer.toString(height));
            xml.writeAttribute("viewBox", String.format(Locale.ROOT, "0 0 %d %d", width, height));
            xml.writeAttribute("font-family", "sans-serif");
            xml.writeStartElement("title");
            xml.writeCharacters(title);
            xml.writeEndElement();
            xml.writeEmptyElement("rect");
            xml.writeAttribute("width", "100%");
            xml.writeAttribute("height", "100%");
            xml.writeAttribute("fill", "#ffffff");
            image.drawOn(new SvgSurface(xml));
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException | Broken e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void dot(double x, double y, double radius, Color colour, double opacity) {
        element(
                "circle",
                "cx",
                number(x),
                "cy",
                number(y),
                "r",
                number(radius),
                "fill",
                hex(colour),
                "opacity",
                number(opacity));
    }

    @Override
    public void line(double fromX, double fromY, double toX, double toY, Color colour) {
        element(
                "line",
                "x1",
                number(fromX),
                "y1",
                number(fromY),
                "x2",
                number(toX),
                "y2",
                number(toY),
                "stroke",
                hex(colour));
    }

    @Override
    public void frame(double x, double y, double width, double height, Color colour) {
        element(
                "rect",
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(width),
                "height",
                number(height),
                "fill",
                "none",
                "stroke",
                hex(colour));
    }

    @Override
    public void text(String text, double x, double y, double size, boolean bold, Anchor anchor, boolean upwards) {
        try {
            xml.writeCharacters("\n");
            xml.writeStartElement("text");
            xml.writeAttribute("x", number(x));
            xml.writeAttribute("y", number(y));
            xml.writeAttribute("font-size", number(size));
            if (bold) {
                xml.writeAttribute("font-weight", "bold");
            }
            xml.writeAttribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
            if (upwards) {
                xml.writeAttribute("transform", "rotate(-90 %s %s)".formatted(number(x), number(y)));
            }
            xml.writeCharacters(text);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new Broken(e);
        }
    }

    private void element(String name, String... attributes) {
        try {
            xml.writeCharacters("\n");
            xml.writeEmptyElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i], attributes[i + 1]);
            }
        } catch (XMLStreamException e) {
            throw new Broken(e);
        }
    }

    private static String hex(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xFFFFFF);
    }

    /** Formats a number to hundredths of a pixel, which are precise enough. */
    private static String number(double value) {
        double rounded = Math.round(100 * value) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
