package io.github.dann4j.engine;

import java.util.Locale;

/** Number format of the heavy operations (convolutions, matrix products); losses and parameters are float32 in both. */
public enum Precision {
    /** 32-bit floating point throughout. */
    FP32,
    /** bfloat16 by autocast: fast only where the processor has AVX512-BF16 or AMX, emulated and slow elsewhere. */
    BF16;

    /** The name users write and results record: {@code fp32} or {@code bf16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
