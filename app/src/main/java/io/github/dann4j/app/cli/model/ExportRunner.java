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

/** Runs an exported model as its users would. */
public interface ExportRunner extends AutoCloseable {
    /**
     * @param images uint8 {@code [n, size, size, channels]}
     * @param shape these four
     * @return one row an image
     */
    float[][] probabilities(byte[] images, long... shape);

    /**
     * @param features float32 {@code [n, columns]}
     * @param shape these two
     * @return one row an example
     */
    float[][] probabilities(float[] features, long... shape);

    @Override
    void close();

    /** Makes an input of ONNX Runtime. */
    interface OnnxInput {
        OnnxTensor tensor() throws OrtException;
    }

    /** A TorchScript archive in libtorch; closed with the result. */
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
     * An ONNX model in ONNX Runtime.
     *
     * @throws ModelException if ONNX Runtime refuses it, or cannot be used here
     */
    static ExportRunner onnx(byte[] model) {
        OrtEnvironment environment;
        OrtSession session;
        try {
            environment = OrtEnvironment.getEnvironment();
            session = environment.createSession(model);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime does not take the exported model: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new ModelException("ONNX Runtime cannot be used here, so --check cannot: " + e.getMessage(), e);
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
                    throw new ModelException("ONNX Runtime cannot let go of the model: " + e.getMessage(), e);
                }
            }
        };
    }
}
