package io.github.dann4j.adapt.selftraining;

import static org.bytedeco.pytorch.global.torch.lerp;
import static org.bytedeco.pytorch.global.torch.rand_like;

import io.github.dann4j.loss.Predictions;
import io.github.dann4j.loss.VirtualAdversary;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import java.util.Arrays;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Losses of a network whose predictions change too quickly: under the worst small change of an image, and along the way
 * from one image to another. Their passes are in float32 and without dropout. They use the statistics of their batch
 * and leave the running statistics as they are.
 */
final class Smoothness {
    /** Mean entropy of the predictions on the target. */
    static final Term ENTROPY = Term.loss("entropy", "entropy");

    /** Mean divergence of the target's predictions under the worst change. */
    static final Term SMOOTHNESS = Term.loss("divergence", "divergence");

    /**
     * Share of the radius with which the direction of a change is measured. Far smaller, as in the paper, it would
     * vanish beside the inputs in float32.
     */
    private static final double PROBE = 0.1;

    private final Network network;
    private final double radius;

    /** @param radius of a change, as the root of the mean square over the inputs of an image */
    Smoothness(Network network, double radius) {
        this.network = network;
        this.radius = radius;
    }

    /** Returns the mean divergence under the worst change of each image, a scalar in nats. */
    Tensor divergence(Tensor inputs, Domain domain, StepContext context) {
        context.seedPass(domain, 3);
        double length = radius * Math.sqrt((double) inputs.numel() / inputs.size(0));
        return VirtualAdversary.divergence(
                inputs.to(ScalarType.Float), PROBE * length, length, x -> logits(network, x, domain));
    }

    /**
     * Returns the virtual mixup loss (Mao et al. 2019, eq. 5), a scalar in nats: between two images, the logits should
     * lie in between too. Each image is mixed with another one of the batch, in a random proportion.
     */
    Tensor mixup(Tensor inputs, Domain domain, StepContext context) {
        context.seedPass(domain, 4);
        Tensor x = inputs.to(ScalarType.Float);
        Tensor share = rand_like(x.flatten(1, -1).narrow(1, 0, 1)); // [n, 1]
        Tensor wanted;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor unmixed = logits(network, x, domain);
            wanted = lerp(unmixed, unmixed.flip(0), share).softmax(1);
        }
        long[] shape = new long[(int) x.dim()];
        Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        return Predictions.crossEntropy(logits(network, lerp(x, x.flip(0), share.reshape(shape)), domain), wanted);
    }

    /** Returns logits in float32, without dropout, by the statistics of the batch: {@code [n, ...] -> [n, classes]}. */
    static Tensor logits(Network network, Tensor inputs, Domain domain) {
        Pass pass = new Pass(domain, true, false, 0);
        return network.labels(network.features(inputs, pass), pass);
    }
}
