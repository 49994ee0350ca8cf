package io.github.dann4j.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Tests the page of a server in a real browser by dropping an image on it; skipped if there is no browser. */
class ServePageTest {
    private static final String DROP = """
            const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], 'digit.png', { type: 'image/png' }));
            const target = document.getElementById('drop');
            for (const name of ['dragenter', 'dragover', 'drop']) {
              target.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
            }
            """;

    private static final int TRIES = 200;

    @TempDir
    private Path profile;

    @Test
    void imageDroppedOnThePage_isAnswered() throws InterruptedException {
        Path chromium = installed("chromium", "google-chrome", "chromium-browser");
        Path driver = installed("chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toString());
        options.addArguments(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.toFile())
                .build();
        try (Predictor predictor = ServedModel.predictor();
                PredictionServer server = new PredictionServer(predictor, ServeSettings.defaults())) {
            WebDriver browser = new ChromeDriver(service, options);
            try {
                browser.get(server.address().toString());
                Prediction.Candidate best =
                        predictor.predict(ServedModel.image(28, 5)).best();
                String text = drop(browser, ServedModel.png(28, 5), best.name());
                assertThat(text)
                        .isEqualTo(String.format(Locale.ROOT, "%s, %.1f %%", best.name(), 100 * best.probability()));
                assertThat(browser.findElements(By.cssSelector("#classes tr"))).hasSize(5);
                assertThat(drop(browser, new byte[] {1, 2, 3}, "cannot be used"))
                        .contains("not an image");
            } finally {
                browser.quit();
            }
        }
    }

    private static String drop(WebDriver browser, byte[] file, String expected) throws InterruptedException {
        ((ChromeDriver) browser).executeScript(DROP, Base64.getEncoder().encodeToString(file));
        String text = "";
        for (int tries = 0; tries < TRIES && !text.contains(expected); tries++) {
            Thread.sleep(100);
            text = browser.findElement(By.id("answer")).getText();
        }
        return text;
    }

    private static Path installed(String... names) {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), () -> "no " + String.join(", ", names) + " on the PATH");
        return found.orElseThrow();
    }
}
