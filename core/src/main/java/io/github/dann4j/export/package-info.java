/**
 * Floor 3: trained networks in the formats of others, ONNX and TorchScript. Both carry weights, the normalisation of the input and
 * the softmax, and say in their metadata what goes in and what comes out.
 *
 * <p>Uses {@code model}, {@code data} and {@code engine}; files and saved models are the roof's business.
 */
@NullMarked
package io.github.dann4j.export;

import org.jspecify.annotations.NullMarked;
