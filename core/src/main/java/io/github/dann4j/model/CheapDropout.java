package io.github.dann4j.model;

import io.github.dann4j.engine.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Dropout of many values on the processor. libtorch draws two 32-bit words for each value, in one thread while the others wait: 3 to 4 %
 * of the step time of the paper's SVHN network. If the share of kept values is a multiple of 1/256, one byte per value
 * is enough.
 *
 * <p>Seeded by libtorch's generator, so {@code Seeds.seedEngine} determines these draws too.
 */
final class CheapDropout {
    private static final int LEVELS = 256;

    /** With fewer values, libtorch's own dropout is fast enough. */
    private static final long MANY = 1 << 16;

    private CheapDropout() {}

    /**
     * Scales the kept values by 1 / (1 − p), which preserves the mean. Returns {@code x} itself if not {@code active}.
     */
    static Tensor apply(Tensor x, double p, boolean active) {
        double kept = LEVELS * (1 - p);
        if (!active || !x.is_cpu() || x.numel() < MANY || kept != Math.rint(kept)) {
            return torch.dropout(x, p, active);
        }
        byte[] draws = new byte[Math.toIntExact(x.numel())];
        new SplittableRandom(Tensors.longs(Tensors.empty(ScalarType.Long, 1).random_())[0]).nextBytes(draws);
        Tensor keep = Tensors.ofBytes(draws, x.sizes().vec().get()).lt(new Scalar((int) kept));
        return x.mul(keep.to(x.scalar_type()).div_(new Scalar(1 - p)));
    }
}
