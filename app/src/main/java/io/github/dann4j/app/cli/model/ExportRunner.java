package io.github.dann4j.app.cli.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dann4j.export.ExportedNetwork;
import io.github.dann4j.export.TorchScriptModel;
import io.github.dann4j.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs an exported model as its users do. */
interface ExportRunner extends AutoCloseable {
    /**
     * @param images uint8 {@code [n, size, size, channels]}
     * @param shape these four numbers
     * @return one row per image
     */
    float[][] probabilities(byte[] images, long... shape);

    /**
     * @param features float32 {@code [n, columns]}
     * @param shape these two numbers
     * @return one row per example
     */
    float[][] probabilities(float[] features, long... shape);

    @Override
    void close();

    /** Creates an input for ONNX Runtime. */
    interface OnnxInput {
        OnnxTensor tensor() throws OrtException;
    }

    /** Runs a TorchScript archive in libtorch. Closing the result closes the archive. */
    static ExportRunner torchScript(TorchScriptModel model) {
        return new ExportRunner() {
            @Override
            public float[][] probabilities(byte[] images, long... shape) {
                return model.probabilities(images, shape);
            }

            @Override
            public float[][] probabilities(float[] features, long... shape) {
                return model.probabilities(features, shape);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    /**
     * Runs an ONNX model in ONNX Runtime.
     *
     * @throws ModelException if ONNX Runtime refuses the model, or cannot be used on this machine
     */
    static ExportRunner onnx(byte[] model) {
        OrtEnvironment environment;
        OrtSession session;
        try {
            environment = OrtEnvironment.getEnvironment();
            session = environment.createSession(model);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses the exported model: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new ModelException(
                    "ONNX Runtime cannot be used on this machine, so --check is not possible: " + e.getMessage(), e);
        }
        return new ExportRunner() {
            @Override
            public float[][] probabilities(byte[] images, long... shape) {
                ByteBuffer bytes =
                        ByteBuffer.allocateDirect(images.length).put(images).flip();
                return run(() -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8));
            }

            @Override
            public float[][] probabilities(float[] features, long... shape) {
                return run(() -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(features), shape));
            }

            private float[][] run(OnnxInput of) {
                try (OnnxTensor input = of.tensor();
                        OrtSession.Result result = session.run(
                                Map.of(session.getInputNames().iterator().next(), input))) {
                    return (float[][])
                            result.get(ExportedNetwork.OUTPUT).orElseThrow().getValue();
                } catch (OrtException e) {
                    throw new ModelException("ONNX Runtime fails on the exported model: " + e.getMessage(), e);
                }
            }

            @Override
            public void close() {
                try {
                    session.close();
                } catch (OrtException e) {
                    throw new ModelException("ONNX Runtime cannot release the model: " + e.getMessage(), e);
                }
            }
        };
    }
}
