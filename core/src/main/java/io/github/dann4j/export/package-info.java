/**
 * Writes trained networks in other formats, ONNX and TorchScript. Both contain the weights, the normalisation
 * of the input and the softmax, and describe their input and output in their metadata.
 *
 * <p>Uses {@code model}, {@code data.prepare} and {@code engine}; reading and writing files and saved models is left to
 * the callers.
 */
@NullMarked
package io.github.dann4j.export;

import org.jspecify.annotations.NullMarked;
