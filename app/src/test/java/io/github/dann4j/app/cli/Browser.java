package io.github.dann4j.app.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium, for tests of pages. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Warns about browser versions with an unknown protocol; the only command of the protocol used here is an old one.
     */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * Starts the installed browser; skips the test if there is none.
     *
     * @param profile an empty folder
     */
    static Browser start(Path profile) {
        Optional<Path> browser =
                NAMES.stream().map(Browser::onPath).flatMap(Optional::stream).findFirst();
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(
                browser.isPresent() && chromedriver.isPresent(),
                "no Chromium with chromedriver here: what the page does in a browser is not tested");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--window-size=1280,900");
        options.setCapability("goog:loggingPrefs", logs);
        return new Browser(new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.get().toFile())
                        .usingAnyFreePort()
                        .build(),
                options));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a report and waits until everything is drawn. */
    void open(Path page) {
        driver.get(page.toUri().toString());
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        driver.executeAsyncScript("const done = arguments[0]; const look = () =>"
                + " document.documentElement.dataset.drawn ? done() : setTimeout(look, 20); look()");
    }

    /** Milliseconds from the start of the navigation until everything was drawn; 0 if it is not drawn yet. */
    long drawnMillis() {
        return (Long) run("return Number(document.documentElement.dataset.drawn || 0)");
    }

    /** Sets the size of the screen, such as that of a phone or a desktop. */
    void width(int pixels, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", phone));
    }

    /** Moves the mouse to a position, in pixels of the visible part of the page. */
    void pointAt(List<?> place) {
        for (int step = 1; step >= 0; step--) {
            driver.executeCdpCommand(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            "mouseMoved",
                            "x",
                            ((Number) place.get(0)).doubleValue() - step,
                            "y",
                            ((Number) place.get(1)).doubleValue()));
        }
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Returns the console messages of the page, including those about what its policy refused. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /**
     * Returns every request of the network layer so far, as reported by the protocol, without those of the browser's
     * first page.
     */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .filter(message -> !message.contains("\"documentURL\":\"chrome"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
