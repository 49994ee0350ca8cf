package io.github.dann4j.engine;

import io.github.dann4j.api.PublicApi;
import java.util.Locale;

/**
 * The number format of the heavy operations (convolutions, matrix products). Losses and parameters are always float32.
 */
@PublicApi
public enum Precision {
    /** 32-bit floating point throughout. */
    FP32,
    /** bfloat16 by autocast: fast only on processors with AVX512-BF16 or AMX, emulated and slow on others. */
    BF16;

    /** Returns the name in options and results: {@code fp32} or {@code bf16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
