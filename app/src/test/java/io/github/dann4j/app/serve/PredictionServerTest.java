package io.github.dann4j.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
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
    private static final int WORK_MILLIS = 1000;
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_CONNECTIONS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Predictor predictor;

    private HttpClient client = newClient();
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

    /** The server still answers and shuts down cleanly, whatever a test has sent. */
    @AfterEach
    void stillServes() throws Exception {
        client = newClient(); // the server may be closing an idle connection of the other client at this moment
        assertThat(post(ServedModel.png(28, 1)).statusCode()).isEqualTo(200);
        server.close();
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static ServeSettings settings(String token) {
        return new ServeSettings(
                "127.0.0.1",
                0,
                token,
                MAX_BYTES,
                200_000,
                300_000,
                4,
                4,
                MAX_CONNECTIONS,
                Duration.ofMillis(PATIENCE_MILLIS),
                Duration.ofMillis(WORK_MILLIS));
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
    void image_getsTheAnswerOfTheModel() throws Exception {
        Prediction expected = predictor.predict(ServedModel.image(40, 7));
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
                .isEqualTo(predictor.predict(ServedModel.image(28, 1)).best().label());
        assertThat(results.get(1).get("error").asText()).contains("not an image (PNG, JPEG");
        assertThat(results.get(2).get("label").asInt())
                .isEqualTo(predictor.predict(ServedModel.image(90, 2)).best().label());
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
                    .send("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n".formatted(method, path, host()))
                    .answer();
            assertThat(answer.status()).as(answer.head()).isIn(status, 404);
            assertThat(JSON.readTree(answer.text()).get("error").asText()).isNotBlank();
            assertThat(answer.text()).doesNotContain("root:", "\tat ");
        }
    }

    @Test
    void malformedAndCutOffImages_areRefused() throws Exception {
        byte[] png = ServedModel.png(64, 3);
        assertThat(post(Arrays.copyOf(png, png.length / 2)).statusCode()).isEqualTo(400);
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
            chunked.send("POST /predict HTTP/1.1\r\nHost: %s\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(host()));
            String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
            for (int i = 0; i < 9; i++) {
                chunked.send(chunk);
            }
            assertThat(chunked.answer().status()).isEqualTo(413);
        }
        try (RawConnection header = raw()) {
            header.send("GET /healthz HTTP/1.1\r\nHost: %s\r\nX: %s\r\n\r\n".formatted(host(), "y".repeat(20_000)));
            assertThat(header.answer().status()).isEqualTo(431);
        }
    }

    /** A PNG of a few bytes whose header announces an image that would take almost all memory. */
    @Test
    void imagesOfTooManyPixels_areRefusedByTheirHeader() throws Exception {
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

    private String host() {
        return server.address().getAuthority();
    }

    private int statusOf(String method, String path, String host, String headers) throws IOException {
        try (RawConnection connection = raw()) {
            byte[] png = ServedModel.png(28, 1);
            connection.send(String.format(
                    Locale.ROOT,
                    "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n",
                    method,
                    path,
                    host,
                    method.equals("POST") ? png.length : 0,
                    headers));
            if (method.equals("POST")) {
                connection.send(png);
            }
            return connection.answer().status();
        }
    }

    /**
     * A page may make its host name point to this machine. The headers of the browser then agree with each other, but
     * name no host of this server.
     */
    @Test
    void withoutAToken_onlyThisMachinesNamesAreAnswered() throws Exception {
        int port = server.address().getPort();
        for (String host : List.of("127.0.0.1:" + port, "localhost:" + port, "LocalHost:" + port, "[::1]:" + port)) {
            assertThat(statusOf("POST", "/predict", host, "")).as(host).isEqualTo(200);
            assertThat(statusOf("GET", "/metrics", host, "")).as(host).isEqualTo(200);
        }
        String evil = "evil.example:" + port;
        for (String host :
                List.of(evil, "localhost", "localhost:1", "127.0.0.1.evil.example:" + port, "10.0.0.1:" + port)) {
            assertThat(statusOf("POST", "/predict", host, "")).as(host).isEqualTo(403);
            assertThat(statusOf("GET", "/metrics", host, "")).as(host).isEqualTo(403);
        }
        assertThat(statusOf("POST", "/predict", evil, "Origin: http://" + evil + "\r\n"))
                .isEqualTo(403);
        assertThat(statusOf("GET", "/healthz", evil, "")).isEqualTo(200);
    }

    @Test
    void pagesOfOtherSites_areNotAnswered() throws Exception {
        for (String wrong : List.of(
                "Origin: http://evil.example",
                "Origin: https://" + host(),
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site")) {
            assertThat(statusOf("POST", "/predict", host(), wrong + "\r\n"))
                    .as(wrong)
                    .isEqualTo(403);
            assertThat(statusOf("GET", "/metrics", host(), wrong + "\r\n"))
                    .as(wrong)
                    .isEqualTo(403);
        }
        assertThat(statusOf(
                        "POST", "/predict", host(), "Origin: http://" + host() + "\r\nSec-Fetch-Site: same-origin\r\n"))
                .isEqualTo(200);
        assertThat(statusOf("GET", "/metrics", host(), "Sec-Fetch-Site: none\r\n"))
                .isEqualTo(200);
    }

    /** A proxy that adds TLS uses its own host name, and the browser sends https. */
    @Test
    void withAToken_anyHostIsAnswered_butNoOtherSite() throws Exception {
        server.close();
        server = new PredictionServer(predictor, settings("secret"));
        String token = "Authorization: bearer secret\r\n";

        assertThat(statusOf("POST", "/predict", "ml.example", token)).isEqualTo(200);
        assertThat(statusOf("POST", "/predict", "ml.example", token + "Origin: https://ml.example\r\n"))
                .isEqualTo(200);
        assertThat(statusOf("POST", "/predict", "ml.example", token + "Origin: https://evil.example\r\n"))
                .isEqualTo(403);
        assertThat(statusOf("POST", "/predict", "ml.example", token + "Sec-Fetch-Site: cross-site\r\n"))
                .isEqualTo(403);
        assertThat(statusOf("POST", "/predict", "ml.example", "")).isEqualTo(401);
        server.close();
        serve();
    }

    @ParameterizedTest
    @CsvSource({"GET, /predict, POST", "PUT, /predict, POST", "POST, /metrics, 'GET, HEAD'", "DELETE, /, 'GET, HEAD'"})
    void wrongMethods_areToldTheRightOnes(String method, String path, String allowed) throws Exception {
        try (RawConnection connection = raw()) {
            RawConnection.Answer answer = connection
                    .send("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n\r\n".formatted(method, path, host()))
                    .answer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.head()).contains("Allow: " + allowed + "\r\n");
        }
    }

    @Test
    void everyAnswer_isCounted_refusalsBeforeAllElseToo() throws Exception {
        server.close();
        server = new PredictionServer(predictor, settings("secret"));
        String token = "Authorization: Bearer secret\r\n";
        statusOf("POST", "/predict", host(), token);
        statusOf("POST", "/predict", host(), "");
        statusOf("POST", "/predict", host(), token + "Origin: http://evil.example\r\n");
        statusOf("GET", "/predict", host(), token);
        post(new byte[MAX_BYTES + 1], "Authorization", "Bearer secret");
        statusOf("GET", "/nothing", host(), "");
        try (RawConnection connection = raw()) {
            connection.send("GET / HTTP/1.1\r\nno header\r\n\r\n").isClosedByServer();
        }
        HttpRequest metrics = HttpRequest.newBuilder(server.address().resolve("metrics"))
                .header("Authorization", "Bearer secret")
                .build();
        String text = client.send(metrics, BodyHandlers.ofString()).body();
        for (int status : new int[] {200, 401, 403, 405, 413}) {
            assertThat(text).contains(String.format(Locale.ROOT, "dann4j_requests_total{status=\"%d\"} 1\n", status));
        }
        assertThat(text)
                .contains(
                        "dann4j_other_requests_total{status=\"404\"} 1\n",
                        "dann4j_other_requests_total{status=\"400\"} 1\n",
                        "dann4j_requests_running 0\n");
        server.close();
        serve();
    }

    /** An image whose decoding takes for ever, until its thread is interrupted. */
    private static final class Endless implements ImageReader {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final AtomicInteger running = new AtomicInteger();
        private final byte[] endless;

        Endless(byte[] endless) {
            this.endless = endless;
        }

        @Override
        public DecodedImage read(byte[] file, int mostPixels) throws ImageException {
            if (!Arrays.equals(file, endless)) {
                return DecodedImage.decode(file, mostPixels);
            }
            running.incrementAndGet();
            entered.countDown();
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("never");
            } catch (InterruptedException e) {
                throw new CancellationException("the decoding was interrupted");
            } finally {
                running.decrementAndGet();
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private Endless serveEndless(Duration work) {
        server.close();
        Endless reader = new Endless(ServedModel.png(20, 9));
        ServeSettings usual = settings(null);
        ServeSettings settings = new ServeSettings(
                usual.host(),
                0,
                null,
                usual.maxBytes(),
                usual.maxPixels(),
                usual.maxRequestPixels(),
                usual.maxImages(),
                usual.maxRequests(),
                usual.maxConnections(),
                usual.patience(),
                work);
        server = new PredictionServer(predictor, settings, reader);
        return reader;
    }

    @Test
    void imagesThatTakeForEver_endAtTheDeadline_andGiveTheirThreadsBack() throws Exception {
        Endless reader = serveEndless(Duration.ofMillis(WORK_MILLIS));
        try (RawConnection first = raw();
                RawConnection second = raw()) {
            first.send(RawConnection.post(server.address(), reader.endless));
            second.send(RawConnection.post(server.address(), reader.endless));
            RawConnection.Answer answer = first.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).contains("no answer within 1.0 s");
            assertThat(second.answer().status()).isEqualTo(503);
        }
        await(() -> reader.running.get() == 0);
        assertThat(post(ServedModel.png(28, 1)).statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).contains("dann4j_requests_total{status=\"503\"} 2\n");
        server.close();
        serve();
    }

    @Test
    void clientThatHangsUp_endsTheWorkOnItsRequest() throws Exception {
        Endless reader = serveEndless(Duration.ofMinutes(10));
        try (RawConnection connection = raw()) {
            connection.send(RawConnection.post(server.address(), reader.endless));
            reader.entered.await();
        }
        await(() -> reader.running.get() == 0);
        assertThat(get("metrics").body())
                .contains("dann4j_requests_total{status=\"499\"} 1\n", "dann4j_requests_running 0\n");
        server.close();
        serve();
    }

    @Test
    void serverThatStops_tellsThatARequestGotNoAnswer() throws Exception {
        Endless reader = serveEndless(Duration.ofMinutes(10));
        try (RawConnection connection = raw()) {
            connection.send(RawConnection.post(server.address(), reader.endless));
            reader.entered.await();
            assertThatThrownBy(server::close)
                    .isInstanceOf(ServeException.class)
                    .hasMessageContaining("some requests got no answer: they took more than 5 s longer");
            await(() -> reader.running.get() == 0);
        }
        serve();
    }

    /** A client that sends its next request early does not count as gone. */
    @Test
    void nextRequestThatIsThereAlready_endsNothing() throws Exception {
        try (RawConnection connection = raw()) {
            byte[] request = RawConnection.post(server.address(), ServedModel.png(28, 1));
            connection.send(request).send(request);
            assertThat(connection.answer().status()).isEqualTo(200);
            assertThat(connection.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void oneAddress_getsHalfOfTheWork_andIsToldToComeAgain() throws Exception {
        Endless reader = serveEndless(Duration.ofMinutes(10));
        try (RawConnection first = raw();
                RawConnection second = raw()) {
            first.send(RawConnection.post(server.address(), reader.endless));
            second.send(RawConnection.post(server.address(), reader.endless));
            await(() -> reader.running.get() == 2);
            HttpResponse<String> answer = post(ServedModel.png(28, 1));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(get("healthz").statusCode()).isEqualTo(200);
        }
        await(() -> reader.running.get() == 0);
        server.close();
        serve();
    }

    @Test
    void imagesOfARequest_haveABoundTogether() throws Exception {
        byte[] large = ServedModel.plainPng(400);
        JsonNode results = JSON.readTree(
                        multipart(large, large, ServedModel.png(28, 1)).body())
                .get("predictions");
        assertThat(results.get(0).has("label")).isTrue();
        assertThat(results.get(1).get("error").asText())
                .contains("too large", "all images of a request together may have at most 300,000 pixels");
        assertThat(results.get(2).has("label")).isTrue();
    }

    /** Each of these clients holds a connection, but nothing that others need. */
    @Test
    void requestsWhoseBodiesDoNotCome_hinderNobody() throws Exception {
        List<RawConnection> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_CONNECTIONS - 4; i++) {
                waiting.add(raw().send(String.format(
                        Locale.ROOT,
                        "POST /predict HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n1",
                        host(),
                        MAX_BYTES)));
            }
            assertThat(post(ServedModel.png(28, 1)).statusCode()).isEqualTo(200);
            assertThat(waiting.get(0).answer().status()).isEqualTo(408);
        } finally {
            for (RawConnection connection : waiting) {
                connection.close();
            }
        }
    }

    @Test
    void idleConnections_makeRoomForNewOnes() throws Exception {
        List<RawConnection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                idle.add(raw());
            }
            assertThat(post(ServedModel.png(28, 1)).statusCode()).isEqualTo(200);
            assertThat(idle.get(0).isClosedByServer()).isTrue();
        } finally {
            for (RawConnection connection : idle) {
                connection.close();
            }
        }
    }

    @Test
    void workOnARequest_isNotClosedForNewConnections() throws Exception {
        Endless reader = serveEndless(Duration.ofSeconds(3));
        List<RawConnection> idle = new ArrayList<>();
        try (RawConnection working = raw()) {
            working.send(RawConnection.post(server.address(), reader.endless));
            reader.entered.await();
            for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
                idle.add(raw());
            }
            assertThat(working.answer().status())
                    .isEqualTo(503); // refused at its deadline; the connection was not just closed
        } finally {
            for (RawConnection connection : idle) {
                connection.close();
            }
        }
        server.close();
        serve();
    }

    /**
     * Finite weights may give outputs that are not finite. JSON has no number for these, and a string in their place
     * would not be a number.
     */
    @Test
    void predictionThatIsNotFinite_isAFailure_notANumber() throws Exception {
        server.close();
        try (Predictor broken = ServedModel.overflowing();
                PredictionServer other = new PredictionServer(broken, settings(null))) {
            server = other;
            HttpResponse<String> answer = post(ServedModel.png(28, 1));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("no finite probabilities").doesNotContain("NaN");
            JsonNode results =
                    JSON.readTree(multipart(ServedModel.png(28, 1)).body()).get("predictions");
            assertThat(results.get(0).get("error").asText()).contains("no finite probabilities");
        }
        serve();
    }

    @Test
    void whatStrangersSend_isNotWrittenToTheLog() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            for (String head : List.of(
                    "GET / HTTP/1.1\r\nHost: [stranger\u202e]\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nHost: stranger\r\n\r\n",
                    "GET http://[stranger/ HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: stranger\r\n\r\n",
                    "STRANGER stranger stranger\r\n\r\n")) {
                try (RawConnection connection = raw()) {
                    connection.send(head.getBytes(StandardCharsets.UTF_8)).isClosedByServer();
                }
            }
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /**
     * A byte from time to time: neither a body nor headers may hold a connection for ever, and other clients are served
     * meanwhile.
     */
    @Test
    void slowClients_areGivenUp_andHinderNobody() throws Exception {
        try (RawConnection body = raw();
                RawConnection head = raw();
                RawConnection idle = raw()) {
            body.send("POST /predict HTTP/1.1\r\nHost: %s\r\nContent-Length: 5000\r\n\r\n".formatted(host()));
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
            assertThat(bodyGone).as("the body that trickles in").isTrue();
            assertThat(headGone).as("the headers that trickle in").isTrue();
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
    void randomBytes_neverBringItDown() throws Exception {
        Random random = new Random(8);
        byte[] proper = RawConnection.post(server.address(), ServedModel.png(28, 1));
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
                continue; // closed while sending
            }
        }
        assertThat(get("healthz").statusCode()).isEqualTo(200);
        assertThat(get("metrics").body()).doesNotContain("status=\"500\"");
        Thread.sleep(PATIENCE_MILLIS); // until the incomplete requests are given up
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
            byte[] request = RawConnection.post(server.address(), ServedModel.png(28, 1));
            connection.send(Arrays.copyOf(request, request.length - 5));
            Thread.sleep(200);
            Thread closing = new Thread(server::close);
            closing.start();
            Thread.sleep(200);
            connection.send(Arrays.copyOfRange(request, request.length - 5, request.length));
            assertThat(connection.answer().status()).isEqualTo(200);
            closing.join();
        }
        serve();
    }
}
