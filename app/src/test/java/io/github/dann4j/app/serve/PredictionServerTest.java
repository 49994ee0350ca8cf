package io.github.dann4j.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.experiment.Prediction;
import io.github.dann4j.experiment.Predictor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionServerTest {
    private static final int PATIENCE_MILLIS = 1500;
    private static final int MAX_BYTES = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Predictor predictor;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private PredictionServer server;

    @BeforeAll
    static void load() {
        predictor = ServedModel.predictor();
    }

    @AfterAll
    static void unload() {
        predictor.close();
    }

    @BeforeEach
    void serve() {
        server = new PredictionServer(predictor, settings(null));
    }

    /** Whatever a test has sent: the server still answers, and ends in order. */
    @AfterEach
    void stillServes() throws Exception {
        assertThat(post(ServedModel.png(28, 1)).statusCode()).isEqualTo(200);
        server.close();
    }

    private static ServeSettings settings(String token) {
        return new ServeSettings(
                "127.0.0.1", 0, token, MAX_BYTES, 200_000, 4, 3, 64, Duration.ofMillis(PATIENCE_MILLIS));
    }

    private HttpResponse<String> post(byte[] body, String... headers) throws Exception {
        return post("predict", body, headers);
    }

    private HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.address().resolve(path)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.address().resolve(path)).build(), BodyHandlers.ofString());
    }

    private RawConnection raw() throws IOException {
        return new RawConnection(server.address(), 4 * PATIENCE_MILLIS);
    }

    @Test
    void picture_getsTheAnswerOfTheModel() throws Exception {
        Prediction expected = predictor.predict(ServedModel.picture(40, 7));
        HttpResponse<String> answer = post("predict?top=3", ServedModel.png(40, 7));
        JsonNode result = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(result.get("label").asInt()).isEqualTo(expected.best().label());
        assertThat(result.get("class").asText()).isEqualTo(expected.best().name());
        assertThat(result.get("probability").floatValue())
                .isCloseTo(expected.best().probability(), within(1e-5f));
        assertThat(result.get("top")).hasSize(3);
    }

    @Test
    void batch_isAnsweredInItsOrder_withErrorsInTheirPlaces() throws Exception {
        HttpResponse<String> answer = multipart(
                ServedModel.png(28, 1), "no picture".getBytes(StandardCharsets.UTF_8), ServedModel.png(90, 2));
        JsonNode results = JSON.readTree(answer.body()).get("predictions");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(results).hasSize(3);
        assertThat(results.get(0).get("label").asInt())
                .isEqualTo(predictor.predict(ServedModel.picture(28, 1)).best().label());
        assertThat(results.get(1).get("error").asText()).contains("no picture (PNG, JPEG");
        assertThat(results.get(2).get("label").asInt())
                .isEqualTo(predictor.predict(ServedModel.picture(90, 2)).best().label());
    }

    private HttpResponse<String> multipart(byte[]... files) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes("--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../evil.png\"\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(file);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--XX--\r\n".getBytes(StandardCharsets.US_ASCII));
        return post(body.toByteArray(), "Content-Type", "multipart/form-data; boundary=XX");
    }

    @Test
    void partsOfAForm_areNeverWrittenToDisk() throws Exception {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        long before = multiParts(folder);
        assertThat(multipart(ServedModel.png(90, 3), ServedModel.png(90, 4)).statusCode())
                .isEqualTo(200);
        assertThat(multiParts(folder)).isEqualTo(before);
        assertThat(folder.resolve("evil.png")).doesNotExist();
    }

    private static long multiParts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("ultipart")
                            || file.toString().endsWith("evil.png"))
                    .count();
        }
    }

    @Test
    void healthPageAndMetrics() throws Exception {
        post(ServedModel.png(28, 1));
        post("no picture".getBytes(StandardCharsets.UTF_8));

        assertThat(get("healthz").body()).isEqualTo("ok\n");
        assertThat(get("/").body()).contains("<title>dann4j</title>");
        assertThat(get("page.js").headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'");
        String metrics = get("metrics").body();
        assertThat(metrics)
                .contains(
                        "dann4j_requests_total{status=\"200\"} 1\n",
                        "dann4j_requests_total{status=\"400\"} 1\n",
                        "dann4j_requests_running 0\n",
                        "dann4j_pictures_total 1\n",
                        "dann4j_pictures_refused_total 1\n",
                        "dann4j_request_seconds_bucket{le=\"+Inf\"} 2\n",
                        "dann4j_batch_pictures_count 1\n");
        assertThat(metrics.lines())
                .allMatch(line ->
                        line.matches("# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\\{[a-z]+=\"[^\"]+\"})? [0-9.E-]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /predict, 405",
        "DELETE, /, 405",
        "GET, /page.html, 404",
        "GET, /../../../../etc/passwd, 400",
        "GET, /%2e%2e/%2e%2e/etc/passwd, 400",
        "GET, /..%2f..%2fetc/passwd, 400",
        "GET, /page.js/../../secret, 400",
        "GET, //etc/passwd, 400",
        "POST, /predict?top=0, 400",
        "POST, /predict?top=x, 400",
        "POST, /predict, 400"
    })
    void wrongRequests_areRefused_asJson(String method, String path, int status) throws Exception {
        try (RawConnection connection = raw()) {
            RawConnection.Answer answer = connection
                    .send("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".formatted(method, path))
                    .answer();
            assertThat(answer.status()).as(answer.head()).isIn(status, 404);
            assertThat(JSON.readTree(answer.text()).get("error").asText()).isNotBlank();
            assertThat(answer.text()).doesNotContain("root:", "\tat ");
        }
    }

    @Test
    void malformedAndCutOffPictures_areRefused() throws Exception {
        byte[] png = ServedModel.png(64, 3);
        assertThat(post(java.util.Arrays.copyOf(png, png.length / 2)).statusCode())
                .isEqualTo(400);
        byte[] large = ServedModel.png(600, 3);
        assertThat(post(ServedModel.png(28, 1), "Content-Type", "multipart/form-data")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(png, "Content-Type", "multipart/form-data; boundary=XX").statusCode())
                .isEqualTo(400);
        assertThat(multipart(png, png, png, png, png).statusCode())
                .as("more parts than allowed")
                .isEqualTo(400);
        assertThat(large.length).isGreaterThan(MAX_BYTES);
    }

    @Test
    void hugeRequests_areRefused_announcedOrNot() throws Exception {
        assertThat(post(new byte[MAX_BYTES + 1]).statusCode()).isEqualTo(413);
        try (RawConnection chunked = raw()) {
            chunked.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
            for (int i = 0; i < 9; i++) {
                chunked.send(chunk);
            }
            assertThat(chunked.answer().status()).isEqualTo(413);
        }
        try (RawConnection header = raw()) {
            header.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n".formatted("y".repeat(20_000)));
            assertThat(header.answer().status()).isEqualTo(431);
        }
    }

    /** A PNG of a few bytes whose header promises nearly nothing less than all memory. */
    @Test
    void picturesOfTooManyPixels_areRefusedByTheirHeader() throws Exception {
        byte[] wide = ServedModel.png(8, 1);
        wide[16] = 0x00;
        wide[17] = 0x0f; // about a million across
        byte[] many = ServedModel.png(500, 0);
        HttpResponse<String> promised = post(wide);

        assertThat(promised.statusCode()).isEqualTo(400);
        assertThat(promised.body()).contains("pixels");
        if (many.length <= MAX_BYTES) {
            assertThat(post(many).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void tokenIsAsked_whereThereIsOne() throws Exception {
        server.close();
        server = new PredictionServer(predictor, settings("secret"));
        byte[] png = ServedModel.png(28, 1);

        assertThat(post(png).statusCode()).isEqualTo(401);
        assertThat(post(png, "Authorization", "Bearer secre").statusCode()).isEqualTo(401);
        assertThat(post(png, "Authorization", "Bearer secret").statusCode()).isEqualTo(200);
        assertThat(get("metrics").statusCode()).isEqualTo(401);
        assertThat(get("healthz").statusCode()).isEqualTo(200);
        server.close();
        serve();
    }

    @Test
    void pagesOfOtherSites_areNotAnswered() throws Exception {
        try (RawConnection connection = raw()) {
            connection.send(RawConnection.post(ServedModel.png(28, 1), "Origin: http://evil.example\r\n"));
            assertThat(connection.answer().status()).isEqualTo(403);
        }
        try (RawConnection connection = raw()) {
            connection.send(RawConnection.post(ServedModel.png(28, 1), "Origin: http://localhost\r\n"));
            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }

    /** A byte now and then: neither a body nor headers may hold a connection for ever, and others are served meanwhile. */
    @Test
    void slowClients_areGivenUp_andHinderNobody() throws Exception {
        try (RawConnection body = raw();
                RawConnection head = raw();
                RawConnection idle = raw()) {
            body.send("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n");
            head.send("GET /healthz HTTP/1.1\r\nX-Slow: ");
            boolean bodyGone = false;
            boolean headGone = false;
            long end = System.nanoTime() + PATIENCE_MILLIS * 4_000_000L;
            while (System.nanoTime() < end && !(bodyGone && headGone)) {
                bodyGone = bodyGone || !sent(body);
                headGone = headGone || !sent(head);
                assertThat(get("healthz").statusCode()).isEqualTo(200);
                Thread.sleep(100);
            }
            assertThat(bodyGone).as("the body that drips").isTrue();
            assertThat(headGone).as("the headers that drip").isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    private static boolean sent(RawConnection connection) {
        try {
            connection.send("x");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void moreRequestsThanAllowed_areToldToComeAgain() throws Exception {
        List<RawConnection> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                waiting.add(raw().send("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n1"));
            }
            Thread.sleep(200);
            HttpResponse<String> answer = post(ServedModel.png(28, 1));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(waiting.get(0).answer().status()).isEqualTo(408);
        } finally {
            for (RawConnection connection : waiting) {
                connection.close();
            }
        }
        Thread.sleep(PATIENCE_MILLIS);
    }

    @Test
    void randomBytes_neverBringItDown() throws Exception {
        Random random = new Random(8);
        byte[] proper = RawConnection.post(ServedModel.png(28, 1));
        for (int i = 0; i < 200; i++) {
            byte[] bytes = i % 2 == 0 ? new byte[1 + random.nextInt(400)] : proper.clone();
            if (i % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                for (int flips = 0; flips < 6; flips++) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            try (RawConnection connection = new RawConnection(server.address(), 50)) {
                connection.send(bytes);
                connection.isClosedByServer();
            } catch (IOException e) {
                continue; // closed under the sending
            }
        }
        assertThat(get("healthz").statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).doesNotContain("status=\"500\"");
        Thread.sleep(PATIENCE_MILLIS); // until those cut off are given up
    }

    @Test
    void portInUse_isSaid() {
        ServeSettings same = settings(null).at("127.0.0.1", server.address().getPort(), null);
        assertThatThrownBy(() -> new PredictionServer(predictor, same))
                .isInstanceOf(ServeException.class)
                .hasMessageContaining("port " + server.address().getPort())
                .hasMessageContaining("--port");
    }

    @Test
    void requestsInTheWorks_areAnsweredBeforeItEnds() throws Exception {
        try (RawConnection connection = raw()) {
            byte[] request = RawConnection.post(ServedModel.png(28, 1));
            connection.send(java.util.Arrays.copyOf(request, request.length - 5));
            Thread.sleep(200);
            Thread closing = new Thread(server::close);
            closing.start();
            Thread.sleep(200);
            connection.send(java.util.Arrays.copyOfRange(request, request.length - 5, request.length));
            assertThat(connection.answer().status()).isEqualTo(200);
            closing.join();
        }
        serve();
    }
}
