/**
 * Networks in the ONNX format, run by ONNX Runtime on the processor: {@link io.github.dann4j.classify.OnnxBackbones} opens
 * those that others trained, as frozen backbones; {@link io.github.dann4j.classify.Classifier} classifies image files with
 * a model that dann4j exported.
 *
 * <p>Uses only {@code failure}, {@code files}, {@code data.image}, {@code backbone}, ONNX Runtime and the JDK: no libtorch.
 */
@NullMarked
package io.github.dann4j.classify;

import org.jspecify.annotations.NullMarked;
