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

/** {@code dann4j serve}: serves a saved model over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serve a saved model over HTTP until Ctrl-C; by default only this machine can connect.",
            "POST /predict with an image, or several as multipart/form-data, answers with JSON. GET /healthz, /metrics (Prometheus), / (a web page).",
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

    @Parameters(paramLabel = "MODEL", description = "A folder written by 'train', or its model.safetensors.")
    private @Nullable Path model;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on (default: 127.0.0.1); an address that other machines can reach needs --token.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Port; 0 chooses a free port, and the address is printed (default: 0).")
    private int port;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            defaultValue = "${env:DANN4J_TOKEN}",
            description = {
                "Every client must send the header 'Authorization: Bearer TEXT' (default: $DANN4J_TOKEN, which lists of processes do not show).",
                "Without a token, only requests to the hosts localhost, 127.0.0.1, [::1] and HOST with the server's port are answered."
            })
    private @Nullable String token;

    @Option(
            names = "--domain",
            paramLabel = "source|target",
            defaultValue = "target",
            description =
                    "The domain that the images belong to; its batch statistics and image size are used (default: target).")
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
        if (!predictor.card().readsImages()) {
            throw new ModelException(
                    "%s takes rows of features, but the server takes only images; use 'dann4j predict %s csv:FILE' for rows"
                            .formatted(model, model));
        }
        return predictor;
    }

    private ServeSettings settings(CommandSpec command) {
        try {
            if (token == null && !InetAddress.getByName(host).isLoopbackAddress()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--host %s can be reached from other machines, so --token is required".formatted(host));
            }
            return ServeSettings.defaults().at(host, port, token);
        } catch (UnknownHostException e) {
            throw new ParameterException(command.commandLine(), "--host %s: no such host".formatted(host), e);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }
}
