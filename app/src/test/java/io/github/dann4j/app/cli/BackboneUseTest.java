package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.serve.PredictionServer;
import io.github.dann4j.app.serve.ServeSettings;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run with a frozen backbone is used for besides predictions: it is resumed, embedded and served. */
class BackboneUseTest {
    @TempDir
    private static Path temp;

    private static TinyPhotographs photographs;
    private static Path unbroken;

    @BeforeAll
    static void train() throws IOException {
        photographs = new TinyPhotographs(temp, 40);
        unbroken = temp.resolve("unbroken");
        Cli run = Cli.run(training(unbroken));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static String[] training(Path out) {
        List<String> all = new ArrayList<>(List.of("train", "--source", photographs.source()));
        all.addAll(List.of("--target", photographs.target(), "--backbone", photographs.backbone()));
        all.addAll(List.of("--data", temp.toString(), "--out", out.toString(), "--method", "dann", "--steps", "12"));
        all.addAll(List.of("--batch", "16", "--threads", "1", "--precision", "fp32", "--checkpoint-every", "2"));
        all.add("--no-report");
        return all.toArray(String[]::new);
    }

    @Test
    void interruptedTraining_endsInTheSameModel_withoutTheBackbonesOptions() throws Exception {
        Path out = temp.resolve("out");
        FutureTask<Cli> command = new FutureTask<>(() -> Cli.run(training(out)));
        Thread thread = new Thread(command, "command");
        thread.start();
        Path metrics = out.resolve("metrics.jsonl");
        while (thread.isAlive()
                && !(Files.exists(metrics) && Files.readAllLines(metrics).size() >= 5)) {
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(command.get().code()).isEqualTo(130);

        String run = Files.readString(out.resolve("run.json"));
        assertThat(run).contains("\"file\" : \"network.onnx\"");
        assertThat(Files.readString(out.resolve("config.yaml")))
                .contains(photographs.network().toString());
        Cli other = Cli.run("train", "--resume", out.toString(), "--backbone", "onnx:other.onnx");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("was started with --backbone " + photographs.backbone());

        Cli last = Cli.run("train", "--resume", out.toString(), "--data", temp.toString(), "--quiet");

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(unbroken.resolve("model.safetensors"));
    }

    /** Neither training is given a backbone: the first finds it by the model, the second by the model it started from. */
    @Test
    void trainingFromAModel_findsItsBackbone_andResumes() throws Exception {
        Path out = temp.resolve("from");
        List<String> all = new ArrayList<>(List.of(training(out)));
        int at = all.indexOf("--backbone");
        all.set(at, "--from");
        all.set(at + 1, unbroken.toString());
        FutureTask<Cli> command = new FutureTask<>(() -> Cli.run(all.toArray(String[]::new)));
        Thread thread = new Thread(command, "command");
        thread.start();
        Path metrics = out.resolve("metrics.jsonl");
        while (thread.isAlive()
                && !(Files.exists(metrics) && Files.readAllLines(metrics).size() >= 5)) {
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(command.get().code()).as(command.get().err()).isEqualTo(130);

        Cli last = Cli.run("train", "--resume", out.toString(), "--data", temp.toString(), "--quiet");

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(Files.readString(out.resolve("backbone.path"))).isEqualTo(photographs.network() + "\n");
    }

    @Test
    void anotherFileInPlaceOfTheBackbone_isRefused() throws Exception {
        Path out = temp.resolve("unbroken-copy");
        Files.createDirectories(out);
        for (String copied : List.of("model.safetensors", "backbone.path")) {
            Files.copy(unbroken.resolve(copied), out.resolve(copied));
        }
        Path file = photographs.network();
        byte[] before = Files.readAllBytes(file);
        try {
            Files.write(
                    file,
                    TinyPhotographs.graph().toBuilder()
                            .setProducerName("another")
                            .build()
                            .toByteArray());
            Cli run = Cli.run(
                    "predict", out.toString(), temp.resolve("B/red/0.png").toString());
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("another network than the backbone of the training")
                    .hasLineCount(1);
        } finally {
            Files.write(file, before);
        }
    }

    @Test
    void newPhotographs_showTheProgressOfTheirFeatures() throws IOException {
        new TinyPhotographs(temp.resolve("more"), 24);
        String folder = "folder:" + temp.resolve("more/B") + "?test=all";

        Cli quiet = Cli.run("evaluate", unbroken.toString(), "--on", "folder:" + temp.resolve("more/A"), "--quiet");
        Cli shown = Cli.run("evaluate", unbroken.toString(), "--on", folder);
        Cli again = Cli.run("predict", unbroken.toString(), folder);

        assertThat(quiet.code()).as(quiet.err()).isZero();
        assertThat(quiet.err()).doesNotContain("features of");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.err()).contains("features of 24 of 24 images");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("features of");
    }

    @Test
    void embed_drawsTheFeaturesOfBothDomains() throws IOException {
        Path out = temp.resolve("embedded");

        Cli embed = Cli.run(
                "embed",
                unbroken.toString(),
                "--data",
                temp.toString(),
                "--with",
                "pca",
                "--precision",
                "fp32",
                "--out",
                out.toString());

        assertThat(embed.code()).as(embed.err()).isZero();
        assertThat(embed.out())
                .contains("features of dann", "50 points"); // 10 of the source in its test split, all 40 of the target
        assertThat(Files.readAllLines(out.resolve("embedding.csv"))).hasSize(51);
    }

    @Test
    void serve_classifiesAPhotographAsPredictDoes() throws Exception {
        Path file = temp.resolve("B/blue/7.png");
        try (Predictor predictor = Predictor.open(unbroken);
                PredictionServer server =
                        new PredictionServer(predictor, ServeSettings.defaults().at("127.0.0.1", 0, null))) {
            Prediction expected = predictor.predict(DecodedImage.read(file));

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.address().resolve("predict"))
                                    .POST(BodyPublishers.ofFile(file))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"" + expected.best().name() + "\"");
        }
    }
}
