package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.report.Report;
import io.github.dann4j.report.Report.Severity;
import io.github.dann4j.report.ReportPage;
import io.github.dann4j.report.SpriteSheet;
import io.github.dann4j.validate.Validators;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code report.html} in a browser, opened from disk. Skipped if there is no Chromium with chromedriver. */
class ReportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "<img src=x onerror=\"document.title='taken'\">";

    /** A chart counts as drawn if it contains SVG lines, or pixels that are not all equal. */
    private static final String DRAWN = """
            return [...document.querySelectorAll('.chart')].map(host => {
              const chart = echarts.getInstanceByDom(host);
              const name = host.getAttribute('aria-label');
              if (!chart || !chart.getOption().series.length) return name + ': no chart';
              const svg = host.querySelector('svg');
              if (svg) {
                const box = svg.getBoundingClientRect();
                return svg.querySelectorAll('path').length > 3 && box.width > 200 && box.height > 80 ? '' : name + ': empty';
              }
              const colours = new Set();
              for (const canvas of host.querySelectorAll('canvas')) {
                const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
                copy.drawImage(canvas, 0, 0);
                const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
                for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2]);
              }
              return colours.size > 8 ? '' : name + ': empty';
            }).filter(problem => problem)
            """;

    @TempDir
    private Path temp;

    @Test
    void realComparison_isDrawnWithTheNumbersOfItsResults() throws IOException {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            TinySets sets = new TinySets(temp.resolve("data"));
            Path out = temp.resolve("out");
            Cli run = Cli.run(Cli.tiny("compare", sets, "--batch", "8", "--seeds", "0,1,2", "--out", out.toString()));
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("Written: ", out.resolve("report.html").toString());

            browser.open(out.resolve("report.html"));

            requireQuiet(browser);
            assertThat((List<?>) browser.run(DRAWN)).isEmpty();
            assertThat((Long) browser.run("return document.querySelectorAll('.chart').length"))
                    .isGreaterThanOrEqualTo(13);
            JsonNode results = JSON.readTree(out.resolve("results.json").toFile());
            for (JsonNode row : results.path("rows")) {
                assertThat(cell(browser, row, "target")).isEqualTo(percent(row.path("targetAccuracy")));
                assertThat(cell(browser, row, "source")).isEqualTo(percent(row.path("sourceAccuracy")));
                assertThat(cell(browser, row, "domain")).isEqualTo(percent(row.path("domainAccuracy")));
                assertThat(cell(browser, row, "seeds").split("\\s+"))
                        .hasSize(3)
                        .allSatisfy(seed -> assertThat(seed).matches("\\d+\\.\\d\\d"));
            }
            assertThat(text(browser, "#validators"))
                    .contains("Rank correlation", "means over the seeds", " *")
                    .doesNotContain("Train on target");
            assertThat((Long) browser.run("return document.querySelectorAll('#validators td.best').length"))
                    .isEqualTo(Validators.fast().size());
            assertThat(confusionOfThePage(browser, "dann")).isEqualTo(confusion(results, "dann"));
            assertThat(pointedAt(browser)).contains("class: ", "predicted: ", " %", "picture drawn");
            assertThat(text(browser, "#features"))
                    .containsPattern(
                            "seed 0; silhouette: target's classes −?[01]\\.\\d\\d, at the source's −?[01]\\.\\d\\d");
            assertThat((Boolean) browser.run("return document.querySelector('#about-silhouette').hidden"))
                    .isFalse();
            assertThat(browser.console()).isEmpty();
            assertThat(text(browser, "#command")).contains("compare", "--seeds 0,1,2", "--precision fp32");
            assertThat(text(browser, "#settings"))
                    .contains(results.path("data").get(0).path("sha256").asText());
        }
    }

    @Test
    void hostileNamesOfFolders_areShownAndNeverRun() throws IOException {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            List<String> classes =
                    List.of("<b>bold<script>document.title='taken'<", "{{data}} {b} ${x}", "\u2028&lt;'\"--!>");
            Path source = temp.resolve("<i>source");
            Path target = temp.resolve("<i>target");
            for (int label = 0; label < classes.size(); label++) {
                for (int i = 0; i < 10; i++) {
                    image(source.resolve(classes.get(label)), label, i);
                    image(target.resolve(classes.get(label)), label, i + 50);
                }
            }
            Path out = compared(source, target);

            browser.open(out.resolve("report.html"));

            requireQuiet(browser);
            assertThat((List<?>) browser.run(DRAWN)).isEmpty();
            assertThat((String) browser.run("return document.title")).contains("<i>source");
            assertThat(text(browser, "#source")).contains("<i>source");
            assertThat((Long) browser.run(
                            "return document.querySelectorAll('body i:not(.bar i), body b:not(.verdict b)').length"))
                    .isZero();
            assertThat(text(browser, "#feature-legend"))
                    .contains(classes.get(0))
                    .contains("{{data}} {b} ${x}");
        }
    }

    @Test
    void targetWithoutLabels_isShownWithoutAccuracy() throws IOException {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            Path source = temp.resolve("source");
            Path target = temp.resolve("target");
            for (int i = 0; i < 30; i++) {
                image(source.resolve("class" + i % 3), i % 3, i);
                image(target, i % 3, i + 50);
            }

            browser.open(compared(source, target).resolve("report.html"));

            requireQuiet(browser);
            assertThat((List<?>) browser.run(DRAWN)).isEmpty();
            assertThat(text(browser, "#answer")).startsWith("The accuracy is unknown");
            assertThat(
                            (List<?>)
                                    browser.run(
                                            "return [...document.querySelectorAll('section')].filter(one => one.hidden).map(one => one.id)"))
                    .isEqualTo(List.of("confusion", "classes"));
            assertThat(text(browser, "#findings")).contains("note"); // the diagnosis says what to trust without labels
            assertThat(text(browser, "#galleries-title")).isEqualTo("Least certain predictions");
            assertThat(text(browser, "#methods thead")).doesNotContain("Target", "Gap");
            assertThat(text(browser, "#features")).contains("seed 0").doesNotContain("silhouette:");
            assertThat((Boolean) browser.run("return document.querySelector('#about-silhouette').hidden"))
                    .isTrue();
        }
    }

    /** Returns the folder of a short comparison of two folders of images. */
    private Path compared(Path source, Path target) {
        Path out = temp.resolve("out");
        Cli run = Cli.run(
                "compare",
                "--source",
                "folder:" + source,
                "--target",
                "folder:" + target,
                "--steps",
                "3",
                "--batch",
                "8",
                "--seeds",
                "0",
                "--precision",
                "fp32",
                "--threads",
                "1",
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    /** A report with three methods, three seeds, 4,000 points, forty-three classes and hostile names. */
    @Test
    void largePage_isSmallEnoughAndDrawnSoon() throws IOException {
        try (Browser browser = Browser.start(temp.resolve("profile"))) {
            Path page = temp.resolve("large.html");
            try (OutputStream file = Files.newOutputStream(page)) {
                ReportPage.write(large(), file);
            }
            long size = Files.size(page);

            browser.open(page);

            System.out.printf(
                    Locale.ROOT,
                    "report of 4,000 points: %.2f MB, drawn after %d ms%n",
                    size / 1e6,
                    browser.drawnMillis());
            assertThat(size).isLessThan(8_000_000);
            assertThat(browser.drawnMillis()).isLessThan(20_000); // 2 s on an idle machine; this machine may be busy
            requireQuiet(browser);
            assertThat((List<?>) browser.run(DRAWN)).isEmpty();
            assertThat(text(browser, "#findings")).contains(HOSTILE).contains("serious");
            assertThat((Long) browser.run("return document.querySelectorAll('img').length"))
                    .isZero();
            for (String choice : List.of("principal", "domain", "predicted", "neighbours", "class")) {
                browser.run("document.querySelector('[data-choice=' + arguments[0] + ']').click()", choice);
                assertThat((List<?>) browser.run(DRAWN)).as(choice).isEmpty();
            }
            browser.run("document.querySelector('#feature-legend button').click()");
            assertThat(
                            (Long)
                                    browser.run(
                                            "return echarts.getInstanceByDom(document.querySelector('#features .chart')).getOption().series[0].data.length"))
                    .isEqualTo(94); // of 43 classes in turn, two domains of 2,000
            for (int width : new int[] {390, 768, 1280}) {
                browser.width(width, width < 700);
                browser.open(page);
                assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("no horizontal scrolling at %d pixels", width)
                        .isTrue();
            }
            requireQuiet(browser);
        }
    }

    /**
     * Returns what is shown when the mouse is on a point of the second map: the text of the example, and whether its
     * image has pixels.
     */
    private static String pointedAt(Browser browser) {
        browser.pointAt((List<?>) browser.run("""
                const host = document.querySelectorAll('#features .chart')[1];
                host.scrollIntoView({block: 'center', behavior: 'instant'});
                const chart = echarts.getInstanceByDom(host);
                const point = chart.getOption().series[0].data[0];
                const [x, y] = chart.convertToPixel({seriesIndex: 0}, [point[0], point[1]]);
                const box = host.getBoundingClientRect();
                return [box.left + x, box.top + y];
                """));
        return (String) browser.run("""
                const tip = document.querySelector('#features .tip');
                if (!tip) return 'nothing';
                const canvas = tip.querySelector('canvas');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                return tip.textContent + (new Set(pixels).size > 3 ? ' picture drawn' : ' no picture');
                """);
    }

    /** Asserts that the console is empty, and that only the page and its embedded images were requested. */
    private static void requireQuiet(Browser browser) {
        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(JSON.readTree(request)
                                .path("message")
                                .path("params")
                                .path("request")
                                .path("url")
                                .asText())
                        .matches("(?s)(file|data|about):.*"));
        assertThat((List<?>) browser.run("return performance.getEntriesByType('resource').map(entry => entry.name)"
                        + ".filter(name => !name.startsWith('data:'))"))
                .isEmpty();
        assertThat((String) browser.run("return document.title")).isNotEqualTo("taken");
    }

    private static String text(Browser browser, String selector) {
        return (String) browser.run("return document.querySelector(arguments[0]).textContent", selector);
    }

    private static String cell(Browser browser, JsonNode row, String column) {
        return text(
                browser,
                "tr[data-method=%s] td[data-column=%s]"
                        .formatted(row.path("method").asText(), column));
    }

    private static String percent(JsonNode figure) {
        return figure.isNull()
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.2f ± %.2f",
                        100 * figure.path("mean").asDouble(),
                        100 * figure.path("sd").asDouble());
    }

    private static JsonNode confusionOfThePage(Browser browser, String method) throws IOException {
        for (JsonNode one : JSON.readTree(text(browser, "#report")).path("methods")) {
            if (one.path("key").asText().equals(method)) {
                return one.path("confusion");
            }
        }
        throw new AssertionError("no " + method);
    }

    private static JsonNode confusion(JsonNode results, String method) {
        int[][] sum = new int[10][10];
        for (JsonNode run : results.path("runs")) {
            for (int cell = 0; run.path("method").asText().equals(method) && cell < 100; cell++) {
                sum[cell / 10][cell % 10] += run.path("targetConfusion")
                        .get(cell / 10)
                        .get(cell % 10)
                        .asInt();
            }
        }
        return JSON.valueToTree(sum);
    }

    private static void image(Path folder, int label, int number) throws IOException {
        BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(label * 1000L + number);
        for (int at = 0; at < 900; at++) {
            image.setRGB(at % 30, at / 30, (at / 300 == label ? 0xa0a0a0 : 0) + (random.nextInt(0x1000000) & 0x3f3f3f));
        }
        Files.createDirectories(folder);
        assertThat(ImageIO.write(image, "png", folder.resolve(number + ".png").toFile()))
                .isTrue();
    }

    private static Report large() {
        int classes = 43;
        int images = 2000;
        Random random = new Random(0);
        int[] classOf =
                IntStream.range(0, 2 * images).map(i -> i % images % classes).toArray();
        List<Report.Method> methods = new ArrayList<>();
        for (String key : List.of("source-only", "dann", "target-only")) {
            methods.add(method(key, classes, random));
        }
        byte[] grey = new byte[images * 32 * 32];
        byte[] coloured = new byte[images * 32 * 32 * 3];
        byte[] few = new byte[24 * 96 * 96 * 3];
        random.nextBytes(grey);
        random.nextBytes(coloured); // noise, because no real image takes more space
        random.nextBytes(few);
        List<Report.Entry> entries = IntStream.range(0, 24)
                .mapToObj(i -> new Report.Entry(i, i, new int[] {i + 1, i, i + 2}, new double[] {0.9, 0.06, 0.02}))
                .toList();
        SpriteSheet mistakes = new SpriteSheet(24, 96, 96, 3, few);
        return new Report(
                "large",
                "How large?",
                "So large.",
                List.of(new Report.Highlight("Gain", "+1.00 points", "")),
                List.of(new Report.Finding(
                        Severity.SERIOUS, HOSTILE, "</script><script>document.title='taken'</script>")),
                "source",
                HOSTILE,
                IntStream.range(0, classes)
                        .mapToObj(i -> String.format(Locale.ROOT, "class %d %s", i, HOSTILE))
                        .toList(),
                methods,
                List.of(
                        new Report.Term("labelLoss", HOSTILE, "nats", null, false),
                        new Report.Term("domainLoss", "domain loss", "nats", Math.log(2), false)),
                Validators.fast().stream()
                        .map(one -> new Report.Validator(
                                one.name(),
                                HOSTILE,
                                one.largerIsBetter(),
                                Map.of("source-only", 0.12345, "dann", 0.54321),
                                "dann",
                                0.5))
                        .toList(),
                List.of("source-only", "dann"),
                new Report.Features(
                        images,
                        classOf,
                        new SpriteSheet(images, 32, 32, 1, grey).jpeg(),
                        new SpriteSheet(images, 32, 32, 3, coloured).jpeg(),
                        HOSTILE,
                        List.of(map("source-only", classOf, random), map("dann", classOf, random))),
                List.of(new Report.Gallery("dann", "Worst mistakes", HOSTILE, mistakes.png(), entries)),
                List.of(new Report.Facts(HOSTILE, List.of(new Report.Fact(HOSTILE, HOSTILE)))),
                "{}",
                "./dann4j compare " + HOSTILE);
    }

    private static Report.Method method(String key, int classes, Random random) {
        List<Long> seeds = List.of(0L, 1L, 2L);
        List<Report.Curve> curves = new ArrayList<>();
        int[][] confusion = new int[classes][classes];
        for (int[] row : confusion) {
            for (int c = 0; c < classes; c++) {
                row[c] = random.nextInt(50);
            }
        }
        for (long seed : seeds) {
            List<Report.Point> points = new ArrayList<>();
            for (int step = 1; step <= 20; step++) {
                boolean dann = key.equals("dann");
                points.add(new Report.Point(
                        step * 50,
                        dann
                                ? Map.of("labelLoss", random.nextDouble(), "domainLoss", random.nextDouble())
                                : Map.of("labelLoss", random.nextDouble()),
                        0.01 / step,
                        random.nextDouble(),
                        random.nextDouble()));
            }
            curves.add(new Report.Curve(seed, points));
        }
        Report.Quantity quantity = new Report.Quantity(0.5, 0.1, List.of(0.4, 0.5, 0.6));
        return new Report.Method(key, key, seeds, quantity, quantity, quantity, 0.5, 100, 1000, curves, confusion);
    }

    private static Report.FeatureMap map(String method, int[] classOf, Random random) {
        double[] places = random.doubles(2L * classOf.length, -99, 99)
                .map(value -> Math.round(value * 100) / 100.0)
                .toArray();
        int[] confidence = random.ints(classOf.length, 0, 101).toArray();
        return new Report.FeatureMap(
                method, 0, places, new double[] {0.3, 0.2}, places, 30, 0.25, -0.1, classOf, confidence);
    }
}
