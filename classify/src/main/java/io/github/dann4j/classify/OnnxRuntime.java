package io.github.dann4j.classify;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.dann4j.backbone.BackboneException;
import java.nio.file.Path;

/** ONNX Runtime with one thread per call, so that calls from several threads share the processor. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    /** @throws BackboneException if ONNX Runtime refuses the file, or cannot be used on this machine */
    static OrtSession session(Path file) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return environment().createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new BackboneException("%s: ONNX Runtime refuses the network: %s".formatted(file, reason(e)), e);
        } catch (LinkageError e) {
            throw new BackboneException(
                    "%s: ONNX Runtime cannot be used on this machine: %s".formatted(file, e.getMessage()), e);
        }
    }

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }

    /** Returns what ONNX Runtime says, in one line, without its error code. */
    static String reason(OrtException failure) {
        return String.valueOf(failure.getMessage())
                .replaceFirst("^Error code - \\S+ - message: ", "")
                .replaceAll("\\s*\\R\\s*", " ")
                .strip();
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new BackboneException("ONNX Runtime cannot release the network: " + reason(e), e);
        }
    }
}
