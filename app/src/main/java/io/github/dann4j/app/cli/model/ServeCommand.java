package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.app.serve.PredictionServer;
import io.github.dann4j.app.serve.ServeSettings;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j serve}: a saved model behind HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serve a saved model over HTTP, on this machine alone unless told otherwise, until Ctrl-C.",
            "POST /predict: a picture, or several as multipart/form-data; JSON. GET /healthz, /metrics (Prometheus), / (a page).",
            ""
        },
        footer = {
            "",
            "Example:  dann4j serve runs/mine --port 8080",
            "          curl --data-binary @digit.png http://127.0.0.1:8080/predict?top=3"
        })
public final class ServeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A folder that 'train' wrote, or its model.safetensors.")
    private @Nullable Path model;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: 127.0.0.1); any but this machine's own needs --token.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port; 0: any that is free, which is printed (default: 0).")
    private int port;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            defaultValue = "${env:DANN4J_TOKEN}",
            description = {
                "Asked of every client: Authorization: Bearer TEXT (default: $DANN4J_TOKEN, which no list of processes shows).",
                "Without it only the hosts localhost, 127.0.0.1, [::1] and HOST are answered, with the server's port."
            })
    private @Nullable String token;

    @Option(
            names = "--domain",
            paramLabel = "source|target",
            defaultValue = "target",
            description = "Whose pictures they are: its batch statistics and picture size are used (default: target).")
    private Domain domain = Domain.TARGET;

    @Mixin
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        ServeSettings settings = settings(command);
        cores.apply();
        PrintWriter out = command.commandLine().getOut();
        try (Predictor predictor = new Predictor(SavedModel.of(Objects.requireNonNull(model)), domain, Precision.FP32);
                PredictionServer server = new PredictionServer(imagesOnly(predictor), settings)) {
            out.println("Serving at " + server.address());
            out.flush();
            server.await();
        }
        if (!common.quiet()) {
            command.commandLine().getErr().println("Closed");
            command.commandLine().getErr().flush();
        }
        return Thread.interrupted() ? Failures.INTERRUPTED : ExitCode.OK;
    }

    private Predictor imagesOnly(Predictor predictor) {
        if (!predictor.card().takesImages()) {
            throw new ModelException(
                    "%s takes vectors of features, and the server answers pictures; 'dann4j predict %s csv:FILE' predicts rows"
                            .formatted(model, model));
        }
        return predictor;
    }

    private ServeSettings settings(CommandSpec command) {
        try {
            if (token == null && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--host %s is open to other machines, so it needs a --token".formatted(host));
            }
            return ServeSettings.defaults().at(host, port, token);
        } catch (UnknownHostException e) {
            throw new ParameterException(command.commandLine(), "--host %s: no such host".formatted(host), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }
}
