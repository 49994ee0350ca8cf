package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.export.ExportedNetwork;
import io.github.dann4j.export.OnnxModel;
import io.github.dann4j.export.TorchScriptModel;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.run.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
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

/** {@code dann4j export}: writes a saved model in a format for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write a saved model as ONNX or TorchScript, with weights, normalisation, softmax and the batch statistics of one domain.",
            "Input: 'images', uint8 [n, size, size, 3] (red, green, blue), at the network's size; a model of features takes 'features', float32 [n, columns]. A model with a backbone is written whole, as ONNX: images in, probabilities out.",
            "Output: 'probabilities', float32 [n, classes]; ONNX has a second output 'label', int64 [n]: the most probable class.",
            ""
        },
        footer = {"", "Example:  dann4j export runs/mine --format onnx --check --data DIR"})
public final class ExportCommand implements Callable<Integer> {
    /** The formats that can be written. */
    enum Format {
        ONNX("onnx", "ONNX Runtime"),
        TORCHSCRIPT("pt", "libtorch");

        private final String extension;
        private final String engine;

        Format(String extension, String engine) {
            this.extension = extension;
            this.engine = engine;
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A folder written by 'train', or its model.safetensors.")
    private @Nullable Path model;

    @Option(names = "--format", required = true, paramLabel = "onnx|torchscript", description = "The format.")
    private Format format = Format.ONNX;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write (default: model.onnx or model.pt beside the model).")
    private @Nullable Path out;

    @Option(
            names = "--domain",
            paramLabel = "source|target",
            defaultValue = "target",
            description = "The domain whose batch statistics are exported (default: target).")
    private Domain domain = Domain.TARGET;

    @Option(
            names = "--check",
            description = {
                "Before the file is written, run the exported model on real examples, ONNX in ONNX Runtime, and compare it with dann4j:",
                "all classes must be equal, and all probabilities equal to within 0.0001."
            })
    private boolean check;

    @Option(
            names = "--on",
            paramLabel = "NAME",
            description = "The dataset whose test split --check uses (default: the dataset of --domain).")
    private @Nullable String on;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Check at most N examples, spread evenly over the test split (default: 10000).")
    private int images = 10_000;

    @Mixin
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (images < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, got " + images);
        }
        if (!check && on != null) {
            throw new ParameterException(command.commandLine(), "--on names the dataset for --check; give --check too");
        }
        cores.apply();
        Path given = Objects.requireNonNull(model);
        Path file = Files.isDirectory(given) ? new RunDirectory(given).model() : given;
        Path to = out != null ? out : file.resolveSibling("model." + format.extension);
        try (Predictor predictor = new Predictor(SavedModel.of(given), domain, Precision.FP32)) {
            byte[] content = content(predictor.exported());
            String checked = check ? check(predictor, content) : "";
            AtomicFile.write(to, stream -> stream.write(content));
            print(command.commandLine().getOut(), predictor, to, content.length, checked);
        } catch (IOException e) {
            throw new FileException("%s: cannot be written: %s".formatted(scratch(), FileException.reason(e)), e);
        }
        return ExitCode.OK;
    }

    private byte[] content(ExportedNetwork exported) throws IOException {
        return switch (format) {
            case ONNX -> OnnxModel.of(exported, EnvironmentRecord.version());
            case TORCHSCRIPT -> TorchScriptModel.of(exported, scratch());
        };
    }

    /** A temporary file, because libtorch reads and writes only files. */
    private static Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir")).resolve("dann4j-%s.pt".formatted(UUID.randomUUID()));
    }

    private String check(Predictor predictor, byte[] content) throws IOException {
        ModelCard card = predictor.card();
        String name = on != null ? on : card.nameOf(domain);
        try (ExampleSet set = examples(card, name);
                ExportRunner runner = runner(content)) {
            ExportAgreement agreement = ExportAgreement.measure(predictor, runner, set, images);
            if (!agreement.holds()) {
                throw new ModelException("the exported model differs from dann4j on %s: %s; nothing was written"
                        .formatted(name, agreement.described()));
            }
            return "; %s agrees on %s test: %s".formatted(format.engine, name, agreement.described());
        } catch (DataException e) {
            throw new DataException(
                    "%s; --check needs examples: give a dataset with --on".formatted(e.getMessage()), e);
        }
    }

    /** The examples to check on; for a whole model those of image files, at the size at which the dataset stores them. */
    private ExampleSet examples(ModelCard card, String name) {
        DataLocation where = where(card, name);
        return card.backbone() == null
                ? card.open(name, Split.TEST, where, domain)
                : DataCatalog.open(name, Split.TEST, where);
    }

    /**
     * The folders to search. A relative folder in the model's card may be relative to the working directory of the
     * training.
     */
    private DataLocation where(ModelCard card, String name) {
        DataLocation where = data.where(List.of(Split.TEST), name);
        return on != null ? where : card.located(where);
    }

    private ExportRunner runner(byte[] content) throws IOException {
        return switch (format) {
            case ONNX -> ExportRunner.onnx(content);
            case TORCHSCRIPT -> {
                Path file = scratch();
                try {
                    Files.write(file, content);
                    yield ExportRunner.torchScript(TorchScriptModel.read(file));
                } finally {
                    Files.deleteIfExists(file);
                }
            }
        };
    }

    private static String input(ModelCard card) {
        BackboneRecord backbone = card.backbone();
        if (backbone != null) {
            return String.format(
                    Locale.ROOT,
                    "uint8 [n, %1$d, %1$d, 3]; the backbone is inside",
                    backbone.transform().size());
        }
        NetworkInput input = card.network().input();
        return input instanceof NetworkInput.Images images
                ? String.format(Locale.ROOT, "uint8 [n, %1$d, %1$d, %2$d]", images.size(), images.channels())
                : String.format(Locale.ROOT, "float32 [n, %d]", input.shape()[0]);
    }

    private void print(PrintWriter output, Predictor predictor, Path to, int bytes, String checked) {
        output.printf(
                Locale.ROOT,
                "Written: %s (%,d kB, %s statistics, input %s)%s%n",
                to,
                (bytes + 999) / 1000,
                predictor.statistics().name().toLowerCase(Locale.ROOT),
                input(predictor.card()),
                checked);
        output.flush();
    }
}
